/* The lesson player: feedback at once, and how far somebody came. Without it the form does all of this by itself.

   Every answer becomes an item of the outbox; where the phone keeps nothing, the form is sent the plain way. */

import { current, progress } from "./store.js";

const form = document.querySelector("form.player");
const { lesson, revision } = form.dataset;
const language = document.documentElement.lang;
const finish = document.getElementById("finish");
const screens = Array.from(form.querySelectorAll(".screen")).filter((screen) => screen !== finish);
screens.unshift(screens.pop()); // the first stands last in the page
screens.push(finish);
const ids = screens.slice(0, -1).map((screen) => screen.id.slice(2));
const questions = Array.from(form.querySelectorAll(".question"));
const idOf = (question) => question.id.slice(2);

let resumed = null;
let place = screenInView();
let passed = new Set();
let saved = { answers: {} };
let unsentScreens = false;
let practice = null;

/* What this lesson's questions are answered by, and the module that grades: asked for once somebody goes on, not while
   the lesson arrives. */
function key() {
  practice = practice || fetch(`/${language}/practice/${lesson}/feedback.json`).then((response) => {
    if (!response.ok || !/json/.test(response.headers.get("Content-Type") || "")) {
      throw new Error("no feedback");
    }
    return response.json();
  });
  practice.catch(() => {
    practice = null;
  });
  answersOf();
  takeTaps(form);
  return practice;
}

/* Taps on drawings: fetched as well once somebody goes on, and at once where one is in view. */
const takeTaps = (place) => place.querySelector("[data-choice]") && import("./tap.js").catch(() => {});

/* How answers are read and graded: fetched with the first of them. */
const answersOf = () => import("./answers.js");

async function put(kind, said) {
  return (await import("./outbox.js")).put(kind, said);
}

/* Screens */

function screenInView() {
  const target = document.getElementById(location.hash.slice(1));
  return Math.max(0, screens.indexOf(target && target.closest(".screen")));
}

async function moved() {
  const next = screenInView();
  if (next > place) {
    ids.slice(place, next).forEach((id) => passed.add(id));
    unsentScreens = true;
  }
  place = next;
  screens[place].querySelector("h2").focus({ preventScroll: true });
  key().catch(() => {});
  await progress.set(lesson, { screens: Array.from(passed), last: ids[Math.min(place, ids.length - 1)] });
}

async function sendScreens() {
  if (unsentScreens) {
    unsentScreens = false;
    const said = { lesson, revision: Number(revision), language, screens: ids.filter((id) => passed.has(id)) };
    await put("lesson-progress", { ...said, last_screen: ids[Math.min(place, ids.length - 1)] });
  }
}

/* Answers */

function element(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

function clear(question) {
  question.querySelectorAll(".feedback, .answered > *, .error").forEach((old) => old.remove());
}

function tell(question, answer, isRight, { questions: keys, parts }) {
  const own = keys[idOf(question)];
  const several = own.kind === "several";
  clear(question);
  const told = question.querySelector(".answered");
  told.appendChild(element(parts[isRight ? "right" : several ? "wrong_several" : "wrong"]));
  if (!Array.isArray(answer) || own.kind === "order") {
    const text = document.createElement("p");
    text.className = "feedback";
    text.textContent = own.feedback[isRight ? "right" : "wrong"];
    told.appendChild(text);
    return;
  }
  answer.forEach((choice) => {
    const note = element(parts[own.right.includes(choice) ? "good" : "not_this"]);
    note.querySelector("p").textContent = own.feedback[choice];
    const input = question.querySelector(`input[value="${choice}"]`);
    note.id = `f-${choice}`;
    input.setAttribute("aria-describedby", note.id);
    input.closest("label").insertAdjacentElement("afterend", note);
  });
}

/* The answers to some questions, kept; those that were kept already are not kept again. */
async function keep(answers) {
  const fresh = {};
  Object.keys(answers)
    .filter((id) => JSON.stringify(saved.answers[id]) !== JSON.stringify(answers[id]))
    .forEach((id) => (fresh[id] = answers[id]));
  if (Object.keys(fresh).length) {
    await put("quiz-attempt", { page: lesson, revision: Number(revision), language, answers: fresh });
    Object.assign(saved.answers, fresh);
    await progress.set(lesson, { answers: fresh });
  }
}

async function check(question) {
  const { grade, isAnswer, read } = await answersOf();
  const answer = read(question);
  const known = await key().catch(() => null);
  if (!isAnswer(question, answer)) {
    clear(question);
    if (known) {
      question.querySelector(".answered").appendChild(element(known.parts.unanswered));
    }
    return;
  }
  ids.slice(0, place + 1).forEach((id) => passed.add(id));
  unsentScreens = true;
  await keep({ [idOf(question)]: answer });
  await sendScreens();
  if (known) {
    tell(question, answer, grade(known.questions[idOf(question)], answer), known);
  } else {
    clear(question);
    question.querySelector(".answered").textContent = form.dataset.kept;
  }
}

async function finishLesson() {
  const [known, { isAnswer, read }] = await Promise.all([key().catch(() => null), answersOf()]);
  const answers = {};
  const open = [];
  questions.forEach((question) => {
    const answer = read(question);
    const id = idOf(question);
    // An order always reads as something: it counts once it was checked or moved.
    if (isAnswer(question, answer) && (question.dataset.kind !== "order" || saved.answers[id] || question.dataset.touched)) {
      answers[id] = answer;
    } else if (!saved.answers[id]) {
      open.push(question);
    }
  });
  await keep(answers);
  const place = finish.querySelector(".finishing");
  place.textContent = known || !Object.keys(saved.answers).length ? "" : form.dataset.kept;
  if (open.length) {
    if (!known) {
      return;
    }
    const note = element(known.parts.open);
    open.forEach((question) => {
      const link = document.createElement("a");
      link.href = `#${question.closest(".screen").id}`;
      link.textContent = question.querySelector("legend").lastChild.textContent;
      note.querySelector("ul").appendChild(document.createElement("li")).appendChild(link);
    });
    place.appendChild(note);
    return;
  }
  ids.forEach((id) => passed.add(id));
  unsentScreens = true;
  await sendScreens();
  await progress.set(lesson, { screens: ids, isDone: true });
  if (known) {
    showDone(known);
  }
}

async function showDone({ parts }) {
  const done = document.createElement("div");
  done.innerHTML = parts.done;
  const profile = await current().catch(() => null);
  if (profile && (!profile.isGuest || profile.meant)) {
    done.querySelectorAll("a[data-join]").forEach((link) => link.remove());
  }
  await (await import("./asked.js")).ask(done.querySelector(".asked")).catch(() => {});
  finish.querySelector(".finishing").appendChild(done);
  finish.querySelectorAll("button[name=check]").forEach((button) => button.remove());
  done.querySelectorAll("button[name=face]").forEach((button) =>
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const thanks = done.querySelector("[data-thanks]");
      done.querySelector(".faces").hidden = true;
      await put("feedback", { lesson, face: Number(button.value), language });
      thanks.hidden = false;
    }),
  );
}

