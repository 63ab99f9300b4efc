/* Lists of an ambassador's work: what waits on this phone everywhere, what the server knew last on the page without a
   network. The server's last word on each item comes with the submit key, signed in or not.

   drawLists()     into [data-on-phone]
   fetchStates()   asks GET /api/v1/sync/state/ and keeps the answer as "states:<owner>" */

import { dayInWords } from "./draw.js";
import { isInSight } from "./hands.js";
import { waitingPhotos } from "./media.js";
import { states } from "../lms/js/notes.js";
import { all, change, get } from "../lms/js/store.js";

const OWNER = document.body.dataset.owner;
const IS_SHELL = document.body.hasAttribute("data-shell");
const language = document.documentElement.lang;
const DAYS = ["held_on", "made_on", "counted_on", "planned_on"];

function row(place, state, facts, reason, href) {
  const template = document.querySelector(`template[data-line=${state}]`);
  const line = document.importNode(template.content, true).firstElementChild;
  line.querySelector("[data-place]").textContent = facts.place;
  line.querySelector("[data-day]").textContent = facts.day ? dayInWords(facts.day) : "";
  const people = line.querySelector("[data-people]");
  people.textContent = people.dataset[facts.people === 1 ? "one" : "many"].replace("#", facts.people);
  people.closest("li").hidden = facts.people === undefined;
  line.querySelector("[data-reason]").textContent = reason || "";
  if (!facts.isPhotoToCome) {
    line.querySelector("[data-photo-to-come]").remove();
  }
  line.href = href || line.href;
  place.appendChild(line);
}

const reasonOf = (item) =>
  Object.values(item.errors || {})
    .map((texts) => (texts[language] || []).join(" "))
    .join(" ");

const nameOfKind = (kind) => {
  const found = document.querySelector(`[data-kind="${kind}"]`);
  return found ? found.textContent : "";
};

/* Of two versions of a plan its ambassador chooses. */
const shownState = ({ kind, state }) => (kind === "planned-session" && state === "conflict" ? "refused" : state);

/* The form of an item; # stands for the session that it adds to. */
const addressOf = (item) => {
  const found = document.querySelector(`[data-kind="${item.kind}"]`);
  const form = ((found && found.dataset.form) || "/field/sessions/new/").replace("#", item.payload.session);
  const isOpen = shownState(item) === "refused" || item.state === "phone";
  return isOpen ? `${form}?session=${item.id}` : (found && found.dataset.list) || "/field/sessions/";
};

export async function drawLists() {
  const place = document.querySelector("[data-on-phone]");
  const kept = await get("state", "field");
  if (!place || !kept || (OWNER && kept.owner !== OWNER)) {
    return;
  }
  const known = await get("state", `states:${kept.owner}`);
  const states = new Map(((known && known.items) || []).map((item) => [item.id, item]));
  const coming = new Set((await waitingPhotos().catch(() => [])).map(({ sha256 }) => sha256));
  const names = new Map(kept.data.venues.map((venue) => [venue.code, venue[`name_${language}`]]));
  const onServer = new Map(kept.data.sessions.map((session) => [session.id, session]));
  const items = (await all("outbox")).filter((item) => isInSight(kept, item) && nameOfKind(item.kind));
  const isSession = ({ kind }) => kind === "training-session";
  place.textContent = "";
  items
    .filter((item) => item.state !== "safe" || (IS_SHELL && isSession(item) && !onServer.has(item.id)))
    .sort((one, other) => other.seq - one.seq)
    .forEach((item) => {
      const { payload } = item;
      const facts = {
        place: payload.venue_text || names.get(payload.venue) || nameOfKind(item.kind),
        day: payload[DAYS.find((name) => payload[name])],
        people: isSession(item) ? payload.headcount_total : undefined,
        isPhotoToCome: Boolean(payload.photo) && coming.has(payload.photo),
      };
      const { review } = states.get(item.id) || {};
      const state = item.state === "safe" && review ? review.status : shownState(item);
      row(place, state, facts, reasonOf(item) || (review && review.reason), addressOf(item));
    });
  if (IS_SHELL) {
    const waiting = new Set(items.filter((item) => item.state !== "safe").map((item) => item.id));
    kept.data.sessions
      .filter((session) => !waiting.has(session.id))
      .forEach((session) => {
        const isPhotoToCome = Boolean(session.photo) && coming.has(session.photo);
        const facts = { place: session.place[language], day: session.held_on, people: session.people, isPhotoToCome };
        const { review } = states.get(session.id) || {};
        const isNewer = review && known.at > (kept.at || 0);
        const { status, reason } = isNewer ? review : session;
        const mayEdit = session.may_edit && status !== "verified" && status !== "rejected";
        row(place, status, facts, reason, mayEdit ? `/field/sessions/new/?session=${session.id}` : "/field/sessions/");
      });
    document.querySelectorAll("[data-name]").forEach((found) => {
      found.textContent = kept.data.name;
    });
  }
}

export async function fetchStates() {
  const kept = await get("state", "field");
  const items = kept && (await states(kept.owner));
  if (!items) {
    return;
  }
  const stored = new Set(items.filter(({ status }) => status === "stored").map(({ id }) => id));
  await change(["state", "outbox"], (tx) => {
    tx.objectStore("state").put({ name: `states:${kept.owner}`, at: Date.now(), items });
    const outbox = tx.objectStore("outbox");
    const found = outbox.getAll();
    // What staff have dealt with meanwhile is safe; what was not sent yet waits for its own receipt.
    found.onsuccess = () =>
      found.result
        .filter(({ owner, id, state }) => owner === kept.owner && stored.has(id) && (state === "conflict" || state === "quarantined"))
        .forEach((item) => outbox.put(Object.assign(item, { state: "safe", errors: {} })));
  });
}
