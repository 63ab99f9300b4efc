/* Practice screens, in lessons and checks: a tap on the drawing chooses its place below, as a tap there does. */

const inputOf = (place) => document.querySelector(`input[value="${place.dataset.choice}"]`);

function mark() {
  document.querySelectorAll("[data-choice]").forEach((place) => place.classList.toggle("taken", inputOf(place).checked));
}

document.addEventListener("click", ({ target }) => {
  if (target.dataset.choice) {
    inputOf(target).click();
  }
});
document.addEventListener("change", mark);
mark();
