/* What a phone keeps for the ambassador who is signed in on it, so that the field pages work without a network.

   field() -> {owner, data, …} | null   who that is, and what /field/data.json last said; gone at sign-out
   event "sala-field"                   the server has been asked anew; other modules draw what they know
   fitForm(form, data)                  puts their places and colleagues into the form that is the same for everybody

   The submit key is made here and registered while signed in. The pages without a network come from the service worker,
   which keeps /field/offline/<language>/: it holds nothing personal. */

import { bringBack, goAway } from "./hands.js";
import { drawLists, fetchStates } from "./lists.js";
import { sendPhotos } from "./media.js";
import { dayFromNow } from "../lms/field/day.js";
import { all, change, get, newKey, remember } from "../lms/js/store.js";

const OWNER = document.body.dataset.owner;
const IS_SHELL = document.body.hasAttribute("data-shell");
const language = document.documentElement.lang;
const KEY_AGE = 45 * 86400000;
let isLeaving = false;

const hasLeft = () => isLeaving || /\bsala-left=1/.test(document.cookie);

export const field = () => get("state", "field").then((kept) => kept || null);

async function fetchData() {
  const response = await fetch("/field/data.json", { credentials: "same-origin", redirect: "manual" });
  if (response.status !== 200 || response.headers.get("X-Sala") !== "1") {
    return null;
  }
  const data = await response.json();
  if (hasLeft()) {
    return null;
  }
  await bringBack(data.owner);
  // Asked again where it is kept: somebody may have signed out in between.
  await change(["state"], (tx) => hasLeft() || tx.objectStore("state").put({ name: "field", owner: data.owner, at: Date.now(), data }));
  return hasLeft() ? null : data;
}

/* The key hangs on the sign-in it was registered under, and is revoked with it. One that is still good is kept. */
async function agreeOnKey(owner, signIn) {
  const profile = await get("profiles", owner);
  const retry = await get("state", "retry");
  const isFresh = profile && Date.now() - profile.registeredAt < KEY_AGE;
  const isDoubted = retry && retry.state === "refused_key";
  if (isFresh && !isDoubted && profile.signIn === signIn) {
    return;
  }
  for (const key of isFresh ? [profile.key, newKey()] : [newKey()]) {
    const status = await register(key);
    if (status === 200) {
      const isNew = !profile || key !== profile.key;
      const since = isNew ? { registeredAt: Date.now() } : {};
      await remember({ owner, key, name: null, isForgotten: false, signIn, ...since });
      if (isNew) {
        (await import("../lms/js/outbox.js")).send({ force: true });
      }
    }
    if (status !== 409) {
      return;
    }
  }
}

async function register(key) {
  const response = await fetch("/field/this-phone/", {
    method: "POST",
    body: JSON.stringify({ key }),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  return response.headers.get("X-Sala") === "1" ? response.status : 0;
}

/* The page for phones without a network, in both languages, and every file it names. */
async function keepPages() {
  const cache = await caches.open("sala-field");
  await cache.put("/field/language", new Response(language));
  for (const code of ["km", "en"]) {
    const url = `/field/offline/${code}/`;
    const response = await fetch(url, { credentials: "omit", cache: "no-cache", redirect: "manual" });
    if (response.status !== 200 || response.headers.get("X-Sala") !== "1") {
      throw new Error(url);
    }
    const copy = response.clone();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const file of page.body.dataset.files.split(" ")) {
      if (!(await caches.match(file, { ignoreVary: true }))) {
        await cache.add(file);
      }
    }
    await cache.put(url, copy);
  }
  await navigator.serviceWorker.ready;
  await fetch(`/${language}/offline/parts/`);
}

export function fitForm(form, data) {
  const name = (thing) => thing[`name_${language}`];
  const list = form.elements.venue;
  const last = list.options[list.options.length - 1];
  const recent = new Set(data.recent_venues);
  data.venues
    .slice()
    .sort((one, other) => recent.has(other.code) - recent.has(one.code))
    .forEach((venue) => {
      const option = new Option(name(venue), venue.code);
      option.dataset.names = `${venue.name_km} ${venue.name_en}`;
      list.insertBefore(option, last);
    });
  const colleagues = form.querySelector("[data-colleagues]");
  data.colleagues.forEach((colleague) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const text = document.createElement("span");
    label.className = "choice";
    Object.assign(input, { type: "checkbox", name: "co_ambassadors", value: colleague.id });
    text.textContent = colleague.name;
    label.append(input, text);
    colleagues.querySelector("fieldset").appendChild(label);
  });
  colleagues.hidden = !data.colleagues.length;
  const today = dayFromNow(0);
  const latest = data.last_day && data.last_day < today ? data.last_day : today;
  form.elements.held_on.max = latest;
  form.elements.held_on.value = latest;
  Object.keys(data.usual).forEach((usual) => {
    form.elements[usual].value = data.usual[usual];
  });
  form.dispatchEvent(new Event("filled"));
}

