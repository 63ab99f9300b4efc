/* The plan of sessions where there is no network, and what a plan puts into the session form.

   plansKept(kept, items) -> [plan]                   as the server said last, with what was changed here since
   plansNow(kept, items) -> {today, coming, missed}   by this phone's day, each with what draw("plan") fills in
   drawPlan(plan) -> element
   prefill(form, plan, today)                         day, time, place, kind and subject of a plan */

import { dayInWords, draw, refill } from "./draw.js";
import { field } from "./field.js";
import { isInSight } from "./hands.js";
import { dayFromNow } from "../lms/field/day.js";
import { all } from "../lms/js/store.js";

const language = document.documentElement.lang;
const place = document.querySelector("[data-part=plan]");

const reasonOf = ({ errors = {} }) => Object.values(errors).map((texts) => (texts[language] || []).join(" ")).join(" ");

const isUnsentPlan = ({ kind, state }) => kind === "planned-session" && (state === "phone" || state === "sending");

/* What a plan's item says beyond its payload: names, and the kind of session that is usual at the place. */
function written(item, before, data) {
  const { payload } = item;
  const venue = data.venues.find(({ code }) => code === payload.venue) || { name_km: payload.venue, name_en: payload.venue };
  const subject = document.querySelector(`[name=subject] option[value="${payload.subject}"]`);
  return {
    ...before,
    starts_at: "",
    note: "",
    ...payload,
    id: item.id,
    kind: venue.kind,
    place: { km: venue.name_km, en: venue.name_en },
    subject: payload.subject || "",
    subject_name: { [language]: subject && payload.subject ? subject.textContent : "" },
    isUnsent: isUnsentPlan(item),
    isOnlyHere: !before,
    reason: reasonOf(item),
  };
}

export function plansKept(kept, items) {
  const plans = new Map((kept.data.plans || []).map((plan) => [plan.id, plan]));
  items
    .filter((item) => isInSight(kept, item) && item.kind === "planned-session")
    .forEach((item) => {
      const { id, state, payload } = item;
      const before = plans.get(id);
      const isOld = state === "safe" && before && before.revision >= item.revision;
      const isOutside = state === "conflict" || (state === "refused" && payload.cancelled);
      if (isOutside && before) {
        // What the server has stands; that it is not as it was sent is said beside it.
        plans.set(id, { ...before, reason: reasonOf(item) });
      } else if (payload.cancelled && !isOutside) {
        plans.delete(id);
      } else if (!isOld && !isOutside && state !== "deleted" && state !== "quarantined") {
        plans.set(id, written(item, before, kept.data));
      }
    });
  return Array.from(plans.values()).filter((plan) => plan.planned_on);
}

export function plansNow(kept, items) {
  const [today, tomorrow] = [dayFromNow(0), dayFromNow(1)];
  const logged = new Set(items.filter((item) => isInSight(kept, item)).map((item) => item.payload.plan));
  const seen = (plan) => ({
    id: plan.id,
    on: plan.planned_on,
    place: plan.place[language],
    day: dayInWords(plan.planned_on),
    starts_at: plan.starts_at,
    subject: plan.subject_name[language],
    note: plan.note,
    isToday: plan.planned_on === today,
    isTomorrow: plan.planned_on === tomorrow,
    reason: plan.reason,
    isUnsent: plan.isUnsent,
    isMissed: plan.planned_on < today && !logged.has(plan.id),
    isWritten: logged.has(plan.id),
    isDue: plan.planned_on <= today && !logged.has(plan.id),
    link: `/field/sessions/new/?plan=${plan.id}`,
    edit: plan.isOnlyHere ? `/field/plan/new/?session=${plan.id}` : `/field/plan/${plan.id}/edit/`,
  });
  const plans = plansKept(kept, items).map(seen).sort((one, other) => (one.on + one.starts_at < other.on + other.starts_at ? -1 : 1));
  return {
    today: plans.filter((plan) => plan.isToday),
    coming: plans.filter((plan) => plan.on > today),
    missed: plans.filter((plan) => plan.on < today).reverse(),
  };
}

export function drawPlan(plan) {
  const line = draw("plan", plan);
  line.dataset.plan = plan.id;
  line.querySelector("[data-edit]").href = plan.edit;
  return line;
}

export function prefill(form, plan, today) {
  const { elements } = form;
  elements.plan.value = plan.id;
  elements.held_on.value = plan.planned_on < today ? plan.planned_on : today;
  elements.starts_at.value = plan.starts_at;
  elements.venue.value = plan.venue;
  elements.kind.value = plan.kind || elements.kind.value;
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
  const items = await all("outbox");
  const logged = new Set(items.map((item) => item.payload.plan));
  const changed = new Map(items.filter(isUnsentPlan).map((item) => [item.id, item]));
  document.querySelectorAll("[data-plan]").forEach((line) => {
    const { plan } = line.dataset;
    if (logged.has(plan)) {
      line.querySelector("[data-if=isWritten]").hidden = false;
      line.querySelector("a.button").hidden = true;
    }
    line.querySelector("[data-if=isUnsent]").hidden = !changed.has(plan);
    line.hidden = changed.has(plan) && Boolean(changed.get(plan).payload.cancelled);
  });
  return changed.size;
}

/* The page of the plan was made before the server had what was sent just now: it is asked for once more. */
let waiting = 0;

async function mark() {
  const before = waiting;
  waiting = await markWritten();
  if (before && !waiting && location.pathname === "/field/plan/") {
    location.reload();
  }
}

const quietly = () => (place ? show() : mark()).catch(() => {});
self.addEventListener("sala-field", quietly);
self.addEventListener("sala-outbox", quietly);
quietly();