/* The plain way, when this phone cannot keep anything. */
function plainly(button) {
  button.dataset.plain = "1";
  button.click();
}

function onButton(button, work) {
  let isBusy = false;
  button.addEventListener("click", async (event) => {
    if (button.dataset.plain) {
      return;
    }
    event.preventDefault();
    if (!isBusy) {
      isBusy = true;
      await resumed.then(work).catch(() => plainly(button));
      isBusy = false;
    }
  });
}

questions.forEach((question) => onButton(question.querySelector("button[name=check]"), () => check(question)));
finish.querySelectorAll("button[name=check]").forEach((button) => onButton(button, finishLesson));

/* Enter in a field checks that question instead of the first one of the form. */
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    event.target.closest(".question").querySelector("button[name=check]").click();
  }
});

/* Order with two buttons at each step; the fields below stay what is read. */
function makeMovable(question) {
  const list = question.querySelector(".parts");
  const number = () =>
    Array.from(list.children).forEach((row, at) => {
      row.querySelector("select").value = at + 1;
    });
  Array.from(list.children)
    .sort((one, other) => one.querySelector("select").value - other.querySelector("select").value)
    .forEach((row) => list.appendChild(row));
  Array.from(list.children).forEach((row) => {
    row.querySelector("select").hidden = true;
    [["up", "↑"], ["down", "↓"]].forEach(([way, sign]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button second";
      button.textContent = sign;
      button.setAttribute("aria-label", `${form.dataset[way]}: ${row.querySelector("label").textContent}`);
      button.addEventListener("click", () => {
        const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
        if (other) {
          list.insertBefore(...(way === "up" ? [row, other] : [other, row]));
          question.dataset.touched = "1";
          number();
          button.focus();
        }
      });
      row.appendChild(button);
    });
  });
  list.classList.add("movable");
  number();
}

async function resume() {
  const before = (await progress.get(lesson)) || {};
  passed = new Set((before.screens || []).filter((id) => ids.includes(id)));
  saved = { answers: { ...before.answers } };
  const known = questions.filter((question) => saved.answers[idOf(question)] !== undefined);
  if (known.length) {
    const { read, show } = await answersOf();
    // Somebody may have begun to answer while all this arrived. An order always reads as something.
    known
      .filter((question) => !question.querySelector(".verdict"))
      .filter((question) => question.dataset.kind === "order" || read(question) === null)
      .forEach((question) => show(question, saved.answers[idOf(question)]));
  }
  const last = ids.indexOf(before.last);
  if (last > 0 && !before.isDone && !location.hash) {
    location.replace(`#s-${before.last}`);
    place = screenInView();
  }
  questions.filter((question) => question.dataset.kind === "order").forEach(makeMovable);
  takeTaps(screens[place]);
}

/* What was done before is known first, however soon something is tapped. */
resumed = resume().catch(() => {});
self.addEventListener("hashchange", () => resumed.then(moved).catch(() => {}));
form.addEventListener("input", () => key().catch(() => {}), { once: true });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    sendScreens().catch(() => {});
  }
});