/* What the server has and shows need not be kept here as safe any more; nor a version beside which another was
   chosen: the coordinator has both. */
function dropShown(data, before) {
  const known = new Set(data.sessions.map((session) => session.id));
  const settled = new Set(data.settled || []);
  const isKnown = ({ id, kind, seq }) => (kind === "planned-session" ? before.has(seq) : known.has(id));
  const isDone = (item) => (item.state === "safe" && isKnown(item)) || (item.state === "conflict" && settled.has(item.id));
  return change(["outbox"], (tx) => {
    const outbox = tx.objectStore("outbox");
    const found = outbox.getAll();
    found.onsuccess = () =>
      found.result
        .filter((item) => item.owner === data.owner && isDone(item))
        .forEach((item) => outbox.delete(item.id));
  });
}

/* Nobody sees the work of whoever has signed out; what is unsent stays, unseen, and is sent. */
function watchSignOut() {
  document.querySelectorAll("form[action$='/sign-out/']").forEach((form) =>
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      isLeaving = true;
      const { next } = form.elements;
      const go = () => location.assign(next ? next.value : "/field/sign-in/");
      goAway().then(go, go);
    }),
  );
}

/* Of the parts of the page without a network, the one its address asks for: data-path is a pattern of addresses. Where
   nobody is here, it is asked first who is: what nobody wrote could not be kept. */
async function showPart() {
  const path = (await field().catch(() => null)) ? location.pathname : "/field/sign-in/";
  const parts = [...document.querySelectorAll("[data-part]")];
  const asked = parts.find(({ dataset }) => dataset.path && new RegExp(dataset.path).test(path));
  const part = asked ? asked.dataset.part : /\/(new|edit)\/$/.test(path) ? "form" : "list";
  parts.forEach((found) => {
    found.hidden = found.dataset.part !== part;
  });
}

const drawAll = () => drawLists().catch(() => {});

async function refresh() {
  if (OWNER || IS_SHELL) {
    // Plans that were safe before the server was asked are in its answer, unless they are logged or cancelled.
    const safe = (await all("outbox").catch(() => [])).filter(({ state }) => state === "safe");
    const data = await fetchData().catch(() => null);
    if (data) {
      await agreeOnKey(data.owner, data.sign_in).catch(() => {});
      await dropShown(data, new Set(safe.map(({ seq }) => seq)));
    }
    await fetchStates().catch(() => {});
  }
  await drawAll();
  self.dispatchEvent(new Event("sala-field"));
}

watchSignOut();
if (IS_SHELL) {
  showPart();
}
drawAll();
refresh().catch(() => {});
self.addEventListener("sala-outbox", ({ detail }) => {
  drawAll();
  if (detail.state === "sent") {
    sendPhotos();
  }
});
self.addEventListener("sala-media", drawAll);
self.addEventListener("online", () => refresh().then(sendPhotos, () => {}));
sendPhotos();

/* After everything a reader waits for; on a bad network once more, later. */
const keepSoon = (delay) =>
  setTimeout(() => keepPages().catch(() => delay < 60000 && keepSoon(delay * 3)), delay);
if (OWNER && navigator.serviceWorker) {
  document.readyState === "complete" ? keepSoon(1500) : self.addEventListener("load", () => keepSoon(1500));
}
