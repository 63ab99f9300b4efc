/* Several learners on one phone: on my page, when joining and when signing in.

   The phone makes a guest's id and submit key by itself (store.js). Here the server's session and the phone agree on who
   is learning; others are listed by name alone, and come back with their PIN. Without a network a guest joins by an item
   of the kind `registration`, whose receipt brings the code. */

import { all, alone, change, choose, current, forget, progress } from "./store.js";
import { part, show } from "./notes.js";

const language = document.documentElement.lang;
const place = document.querySelector("[data-people]");
const isMyPage = /^\/..\/me\//.test(location.pathname);

/* Joining or signing in takes over what a guest did on this phone. */
async function fillForm() {
  const profile = await current();
  const own = document.querySelector("main input[name=guest]");
  const key = document.querySelector("main input[name=submit_key]");
  if (profile && profile.isGuest && own && key) {
    own.value = profile.owner;
    key.value = profile.key;
  }
}

/* The form of the page without a network. What an input wants it says itself; the server judges the rest later. */
const joining = document.querySelector("[data-joining]");

function offerToJoin({ id, payload = {} } = {}) {
  const { elements } = joining;
  const { age_band: band, birth_year: year, given_by: [adult], pin, pin_again: again } = elements;
  ["nickname", "gender", "birth_year", "age_band", "given_by"].forEach((name) => {
    elements[name].value = payload[name] || elements[name].value;
  });
  joining.parentNode.hidden = false;
  joining.querySelector("[class=button]").addEventListener("click", () => {
    const isMinor = new Date().getFullYear() - year.value < 18 || parseInt(band.value) < 18;
    adult.setCustomValidity(isMinor && adult.checked ? "?" : "");
    year.required = !band.value;
    again.pattern = pin.value;
    joining.querySelectorAll("[data-wrong]").forEach((line) => {
      line.hidden = true;
    });
  });
  joining.addEventListener("invalid", (event) => {
    event.preventDefault();
    const line = joining.querySelector(`[data-wrong=${event.target.name}]`);
    line.hidden = false;
    event.target.closest(".field").prepend(line);
    joining.querySelector("input:invalid").focus();
  }, true);
  joining.addEventListener("submit", async (event) => {
    event.preventDefault();
    const content = { language };
    new FormData(joining).forEach((value, name) => {
      content[name] = value;
    });
    delete content.pin_again;
    const { put } = await import("./outbox.js");
    await put("registration", content, { id });
    location.assign(`/${language}/me/`);
  });
}

/* Where a registration that was made without a network stands. */
async function showJoining() {
  const me = (await current()) || { isGuest: true };
  const item = (await all("outbox")).find(({ kind, owner }) => kind === "registration" && owner === me.owner);
  const isAnswered = item && !/phone|sending/.test(item.state);
  const refused = isAnswered && Object.values(item.errors).map((texts) => texts[language]).join(" ");
  const news = me.isGuest ? item && { refused, waiting: !refused } : me.code && { code: me.code };
  const note = news && (await show("joining", news));
  if (note) {
    document.querySelector("main").prepend(note);
  }
  if (!me.isGuest && isAnswered) {
    // Somebody who joined with a network meanwhile.
    await change(["outbox"], (tx) => tx.objectStore("outbox").delete(item.id));
  }
  if (joining && joining.parentNode.hidden && me.isGuest && (!item || refused)) {
    offerToJoin(item);
  }
}

/* What the server knows of this learner, from other phones too. */
async function fetchProgress() {
  const response = await fetch(`/${language}/me/progress.json`, { credentials: "same-origin" });
  if (response.ok && response.headers.get("X-Sala") === "1") {
    const { lessons } = await response.json();
    const keys = Object.keys(lessons);
    await Promise.all(keys.map((key) => progress.set(key, { isDone: lessons[key].done, last: lessons[key].screen })));
  }
}

/* Nothing of this learner stays in view: their progress leaves the phone, the session ends. */
async function leave(address) {
  await choose(null);
  const form = document.querySelector("form[data-leave]");
  if (form) {
    await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  }
  location.assign(address);
}

function choosePerson(person) {
  if (isMyPage) {
    leave(`/${language}/sign-in/#${person.owner}`);
    return;
  }
  const code = document.querySelector("main input[name=code]");
  code.value = person.code || code.value;
  document.querySelector(`main input[name=${person.code ? "pin" : "code"}]`).focus();
}

async function listPeople(me) {
  const people = (await all("profiles")).filter((person) => person.name && !person.isForgotten);
  const others = people.filter((person) => !isMyPage || person.owner !== me);
  place.textContent = "";
  if (others.length) {
    const section = await part("who");
    place.appendChild(section);
    for (const person of others) {
      const row = await part("person", { name: person.name });
      row.querySelector("[data-do=choose]").addEventListener("click", () => choosePerson(person));
      row.querySelector("[data-do=forget]").addEventListener("click", async () => {
        await forget(person.owner);
        listPeople(me);
      });
      section.querySelector("ul").appendChild(row);
    }
  }
  if (isMyPage && me) {
    await offerToLeave(await current());
  }
}

async function offerToLeave(profile) {
  const another = await part("another");
  another.addEventListener("click", async () => {
    if (!profile.isGuest) {
      leave(`/${language}/me/`);
      return;
    }
    const warning = await part("guest-leaves");
    warning.querySelector("button").addEventListener("click", () => leave(`/${language}/me/`));
    another.replaceWith(warning);
  });
  place.appendChild(another);
  if (!profile.isGuest) {
    const forgetMe = await part("forget-me");
    forgetMe.addEventListener("click", async () => {
      await forget(profile.owner);
      leave(`/${language}/me/`);
    });
    place.appendChild(forgetMe);
  }
}

function watchSignOut() {
  const form = document.querySelector("form[action$='/sign-out/']:not([data-leave])");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const go = () => form.submit();
      choose(null).then(go, go);
    });
  }
}

/* A guest's page that was made before the server had their work is asked for once more, when it has. */
async function isPageBehind() {
  const isShown = document.querySelector(".lesson-states") || !(await progress.all()).length;
  if (isShown || sessionStorage.getItem("asked-again")) {
    return false;
  }
  sessionStorage.setItem("asked-again", "1");
  const { send } = await import("./outbox.js");
  await send({ force: true });
  location.reload();
  return true;
}

async function begin() {
  watchSignOut();
  let said = null;
  if (isMyPage) {
    const { agree } = await import("./agree.js");
    said = await alone(agree).catch(() => null);
    if (said) {
      // What may be agreed to without a network is the text of today.
      fetch(`/${language}/offline/`).catch(() => {});
      await fetchProgress().catch(() => {});
    }
    if (said && said.isGuest && (await isPageBehind())) {
      return;
    }
  } else {
    await fillForm();
  }
  if (said ? said.isGuest : !/sign-in/.test(location.pathname)) {
    await showJoining();
    self.addEventListener("sala-outbox", showJoining);
  }
  if (!place) {
    return;
  }
  const now = await current();
  await listPeople(now && now.owner);
  const chosen = (await all("profiles")).find((person) => `#${person.owner}` === location.hash);
  if (chosen && !isMyPage) {
    choosePerson(chosen);
  }
}

begin();
