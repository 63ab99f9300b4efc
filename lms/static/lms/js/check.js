/* A check or test. Beginning one needs a network; from then on the answers stay on this phone until they are handed in,
   and are handed in by the outbox. The server alone grades: no key is here. Where the phone and the server do not agree
   on who answers, or the phone keeps nothing, the form does it the plain way. */

import { agree } from "./agree.js";
import { isAnswer, read, show } from "./answers.js";
import { all, alone, current, progress } from "./store.js";
import "./tap.js";

const main = document.querySelector("main");
const beginning = main.querySelector("form[data-begin]");
const form = main.querySelector("form[data-sitting]");

/* What a guest did on this phone and the test to come must be one learner's. */
function begin() {
  beginning.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      if (await current().catch(() => null)) {
        await alone(agree).catch(() => {});
      }
      beginning.submit();
    },
    { once: true },
  );
}

async function sit() {
  const { sitting, page, learner } = form.dataset;
  const questions = Array.from(form.querySelectorAll(".question"));
  const idOf = (question) => question.id.slice(2);
  const own = async () => (await all("outbox")).find(({ payload }) => payload.sitting === sitting);

  function given(question) {
    const answer = read(question);
    const isWhole = question.dataset.kind !== "order" || !question.querySelector("select option:checked[value='']");
    return isWhole && isAnswer(question, answer) ? answer : null;
  }

  /* Handed in: the result is shown as soon as the server has it. */
  async function wait() {
    form.hidden = true;
    document.getElementById("handed-in").hidden = false;
    const look = async () => {
      const item = await own();
      if (!item) {
        location.replace(form.action);
      } else if (!/phone|sending/.test(item.state)) {
        form.submit();
      }
    };
    self.addEventListener("sala-outbox", look);
    await look();
  }

  let me = await current();
  me = me || (await alone(agree));
  if (!me || me.owner !== learner) {
    return;
  }
  if (await own()) {
    await wait();
    return;
  }
  /* What was answered before, and what is on the page already while all this arrives. */
  const { answers = {} } = (await progress.get(sitting)) || {};
  const keep = (some) => {
    const news = {};
    some.forEach((question) => (news[idOf(question)] = given(question)));
    return progress.set(sitting, { answers: news });
  };
  questions
    .filter((question) => answers[idOf(question)] && given(question) === null)
    .forEach((question) => {
      show(question, answers[idOf(question)]);
      question.dispatchEvent(new Event("change", { bubbles: true }));
    });
  form.addEventListener("input", (event) => keep([event.target.closest(".question")]));

  let isAsked = Boolean(form.elements.asked);
  let isHandedIn = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isHandedIn) {
      return; // a second tap
    }
    const said = {};
    const open = questions.filter((question) => {
      const answer = given(question);
      said[idOf(question)] = answer;
      return answer === null;
    });
    const notice = document.getElementById("open");
    if (open.length && !isAsked) {
      isAsked = true;
      notice.querySelectorAll("li").forEach((line, number) => {
        line.hidden = !open.includes(questions[number]);
      });
      form.querySelectorAll(".button span").forEach((label) => {
        label.hidden = !label.hidden;
      });
      notice.hidden = false;
      notice.scrollIntoView();
      return;
    }
    isHandedIn = true;
    open.forEach((question) => delete said[idOf(question)]);
    try {
      const { put } = await import("./outbox.js");
      await put("quiz-attempt", { page, sitting, answers: said }, { owner: learner });
      await wait();
    } catch (problem) {
      form.submit();
    }
  });
  await keep(questions);
}

if (beginning) {
  begin();
}
if (form) {
  sit().catch(() => {});
}
