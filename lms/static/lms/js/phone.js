/* Several learners on one phone: on my page, on the page without a network, when joining and when signing in.

   The phone makes a guest's id and submit key by itself (store.js). Here the server's session and the phone agree on who
   is learning; others are listed by name alone, and come back with their PIN. Without a network nobody can ask for it:
   who says their name then learns as a guest that is `meant` to be theirs, and is once they sign in. A guest joins by
   an item of the kind `registration`, whose receipt brings the code. */

import { all, alone, change, choose, current, forget, guest, leave, progress, remember, uuid } from "./store.js";

/* Most who join have nothing to be told: the notices are fetched with the first. */
const notes = () => import("./notes.js");
const part = async (...said) => (await notes()).part(...said);
const show = async (...said) => (await notes()).show(...said);

const language = document.documentElement.lang;
const place = document.querySelector("[data-people]");
const isKept = Boolean(document.querySelector("[data-why]"));
const isMyPage = /^\/..\/me\//.test(location.pathname);

/* Joining or signing in takes over what was done on this phone: by the guest meant by this code, else by the present one,
   who is nobody's yet, else by whoever signed in with this code before. */
async function fillForm() {
  const own = document.querySelector("main input[name=guest]");
  const now = (await current()) || {};
  const known = await all("profiles");
  const fill = () => {
    const { code, submit_key: key } = own.form;
    const typed = code && code.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
    const meant = known.filter((profile) => typed && profile.meant === typed);
    const before = known.filter((profile) => typed && profile.code === typed);
    const present = known.filter((profile) => profile.owner === now.owner && profile.isGuest && !profile.meant);
    const [mine] = meant.concat(present, before);
    if (now.meant && now.meant !== typed) {
      leave(); // the session is that guest's
    }
    own.value = mine ? mine.owner : "";
    key.value = mine ? mine.key : "";
  };
  if (own) {
    own.form.addEventListener("submit", fill);
  }
}

/* The form of the page without a network. What an input wants it says itself; the server judges the rest later. */
const joining = document.querySelector("[data-joining]");

/* Tapped twice it is still one. */
function offerToJoin({ id = uuid(), payload = {} } = {}) {
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
    if (!joining.parentNode.hidden) {
      joining.parentNode.hidden = true;
      location.assign(`/${language}/me/`);
    }
  });
}

const joiningOf = async (me) => (await all("outbox")).find(({ kind, owner }) => kind === "registration" && owner === me.owner);

/* Where a registration that was made without a network stands. */
async function showJoining() {
  const me = (await current()) || { isGuest: true };
  const item = await joiningOf(me);
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
  if (joining && joining.parentNode.hidden && me.isGuest && !me.meant && (!item || refused)) {
    offerToJoin(item);
  }
}

/* What the server knows of this learner, from other phones too. */
async function fetchProgress({ owner }) {
  if ((await all("outbox")).some((item) => item.owner === owner && /phone|sending/.test(item.state))) {
    return; // this phone is ahead
  }
  const response = await fetch(`/${language}/me/progress.json`, { credentials: "same-origin" });
  if (response.ok && response.headers.get("X-Sala") === "1") {
    const { lessons } = await response.json();
    const keys = Object.keys(lessons);
    await Promise.all(keys.map(async (key) => {
      const { at = 1 } = (await progress.get(key)) || {};
      return progress.set(key, { isDone: lessons[key].done, last: lessons[key].screen, at });
    }));
  }
}

/* Who was signed in here: each card once, however often. */
const cardOf = ({ code, owner }) => code || owner;

async function people() {
  const known = (await all("profiles")).filter(({ name, isForgotten }) => name && !isForgotten);
  return Array.from(new Map(known.map((person) => [cardOf(person), person])).values());
}

async function forgetCard(card) {
  const known = (await all("profiles")).filter((person) => cardOf(person) === card);
  await Promise.all(known.map(({ owner }) => forget(owner)));
}

/* Nothing of this learner stays in view. Who has no card cannot come back: that is said first, at the button. */
async function leaveFor(address, button) {
  const me = await current();
  const go = async () => {
    await leave();
    location.assign(address);
  };
  if (!me || !me.isGuest || me.meant || (await joiningOf(me))) {
    return go();
  }
  const warning = await part("guest-leaves");
  warning.querySelector("button").addEventListener("click", go);
  button.replaceWith(warning);
}

/* Nothing of theirs from before is opened: only the PIN does that. */
async function learnAs(person) {
  const meant = cardOf(person);
  const now = await current();
  if (!now || now.meant !== meant) {
    await leave();
    const before = (await all("profiles")).find((profile) => profile.isGuest && profile.meant === meant);
    await (before ? choose(before.owner) : remember({ ...(await guest()), meant }));
  }
  location.replace(`/${language}/me/`);
}

function choosePerson(person, button) {
  if (isMyPage || isKept) {
    leaveFor(`/${language}/sign-in/#${person.owner}`, button);
    return;
  }
  const code = document.querySelector("main input[name=code]");
  code.value = person.code || code.value;
  document.querySelector(`main input[name=${person.code ? "pin" : "code"}]`).focus();
}

async function listPeople() {
  const me = await current();
  const known = await people();
  const meant = me && known.find((person) => cardOf(person) === me.meant);
  const own = (isMyPage || isKept) && me && cardOf(meant || me);
  const others = known.filter((person) => cardOf(person) !== own);
  place.textContent = "";
  if (isKept || (isMyPage && meant)) {
    const name = me && (meant || me).name;
    const note = await part("learns", { name, guest: !name, meant });
    note.querySelector("a").hash = meant ? meant.owner : "";
    place.appendChild(note);
  }
  if (others.length) {
    const section = await part("who", { kept: isKept });
    place.appendChild(section);
    for (const person of others) {
      const row = await part("person", { name: person.name });
      const [choice, gone] = row.querySelectorAll("button");
      choice.addEventListener("click", () => choosePerson(person, choice));
      gone.addEventListener("click", async () => {
        await forgetCard(cardOf(person));
        listPeople();
      });
      section.querySelector("ul").appendChild(row);
    }
  }
  if (own) {
    const another = await part("another");
    another.addEventListener("click", () => leaveFor(`/${language}/me/`, another));
    place.appendChild(another);
    if (!me.isGuest) {
      const forgetMe = await part("forget-me");
      forgetMe.addEventListener("click", async () => {
        await forgetCard(own);
        await leaveFor(`/${language}/me/`);
      });
      place.appendChild(forgetMe);
    }
  }
}

function watchSignOut() {
  const form = document.querySelector("form[action$='/sign-out/']");
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave().then(() => location.assign(`/${language}/me/`), () => form.submit());
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
  const chosen = location.hash && (await people()).find(({ owner }) => `#${owner}` === location.hash);
  if (isKept && chosen) {
    return learnAs(chosen);
  }
  let said = null;
  if (isMyPage && !isKept) {
    const { agree } = await import("./agree.js");
    said = await alone(agree).catch(() => null);
    if (said) {
      // What may be agreed to without a network is the text of today.
      fetch(`/${language}/offline/`).catch(() => {});
      await fetchProgress(said).catch(() => {});
    }
    if (said && said.isGuest && (await isPageBehind())) {
      return;
    }
  } else {
    await fillForm();
  }
  if (said ? said.isGuest : /\/(me|join)\//.test(location.pathname)) {
    await showJoining();
    self.addEventListener("sala-outbox", showJoining);
  }
  if (place) {
    await listPeople();
  }
  if (chosen && !isMyPage) {
    choosePerson(chosen);
  }
}

begin();
