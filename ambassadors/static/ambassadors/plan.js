/* The plan of sessions where there is no network, and what a plan puts into the session form.

   plansNow(kept, items) -> {today, coming, missed}   by this phone's day, each with what draw("plan") fills in
   drawPlan(plan) -> element
   prefill(form, plan, today)                         day, time, place, kind and subject of a plan */

import { draw, refill } from "./draw.js";
import { field } from "./field.js";
import { all } from "../lms/js/store.js";

const language = document.documentElement.lang;
const place = document.querySelector("[data-part=plan]");

/* Days as 2026-11-25, in this phone's time. */
export function dayFromNow(days) {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000 + days * 86400000).toISOString().slice(0, 10);
}

export function plansNow(kept, items) {
  const [today, tomorrow] = [dayFromNow(0), dayFromNow(1)];
  const written = new Set(items.filter((item) => item.owner === kept.owner).map((item) => item.payload.plan));
  const seen = (plan) => ({
    id: plan.id,
    on: plan.planned_on,
    place: plan.place[language],
    day: plan.planned_on.split("-").reverse().join("/"),
    starts_at: plan.starts_at,
    subject: plan.subject_name[language],
    note: plan.note,
    isToday: plan.planned_on === today,
    isTomorrow: plan.planned_on === tomorrow,
    isMissed: plan.planned_on < today && !written.has(plan.id),
    isWritten: written.has(plan.id),
    isDue: plan.planned_on <= today && !written.has(plan.id),
    link: `/field/sessions/new/?plan=${plan.id}`,
  });
  const plans = (kept.data.plans || []).map(seen).sort((one, other) => (one.on + one.starts_at < other.on + other.starts_at ? -1 : 1));
  return {
    today: plans.filter((plan) => plan.isToday),
    coming: plans.filter((plan) => plan.on > today),
    missed: plans.filter((plan) => plan.on < today).reverse(),
  };
}

export function drawPlan(plan) {
  const line = draw("plan", plan);
  line.dataset.plan = plan.id;
  return line;
}

export function prefill(form, plan, today) {
  const { elements } = form;
  elements.plan.value = plan.id;
  elements.held_on.value = plan.planned_on < today ? plan.planned_on : today;
  elements.starts_at.value = plan.starts_at;
  elements.venue.value = plan.venue;
  elements.kind.value = plan.kind;
  elements.subject.value = plan.subject;
  form.dispatchEvent(new Event("filled"));
}

async function show() {
  const kept = await field();
  if (!kept) {
    return;
  }
  const plans = plansNow(kept, await all("outbox"));
  Object.keys(plans).forEach((name) => {
    const part = place.querySelector(`[data-plans=${name}]`);
    part.hidden = !plans[name].length;
    refill(part.querySelector("[data-lines]"), plans[name].map(drawPlan));
  });
  place.querySelector("[data-plans=none]").hidden = Object.values(plans).some((some) => some.length);
}

/* What is written down here already is not offered again, though the server does not know of it yet. */
async function markWritten() {
  const written = new Set((await all("outbox")).map((item) => item.payload.plan));
  document.querySelectorAll("[data-plan]").forEach((line) => {
    if (written.has(line.dataset.plan)) {
      line.querySelector("[data-if=isWritten]").hidden = false;
      line.querySelector("a.button").hidden = true;
    }
  });
}

const quietly = () => (place ? show() : markWritten()).catch(() => {});
self.addEventListener("sala-field", quietly);
self.addEventListener("sala-outbox", quietly);
quietly();
