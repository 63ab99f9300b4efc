/* Notices that scripts put into a page. Their words come from the server, in the page's language.

   part(name, values) -> element    a notice of /<language>/offline/parts/: [data-fill] is set from values,
                                    [data-if] shows only where one of the values it names is true
   show(name, values) -> element    puts it below the page, in place of an earlier one of that name; null without parts
   hide(name)

   Among them what the server has answered otherwise than with "safe" (sync.md): come back or deleted, or kept for staff.

   tellAnswers() -> boolean         tells whoever is here of their own, and of nobody else's, until they put it away;
                                    true where there is any. What was put away stays on the phone
   states(owner) -> [state]         what the server says became of the owner's items (lms/sync/state.py), if it says so
   dropSettled()                    what was kept for staff leaves the phone of a learner once they dealt with it */

import { tell, update } from "./outbox.js";
import { all, current, get } from "./store.js";

const language = document.documentElement.lang;
let parts = null;

async function fetchParts() {
  const response = await fetch(`/${language}/offline/parts/`);
  if (!response.ok || response.headers.get("X-Sala") !== "1") {
    throw new Error("no parts");
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.head.appendChild(document.importNode(page.querySelector("link"), true));
  return page;
}

export async function part(name, values = {}) {
  parts = parts || fetchParts();
  parts.catch(() => {
    parts = null;
  });
  const found = (await parts).getElementById(name);
  const copy = document.importNode(found.content, true).firstElementChild;
  copy.querySelectorAll("[data-fill]").forEach((place) => {
    place.textContent = values[place.dataset.fill];
  });
  copy.querySelectorAll("[data-if]").forEach((place) => {
    place.hidden = !place.dataset.if.split(" ").some((condition) => values[condition]);
  });
  return copy;
}

const shown = {};

export async function show(name, values) {
  const turn = (shown[name] = {});
  const note = await part(name, values).catch(() => null);
  if (!note || shown[name] !== turn) {
    return null;
  }
  hide(name);
  let notes = document.getElementById("notes");
  if (!notes) {
    notes = document.createElement("div");
    notes.id = "notes";
    document.querySelector("main").appendChild(notes);
  }
  note.dataset.note = name;
  notes.appendChild(note);
  return note;
}

export function hide(name) {
  shown[name] = null;
  document.querySelectorAll(`[data-note="${name}"]`).forEach((note) => note.remove());
}

const isField = document.body.classList.contains("field-page");
const KINDS = { refused: /refused|deleted/, kept: /conflict|quarantined/ };
const isKept = ({ state, status = state }) => KINDS.kept.test(status);

/* An ambassador who has not signed in sees nothing of before (ambassadors/hands.js). */
async function ownItems() {
  const { owner, since } = (await (isField ? get("state", "field") : current())) || {};
  return since ? [] : (await all("outbox")).filter((item) => item.owner === owner);
}

export async function tellAnswers() {
  const own = (await ownItems()).filter((item) => !item.isPutAway);
  let isSome = false;
  for (const name of Object.keys(KINDS)) {
    const items = own.filter(({ state }) => KINDS[name].test(state));
    hide(name);
    if (items.length) {
      isSome = true;
      const [{ kind, errors }] = items;
      const reasons = Object.values(errors).map((said) => said[language]).join(" ");
      const note = await show(name, { count: items.length, reasons, joining: kind === "registration" });
      if (note) {
        note.querySelector("button").addEventListener("click", async () => {
          await update(items, (outbox, item) => outbox.put({ ...item, isPutAway: true }));
          tell({});
        });
      }
    }
  }
  return isSome;
}

export async function states(owner) {
  const { key } = (await get("profiles", owner)) || {};
  const headers = { Authorization: `Submit ${key}` };
  const response = await fetch("/api/v1/sync/state/", { headers, credentials: "omit" });
  if (response.status === 200 && response.headers.get("X-Sala") === "1") {
    return (await response.json()).items;
  }
}

export async function dropSettled() {
  const kept = isField ? [] : (await ownItems()).filter(isKept);
  const said = kept.length ? await states(kept[0].owner) : null;
  if (said) {
    const open = new Set(said.filter(isKept).map(({ id }) => id));
    await update(kept.filter(({ id }) => !open.has(id)), (outbox, item) => outbox.delete(item.id));
    tell({});
  }
}
