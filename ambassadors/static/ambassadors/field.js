/* What a phone keeps for the ambassador who is signed in on it, so that the field pages work without a network.

   field() -> {owner, data, …} | null   who that is, and what /field/data.json last said; gone at sign-out
   fitForm(form, data)                  puts their places and colleagues into the form that is the same for everybody

   The submit key is made here and registered while signed in. The pages without a network come from the service worker,
   which keeps /field/offline/<language>/: it holds nothing personal. */

import { all, change, get, newKey, remember } from "../lms/js/store.js";

const OWNER = document.body.dataset.owner;
const IS_SHELL = document.body.hasAttribute("data-shell");
const language = document.documentElement.lang;
const KEY_AGE = 45 * 86400000;

export const field = () => get("state", "field").then((kept) => kept || null);

async function fetchData() {
  const response = await fetch("/field/data.json", { credentials: "same-origin", redirect: "manual" });
  if (response.status !== 200 || response.headers.get("X-Sala") !== "1") {
    return null;
  }
  const data = await response.json();
  await change(["state"], (tx) => tx.objectStore("state").put({ name: "field", owner: data.owner, data }));
  return data;
}

async function agreeOnKey(owner) {
  const profile = await get("profiles", owner);
  const retry = await get("state", "retry");
  const isGood = profile && Date.now() - profile.registeredAt < KEY_AGE && !(retry && retry.state === "refused_key");
  if (isGood) {
    return;
  }
  const key = newKey();
  const response = await fetch("/field/this-phone/", {
    method: "POST",
    body: JSON.stringify({ key }),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  if (response.status === 200 && response.headers.get("X-Sala") === "1") {
    await remember({ owner, key, name: null, isForgotten: false, registeredAt: Date.now() });
  }
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
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  form.elements.held_on.max = today;
  form.elements.held_on.value = today;
  Object.keys(data.usual).forEach((usual) => {
    form.elements[usual].value = data.usual[usual];
  });
  form.dispatchEvent(new Event("filled"));
}

/* Lists: what waits on this phone everywhere, what the server knew last on the page without a network. */

function row(place, state, facts, reason, href) {
  const template = document.querySelector(`template[data-line=${state}]`);
  const line = document.importNode(template.content, true).firstElementChild;
  line.querySelector("[data-place]").textContent = facts.place;
  line.querySelector("[data-day]").textContent = facts.day.split("-").reverse().join("/");
  line.querySelector("[data-people]").textContent = facts.people;
  line.querySelector("[data-reason]").textContent = reason || "";
  line.href = href || line.href;
  place.appendChild(line);
}

const reasonOf = (item) =>
  Object.values(item.errors || {})
    .map((texts) => (texts[language] || []).join(" "))
    .join(" ");

async function drawLists() {
  const place = document.querySelector("[data-on-phone]");
  const kept = await field();
  if (!place || !kept) {
    return;
  }
  const names = new Map(kept.data.venues.map((venue) => [venue.code, venue[`name_${language}`]]));
  const onServer = new Map(kept.data.sessions.map((session) => [session.id, session]));
  const items = (await all("outbox")).filter((item) => item.owner === kept.owner && item.kind === "training-session");
  place.textContent = "";
  items
    .filter((item) => item.state !== "safe" || (IS_SHELL && !onServer.has(item.id)))
    .sort((one, other) => other.seq - one.seq)
    .forEach((item) => {
      const { payload } = item;
      const facts = { place: payload.venue_text || names.get(payload.venue) || "", day: payload.held_on || "", people: payload.headcount_total };
      const isOpen = item.state === "refused" || item.state === "phone";
      row(place, item.state, facts, reasonOf(item), isOpen ? `/field/sessions/new/?session=${item.id}` : "/field/sessions/");
    });
  if (IS_SHELL) {
    const waiting = new Set(items.filter((item) => item.state !== "safe").map((item) => item.id));
    kept.data.sessions
      .filter((session) => !waiting.has(session.id))
      .forEach((session) => {
        const facts = { place: session.place[language], day: session.held_on, people: session.people };
        row(place, session.status, facts, session.reason, session.may_edit ? `/field/sessions/new/?session=${session.id}` : "/field/sessions/");
      });
    document.querySelectorAll("[data-name]").forEach((found) => {
      found.textContent = kept.data.name;
    });
  }
}

/* What the server has and shows need not be kept here as safe any more; nor a version beside which another was
   chosen: the coordinator has both. */
function dropShown(data) {
  const known = new Set(data.sessions.map((session) => session.id));
  const settled = new Set(data.settled || []);
  const isDone = ({ id, state }) => (state === "safe" && known.has(id)) || (state === "conflict" && settled.has(id));
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
      const go = () => HTMLFormElement.prototype.submit.call(form);
      change(["state"], (tx) => tx.objectStore("state").delete("field")).then(go, go);
    }),
  );
}

/* Of the parts of the page without a network, the one its address asks for. */
function showPart() {
  const path = location.pathname;
  const part = /\/(new|edit)\/$/.test(path) ? "form" : "list";
  document.querySelectorAll("[data-part]").forEach((found) => {
    found.hidden = found.dataset.part !== part;
  });
}

async function refresh() {
  if (OWNER || IS_SHELL) {
    const data = await fetchData().catch(() => null);
    if (data) {
      await agreeOnKey(data.owner).catch(() => {});
      await dropShown(data);
    }
  }
  await drawLists();
}

watchSignOut();
if (IS_SHELL) {
  showPart();
}
drawLists().catch(() => {});
refresh().catch(() => {});
self.addEventListener("sala-outbox", () => drawLists().catch(() => {}));
self.addEventListener("online", () => refresh().catch(() => {}));

/* After everything a reader waits for; on a bad network once more, later. */
const keepSoon = (delay) =>
  setTimeout(() => keepPages().catch(() => delay < 60000 && keepSoon(delay * 3)), delay);
if (OWNER && navigator.serviceWorker) {
  document.readyState === "complete" ? keepSoon(1500) : self.addEventListener("load", () => keepSoon(1500));
}
