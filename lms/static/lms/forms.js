/* Makes forms easier, and printing, where scripts run; every page works without it. */

function makeStepper(stepper) {
  const input = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const least = input.min === "" ? -Infinity : Number(input.min);
      const most = input.max === "" ? Infinity : Number(input.max);
      const next = (parseInt(input.value, 10) || 0) + Number(button.dataset.step);
      input.value = Math.min(most, Math.max(least, next));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

/* A person may look at the PIN they type. */
function makeVisible(input) {
  const { show, hide } = input.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second small";
  button.textContent = show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const isHidden = input.type === "password";
    input.type = isHidden ? "text" : "password";
    button.textContent = isHidden ? hide : show;
  });
  input.insertAdjacentElement("afterend", button);
}

document.querySelectorAll("[data-stepper]").forEach(makeStepper);
document.querySelectorAll("[data-show]").forEach(makeVisible);

// A button that prints the page; without scripts it stays hidden and the browser's own menu prints.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
