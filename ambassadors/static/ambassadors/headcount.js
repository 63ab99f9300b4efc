/* Sums of the headcount while it is typed, and − and + beside every count. The form works without it. */

import { codesIn } from "./cards.js";
import { showWhatApplies } from "./places.js";
import { number } from "../lms/field/typed.js";

const form = document.querySelector("[data-headcount]");
const counts = [...form.querySelectorAll("[data-step]")];
const cells = counts.filter((input) => input.name.startsWith("people."));
const total = form.elements.headcount_total;
const tally = form.querySelector("[data-tally]");
const fill = form.elements.fill;
const staying = form.querySelector("[data-staying] output");
// Until somebody writes it, the total is what the table and the roster add up to.
let follows = !total.value;

/* The number in an input, in Latin or Khmer digits; 0 for anything else. */
function people(input) {
  const typed = number(input.value);
  return typeof typed === "number" ? typed : 0;
}

function sumOf(some) {
  return some.reduce((sum, cell) => sum + people(cell), 0);
}

/* Classes are counted, never named. */
const namedPeople = () => (form.elements.kind.value === "school" ? 0 : codesIn(form.elements.roster).length);

/* People in the cells whose name has a code at a position: "people.<gender>.<age band>". */
function placed(position, code) {
  return sumOf(cells.filter((cell) => cell.name.split(".")[position] === code));
}

function show() {
  for (const output of form.querySelectorAll("[data-sum-gender]")) {
    output.textContent = placed(1, output.dataset.sumGender);
  }
  for (const output of form.querySelectorAll("[data-sum-age]")) {
    output.textContent = placed(2, output.dataset.sumAge);
  }
  const more = form.querySelector("[data-sum-more]");
  more.textContent = sumOf(cells.filter((cell) => more.closest("details").contains(cell)));
  const sum = sumOf(cells);
  const named = namedPeople();
  if (follows) {
    total.value = sum + named || (people(staying) ? 0 : "");
  }
  const missing = people(total) - sum - named;
  const words = missing > 0 ? "missing" : "over";
  const number = Math.abs(missing);
  const line = tally.querySelector("[data-difference]");
  const sentence = number ? tally.dataset[number === 1 ? `${words}One` : words] : tally.dataset.fits;
  tally.querySelector("[data-placed]").textContent = sum + named;
  form.querySelector("[data-named]").textContent = named;
  line.hidden = !sum && !named && !people(total);
  line.textContent = sentence.replace("#", number);
  tally.classList.toggle("problem", missing < 0);
  tally.classList.toggle("waiting", missing > 0);
  tally.classList.toggle("done", !missing && sum + named + people(staying) > 0);
  fill.hidden = missing <= 0;
}

function addSteps(input) {
  const name = input.getAttribute("aria-label") || input.labels[0].firstChild.textContent.trim();
  const frame = document.createElement("span");
  frame.className = "count";
  input.setAttribute("enterkeyhint", "next");
  input.replaceWith(frame);
  const step = Number(input.dataset.step);
  const button = (sign, words, change) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", () => {
      const most = Number(input.dataset.most || 2000);
      input.value = Math.min(most, Math.max(0, people(input) + change)) || "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return made;
  };
  frame.append(button("−", form.dataset.less, -step), input, button("+", form.dataset.more, step));
}

fill.addEventListener("click", (event) => {
  event.preventDefault();
  const rest = form.elements["people.not_recorded.not_recorded"];
  rest.value = people(rest) + people(total) - sumOf(cells) - namedPeople();
  rest.dispatchEvent(new Event("input", { bubbles: true }));
});

counts.forEach(addSteps);
/* One hand: the key at the corner of the number pad goes on to the next count. */
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && counts.includes(event.target)) {
    event.preventDefault();
    const seen = counts.filter((input) => input.offsetParent);
    const next = seen[seen.indexOf(event.target) + 1];
    next ? next.focus() : event.target.blur();
  }
});
total.addEventListener("input", () => {
  follows = !total.value.trim();
});
form.addEventListener("input", show);
form.addEventListener("change", () => {
  showWhatApplies(form);
  show();
});
form.addEventListener("filled", () => {
  follows = people(total) === sumOf(cells) + namedPeople();
  showWhatApplies(form);
  show();
});
showWhatApplies(form);
show();
