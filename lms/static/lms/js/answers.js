/* What an answer to each kind of question looks like, and when it is right: the phone's own copy of lms/grading.py,
   for feedback in practice alone. The server grades what counts.

   read(question) -> answer or null      isAnswer(question, answer)      show(question, answer)      grade(key, answer) */

/* Latin digits, and no space of any width: spaces say nothing, for Khmer is written with and without. */
const plain = (text) =>
  text.replace(/[\s\u200b-\u200d\u2060]/g, "").replace(/[០-៩]/g, (digit) => digit.charCodeAt(0) - 0x17e0);

/* Spelling variants of Khmer that look the same. */
function wordKey(text) {
  return plain(text.normalize("NFC"))
    .replace(/\u17c1\u17b6/g, "\u17c4")
    .replace(/\u17c1\u17b8/g, "\u17be")
    .replace(/\u17d2\u178a/g, "\u17d2\u178f")
    .replace(/(\u17d2\u179a)(\u17d2[\u1780-\u17a2])/g, "$2$1")
    .toLowerCase();
}

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
      return plain(question.querySelector(".input").value).replace(/,/g, "") || null;
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
