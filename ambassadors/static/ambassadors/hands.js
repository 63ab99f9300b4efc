/* The phone changes hands. Whoever goes takes all of theirs out of sight, with a network or without, and the server's
   session ends with the next request. Without a network somebody whose submit key is still here may go on under the
   own name: what they write now is theirs, what they wrote before stays hidden until they sign in.

   goAway()                 nobody is here any more
   isInSight(kept, item)    an item of whoever is here, written since they came where they have not signed in
   bringBack(owner)         the drafts that were out of sight, once their owner has signed in
   data-part="hands" of the page without a network is filled in here. */

import { people } from "./known.js";
import { waiting } from "../lms/js/outbox.js";
import { change, choose, current, endSession, get } from "../lms/js/store.js";

const place = document.querySelector("[data-part=hands]");
const PLACES = ["venues", "communes"];
const NOTHING = { sessions: [], plans: [], groups: [], colleagues: [], recent_venues: [], usual: {} };
const ASIDE = "aside:";

export const isInSight = (kept, { owner, seq }) => owner === kept.owner && seq > (kept.since || 0);

/* The places of the area are no secret of whoever learnt them from the server: the next one needs them, too. */
export async function goAway() {
  endSession();
  await change(["state"], (tx) => {
    const state = tx.objectStore("state");
    const field = state.get("field");
    field.onsuccess = () => {
      const places = { name: "places" };
      PLACES.forEach((name) => (places[name] = field.result && field.result.data[name]));
      field.result && state.put(places);
      state.delete("field");
    };
  });
  const learner = await current();
  if (learner && !learner.isGuest) {
    await choose(null); // a guest of the phone stays
  }
}

/* Renames the drafts of an owner, where there is none of the new name. */
function renameDrafts(tx, before, after) {
  const state = tx.objectStore("state");
  const found = state.getAll();
  found.onsuccess = () => {
    const names = new Set(found.result.map(({ name }) => name));
    found.result
      .filter(({ name }) => name.startsWith(before) && !names.has(after + name.slice(before.length)))
      .forEach((draft) => {
        state.put(Object.assign({}, draft, { name: after + draft.name.slice(before.length) }));
        state.delete(draft.name);
      });
  };
}

export const bringBack = (owner) => change(["state"], (tx) => renameDrafts(tx, `${ASIDE}draft:${owner}:`, `draft:${owner}:`));

async function goOnAs({ owner, name }) {
  const places = await get("state", "places");
  const seq = await get("state", "seq");
  const data = Object.assign({ venues: [] }, NOTHING, places, { name });
  await change(["state"], (tx) => {
    renameDrafts(tx, `draft:${owner}:`, `${ASIDE}draft:${owner}:`);
    tx.objectStore("state").put({ name: "field", owner, at: Date.now(), since: seq ? seq.value : -1, data });
  });
  location.assign("/field/");
}

async function offer() {
  const kept = await get("state", "field");
  place.querySelector("[data-here]").hidden = !kept;
  place.querySelector("[data-nobody-here]").hidden = Boolean(kept);
  const list = place.querySelector("ul");
  list.textContent = "";
  for (const person of people()) {
    const profile = await get("profiles", person.owner);
    if (profile && !profile.isForgotten) {
      const row = document.importNode(place.querySelector("template").content, true);
      row.querySelector("[data-who]").textContent = person.name;
      row.querySelector("button").addEventListener("click", () => goOnAs(person));
      const { count } = await waiting(person.owner);
      row.querySelector("[data-waiting]").hidden = !count;
      row.querySelector("b").textContent = count;
      list.appendChild(row);
    }
  }
  list.nextElementSibling.hidden = !list.children.length;
}

if (place) {
  place.querySelector("[data-do=go]").addEventListener("click", async () => {
    await goAway();
    location.assign("/field/sign-in/");
  });
  offer().catch(() => {});
}
