/* The session form where scripts run: a draft at every change, and the final save goes through the outbox, online too.
   Without an owner on this phone yet, or without storage, the form goes the plain way. */

import "./headcount.js";
import { offerScan } from "./cards.js";
import { addSearch, nearestFirst, offerLocation } from "./places.js";
import { offerPhoto } from "./photo.js";
import { fill, payload } from "./session_payload.js";
import { field, fitForm } from "./field.js";
import { isInSight } from "./hands.js";
import { dropUnnamed } from "./media.js";
import { offerGroups } from "./groups.js";
import { plansKept, prefill } from "./plan.js";
import { dayFromNow } from "../lms/field/day.js";
import { onSubmit } from "../lms/field/once.js";
import { receipt } from "../lms/field/receipt.js";
import { put } from "../lms/js/outbox.js";
import { all, change, get } from "../lms/js/store.js";

const form = document.querySelector("[data-headcount]");
const language = document.documentElement.lang;
const FIELD_OF = { course: "subject", topic: "subject", duration_minutes: "duration", feedback: "feedback_3", priority: "priority_poor" };
const CHECKED = { held_on: "held_on", duration_minutes: "duration", venue: "venue", headcount_total: "headcount_total" };
const query = new URLSearchParams(location.search);
const asked = query.get("session");
const begun = query.get("plan") || query.get("group");
let session = form.dataset.session || asked;
let isTouched = false;
let opened = null;

/* Of sessions that are new each open tab has a draft of its own; one that a closed tab left is taken up first. */
const SLOTS = ["new", "new:2", "new:3", "new:4"];
let slot = SLOTS[0];

const draftName = (owner) => `draft:${owner}:${session || begun || slot}`;
const drop = (name) => change(["state"], (tx) => tx.objectStore("state").delete(name));

let letGo = () => {};

/* Resolves to whether this tab has the slot from now on, until it is left. */
const hold = (name) =>
  new Promise((resolve) => {
    const held = (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise((free) => (letGo = free));
    };
    navigator.locks.request(`draft:${name}`, { ifAvailable: true }, held).catch(() => resolve(false));
  });

async function chooseSlot(owner) {
  const kept = (await all("state")).map(({ name }) => name);
  const isKept = (name) => kept.includes(`draft:${owner}:${name}`);
  const later = (name) => new Promise((resolve) => setTimeout(() => resolve(hold(name)), 300));
  for (const name of SLOTS.filter(isKept).concat(SLOTS.filter((one) => !isKept(one)))) {
    // Twice for a draft: the page that this one takes the place of may not have let go of it yet.
    if ((await hold(name)) || (isKept(name) && (await later(name)))) {
      slot = name;
      break;
    }
  }
  // A page put aside for the back button holds nothing.
  self.addEventListener("pagehide", () => letGo());
  self.addEventListener("pageshow", ({ persisted }) => persisted && hold(slot));
}

/* Not before what was kept is back in the form: what is typed meanwhile must not take its place. */
async function keepDraft() {
  isTouched = true;
  await opened;
  const kept = await field();
  if (kept) {
    const draft = { name: draftName(kept.owner), payload: payload(form), base: form.elements.base_revision.value };
    await change(["state"], (tx) => tx.objectStore("state").put(draft));
  }
}

function mark(name, text) {
  const input = form.elements[FIELD_OF[name] || name];
  const first = input && (input.length && !input.options ? input[0] : input);
  const visible = name === "headcount" ? form.querySelector("#headcount") : first && first.closest(".field");
  const line = document.createElement("p");
  line.className = "error";
  line.dataset.said = "";
  line.textContent = text;
  (visible || form).prepend(line);
  const folded = line.closest("details");
  if (folded) {
    folded.open = true;
  }
}

function unmark() {
  form.querySelectorAll("[data-said]").forEach((line) => line.remove());
}

function showProblems() {
  const notice = document.importNode(form.querySelector("template[data-refused]").content, true).firstElementChild;
  notice.dataset.said = "";
  form.prepend(notice);
  notice.scrollIntoView();
}

/* What the server refused, at the fields it is about. */
function showRefused({ errors = {} }) {
  Object.keys(errors).forEach((name) => (errors[name][language] || []).forEach((text) => mark(name, text)));
  showProblems();
}

