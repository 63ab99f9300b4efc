/* The start page: how long work has been waiting here, and, where there is no network, all that the server said last. */

import { dayInWords, draw, fillIn, refill } from "./draw.js";
import { field } from "./field.js";
import { drawPlan, plansNow } from "./plan.js";
import { dayFromNow } from "../lms/field/day.js";
import { waiting } from "../lms/js/outbox.js";
import { all, change, get } from "../lms/js/store.js";

const IS_SHELL = document.body.hasAttribute("data-shell");
const language = document.documentElement.lang;
const HOUR = 3600000;
const PLANS_SHOWN = 3;
const REASONS_SHOWN = 3;

/* Reminders grow more urgent with the age of the oldest unsent work. */
async function remind(owner) {
  const { count, oldest } = await waiting(owner);
  const age = oldest || 0;
  const hours = Math.floor(age / HOUR);
  const name = age >= 72 * HOUR ? "late" : age >= 24 * HOUR ? "day" : "";
  refill(document.querySelector("[data-reminders]"), count && name ? [draw(name, { count })] : []);
  const figure = document.querySelector("[data-waiting-here]");
  figure.hidden = !count;
  fillIn(figure, {
    count,
    hours,
    minutes: Math.floor(age / 60000),
    days: Math.floor(hours / 24),
    isMinutes: hours < 2,
    isHours: hours >= 2 && hours < 48,
    isDays: hours >= 48,
  });
}

/* An announcement that was read stays away: on this phone at once, elsewhere once the server knows. */
const readName = (owner) => `read:${owner}`;

async function putAway(owner, id) {
  const before = await get("state", readName(owner));
  const ids = Array.from(new Set(((before && before.ids) || []).concat(id)));
  await change(["state"], (tx) => tx.objectStore("state").put({ name: readName(owner), ids }));
}

async function tellWhatWasRead(read) {
  for (const section of document.querySelectorAll("[data-announcement]")) {
    const form = section.querySelector("form");
    if (form && read.includes(Number(section.dataset.announcement))) {
      section.remove();
      await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    }
  }
}

function drawAnnouncements(kept, read) {
  const today = dayFromNow(0);
  const current = (kept.data.announcements || []).filter(
    (one) => one.published_on <= today && one.expires_on > today && !read.includes(one.id),
  );
  refill(
    document.querySelector("[data-announcements]"),
    current.map((one) => {
      const section = draw("announcement", { title: one.title[language], text: one.text[language] });
      section.querySelectorAll("[data-fill]").forEach((place) => {
        place.lang = one[place.dataset.fill].km === place.textContent ? "km" : language;
      });
      section.querySelector("button").addEventListener("click", () => {
        section.remove();
        putAway(kept.owner, one.id).catch(() => {});
      });
      return section;
    }),
  );
}

/* What came back and has not been mended here yet. */
function drawReturned(kept, items) {
  const mended = new Set(items.filter((item) => item.state === "phone" || item.state === "sending").map(({ id }) => id));
  const returned = kept.data.sessions.filter(({ id, status }) => status === "returned" && !mended.has(id));
  document.querySelector("[data-come-back] [data-fill]").textContent = returned.length;
  document.querySelector("[data-come-back]").hidden = !returned.length;
  refill(
    document.querySelector("[data-reasons]"),
    returned.slice(0, REASONS_SHOWN).map((session) =>
      draw("reason", {
        place: session.place[language],
        day: dayInWords(session.held_on),
        reason: session.reason,
        link: session.may_edit ? `/field/sessions/new/?session=${session.id}` : "/field/sessions/",
      }),
    ),
  );
}

async function drawShell(kept) {
  const items = await all("outbox");
  const plans = plansNow(kept, items);
  const next = plans.today.concat(plans.coming).slice(0, PLANS_SHOWN);
  refill(document.querySelector("[data-next-plans]"), next.map(drawPlan));
  const soon = next.filter((plan) => (plan.isToday || plan.isTomorrow) && !plan.isWritten);
  refill(document.querySelector("[data-soon]"), soon.map((plan) => draw("soon", Object.assign({}, plan, { link: "/field/plan/" }))));
  const missed = document.querySelector("[data-missed]");
  missed.hidden = !plans.missed.some((plan) => plan.isMissed);
  fillIn(missed, { count: plans.missed.filter((plan) => plan.isMissed).length });
  document.querySelector("[data-no-plans]").hidden = next.length;
  document.querySelectorAll("[data-figure]").forEach((place) => {
    place.textContent = (kept.data.figures || {})[place.dataset.figure];
  });
  document.querySelectorAll("[data-as-of]").forEach((place) => {
    place.textContent = (kept.data.as_of || {})[language];
  });
  const service = kept.data.service || {};
  const issued = service.issued_on ? { issued_on: service.issued_on[language] } : {};
  fillIn(document.querySelector("[data-part=certificate]"), Object.assign({}, service, issued));
  drawReturned(kept, items);
}

async function show() {
  const kept = await field();
  if (!kept) {
    return;
  }
  const before = await get("state", readName(kept.owner));
  const read = (before && before.ids) || [];
  if (IS_SHELL) {
    await drawShell(kept);
    drawAnnouncements(kept, read);
  } else {
    await tellWhatWasRead(read);
  }
  await remind(kept.owner);
}

const quietly = () => show().catch(() => {});
self.addEventListener("sala-field", quietly);
self.addEventListener("sala-outbox", quietly);
quietly();
