/* What an answer to each kind of question looks like, and when it is right: the phone's own copy of lms/grading.py,
   for feedback in practice alone. The server grades what counts.

   read(question) -> answer or null      isAnswer(question, answer)      show(question, answer)      grade(key, answer) */

import { digits, wordKey } from "./khmer.js";

const partOf = (select) => select.name.split(":")[1];

export function read(question) {
  const selects = Array.from(question.querySelectorAll(".parts select"));
  switch (question.dataset.kind) {
    case "order":
      return selects.sort((one, other) => one.value - other.value).map(partOf);
    case "match": {
      const pairs = {};
      selects.filter((select) => select.value).forEach((select) => (pairs[partOf(select)] = select.value));
      return Object.keys(pairs).length ? pairs : null;
    }
    case "number":
      return digits(question.querySelector(".input").value).replace(/,/g, "") || null;
    case "text":
      return question.querySelector(".input").value.trim() || null;
    default: {
      const chosen = Array.from(question.querySelectorAll("input:checked")).map((input) => input.value);
      return chosen.length ? chosen.sort() : null;
    }
  }
}

export function isAnswer(question, answer) {
  return answer !== null && (question.dataset.kind !== "number" || /^-?\d{1,12}(\.\d{1,6})?$/.test(answer));
}

export function show(question, answer) {
  const selects = Array.from(question.querySelectorAll(".parts select"));
  switch (question.dataset.kind) {
    case "order":
      selects.forEach((select) => (select.value = answer.indexOf(partOf(select)) + 1 || select.value));
      break;
    case "match":
      selects.forEach((select) => (select.value = answer[partOf(select)] || ""));
      break;
    case "number":
    case "text":
      question.querySelector(".input").value = answer;
      break;
    default:
      question.querySelectorAll("input").forEach((input) => (input.checked = answer.includes(input.value)));
  }
}

export function grade({ kind, right }, answer) {
  switch (kind) {
    case "match":
      return Object.keys(right).every((left) => answer[left] === right[left]);
    case "number":
      return right[0] <= Number(answer) && Number(answer) <= right[1];
    case "text":
      return right.includes(wordKey(answer));
    default:
      return JSON.stringify(right) === JSON.stringify(answer);
  }
}