/* What can be seen to be missing without the server is said at once; the server judges the rest. */
function isComplete(content) {
  const isNobody = form.querySelector("[data-staying]").hidden;
  const missing = Object.keys(CHECKED).filter((name) => !content[name] && (isNobody || content[name] !== 0));
  missing.forEach((name) => mark(CHECKED[name], form.querySelector(`[data-missing-field=${CHECKED[name]}]`).dataset.text));
  if (!content.course && !content.topic) {
    missing.push("subject");
    mark("subject", form.querySelector("[data-missing-field=subject]").dataset.text);
  }
  const tally = form.querySelector("[data-tally]");
  if (!missing.length && !tally.classList.contains("done")) {
    missing.push("headcount");
    mark("headcount", tally.querySelector("[data-difference]").textContent);
  }
  return !missing.length;
}

async function save(kept) {
  const content = payload(form);
  const options = { owner: kept.owner, keep: true };
  if (session) {
    options.id = session;
    options.base_revision = Number(form.elements.base_revision.value) || 0;
  }
  const before = session && (await get("outbox", session));
  const item = await put("training-session", content, options);
  await drop(draftName(kept.owner));
  if (before && before.payload.photo !== content.photo) {
    await dropUnnamed(kept.owner, before.payload.photo).catch(() => {});
  }
  const said = await receipt(item);
  if (said && said.state === "refused") {
    session = item.id;
    await keepDraft();
    showRefused(said);
    return false;
  }
  location.assign(said && said.state === "safe" ? `/field/sessions/${item.id}/` : "/field/sessions/");
  return true;
}

/* Whether the page is left. */
async function submit() {
  await opened;
  const kept = await field().catch(() => null);
  const plain = () => {
    HTMLFormElement.prototype.submit.call(form);
    return true;
  };
  if (!kept || (form.dataset.session && !isTouched)) {
    return plain();
  }
  unmark();
  if (!isComplete(payload(form))) {
    showProblems();
    return false;
  }
  return save(kept).catch(plain);
}

/* The place and the colleagues of a session that is being mended may be in no list any more. */
function withThoseOf({ venues = [], colleagues = [] }, data) {
  const joined = (list, more, key) => list.concat(more.filter((one) => !list.some((other) => other[key] === one[key])));
  return Object.assign({}, data, {
    venues: joined(data.venues, venues, "code"),
    colleagues: joined(data.colleagues, colleagues, "id"),
  });
}

/* Who had their data deleted since stays counted, besides what the form says. */
function showStaying(people) {
  const line = form.querySelector("[data-staying]");
  line.hidden = !people;
  line.lastElementChild.value = people;
}

/* What stood in the form last time on this phone; else what is being mended; else the usual values. With it, why it is to
   be mended: what the server refused, or what the coordinator wrote. */
async function open() {
  const kept = await field();
  if (!kept) {
    return;
  }
  const isShell = document.body.hasAttribute("data-shell");
  const stored = asked && kept.data.sessions.find(({ id }) => id === session);
  if (!session && !begun && navigator.locks) {
    await chooseSlot(kept.owner);
  }
  const draft = await get("state", draftName(kept.owner));
  const item = session && (await get("outbox", session));
  // From here on nothing is waited for: what somebody chooses is not overwritten.
  if (isShell) {
    fitForm(form, stored ? withThoseOf(stored, kept.data) : kept.data);
  }
  stored && showStaying(stored.staying);
  if (draft) {
    isTouched = true;
    fill(form, draft.payload, draft.base);
  } else if (item && isInSight(kept, item) && item.state !== "safe") {
    isTouched = true;
    fill(form, item.payload, item.base_revision || 0);
  } else if (stored) {
    fill(form, stored.payload, stored.revision);
  } else if (begun && !form.elements.plan.value) {
    // Also one that the server does not know yet.
    const plan = plansKept(kept, await all("outbox")).find(({ id }) => id === begun);
    plan && prefill(form, plan, dayFromNow(0));
  }
  if (item && item.state === "refused") {
    showRefused(item);
  }
  const decision = document.querySelector("[data-decision]");
  if (decision && stored && stored.reason) {
    decision.querySelector("p").textContent = stored.reason;
    decision.hidden = false;
  }
  offerGroups(form, kept.data.groups, isShell && !isTouched && query.get("group"));
}

addSearch(form);
offerLocation(form);
offerScan(form.elements.roster);
offerPhoto(form);
form.addEventListener("input", () => keepDraft().catch(() => {}));
form.addEventListener("change", () => keepDraft().catch(() => {}));
onSubmit(form, submit);
form.addEventListener("located", () => field().then((kept) => kept && nearestFirst(form, kept.data.venues)));
if (!form.hasAttribute("data-bound")) {
  opened = open().catch(() => {});
}
