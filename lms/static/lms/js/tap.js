/* Practice screens, in lessons and checks: a tap on the drawing chooses its place below, as a tap there does. */

export function makeTappable(question) {
  const places = Array.from(question.querySelectorAll("[data-choice]"));
  const mark = () => {
    const chosen = question.querySelector("input:checked");
    places.forEach((rect) => rect.classList.toggle("taken", Boolean(chosen) && chosen.value === rect.dataset.choice));
  };
  places.forEach((rect) =>
    rect.addEventListener("click", () => question.querySelector(`input[value="${rect.dataset.choice}"]`).click()),
  );
  question.addEventListener("change", mark);
  mark();
}
