/* On every page of a learner: what waits on this phone, ticks, hints, the service worker. Other modules are fetched
   only where they have something to do. Every page is whole without this. */

import { all, current, progress } from "./store.js";

const language = document.documentElement.lang;
const main = document.querySelector("main");
const notes = () => import("./notes.js");
/* Work on this phone */

let shownCount = 0;
let news = {};
let planned = 0;

/* A moment later, so that what is sent at once is not announced as waiting. */
function changed(said) {
  news = said.state === "phone" || said.state === "sending" ? news : said;
  clearTimeout(planned);
  planned = setTimeout(tellState, said.state === "full" || said.state === "unavailable" ? 0 : 1500);
}

async function tellState() {
  const [outbox, { show, hide, tellAnswers }] = await Promise.all([import("./outbox.js"), notes()]);
  if (news.state === "full") {
    show("full");
    return;
  }
  const { count, oldest } = await outbox.waiting().catch(() => ({ count: 0 }));
  const isAnswered = await tellAnswers().catch(() => 0);
  const minutes = Math.floor((oldest || 0) / 60000);
  if (count) {
    hide("safe");
    const given = document.querySelector("[data-note=waiting] [data-download]");
    const note = await show("waiting", {
      count,
      minutes,
      hours: Math.floor(minutes / 60),
      days: Math.floor(minutes / 1440),
      isMinutes: minutes < 120,
      isHours: minutes >= 120 && minutes < 2880,
      isDays: minutes >= 2880,
      [news.state]: true,
      other: !/portal|refused_key/.test(news.state),
    });
    if (note) {
      const [now, give] = note.querySelectorAll("button");
      now.addEventListener("click", () => outbox.send({ force: true }));
      if (give) {
        note.lastElementChild.textContent = given ? given.textContent : "";
        // Words that an earlier version kept on this phone have none.
        give.addEventListener("click", async () => (await import("./rescue.js")).give(note.lastElementChild));
      }
    }
  } else {
    hide("waiting");
    if (shownCount && !isAnswered) {
      show("safe");
    }
  }
  shownCount = count;
}

async function watchOutbox() {
  self.addEventListener("sala-outbox", async ({ detail }) => {
    changed(detail);
    (await import("./outbox.js")).start();
  });
  if ((await all("outbox")).length) {
    (await import("./outbox.js")).start();
    changed({});
    await (await notes()).dropSettled();
  }
}

/* Somebody else was chosen meanwhile, in another tab or before a step back: what this page shows is not theirs. */

async function watchLearner() {
  const here = async () => ((await current()) || {}).owner;
  const before = await here();
  document.addEventListener("visibilitychange", async () => {
    if (before && !document.hidden && before !== (await here())) {
      location.reload();
    }
  });
}

/* Ticks at lessons ([data-key]), and going on where one stopped ([data-continue], the page's main action). */

async function drawProgress() {
  const lessons = await progress.all();
  if (!lessons.length) {
    return;
  }
  const byKey = new Map(lessons.map((lesson) => [lesson.lesson, lesson]));
  const rows = Array.from(document.querySelectorAll("main [data-key]"));
  const isDone = (row) => byKey.has(row.dataset.key) && byKey.get(row.dataset.key).isDone;
  const { part } = await notes();
  for (const row of rows.filter(isDone)) {
    row.querySelector(".name").appendChild(await part("tick"));
  }
  const begin = document.querySelector("[data-continue]");
  const latest = lessons.filter((lesson) => !lesson.isDone).sort((one, other) => other.at - one.at);
  // On a course page the lesson begun last, else the first one open; elsewhere only what this phone has an address of.
  const begun = latest.map((lesson) => rows.find((row) => row.dataset.key === lesson.lesson)).find(Boolean);
  const row = begun || (rows.some(isDone) && rows.find((found) => !isDone(found)));
  const { path } = (!rows.length && latest.find((lesson) => lesson.path)) || {};
  const address = row ? row.querySelector("a").href : path;
  if (begin && address) {
    begin.href = row ? address : `/${language}${address}`;
    begin.querySelector("span").replaceWith(await part("continue"));
  }
}

/* Browsers inside other apps keep their own storage or none; the small one of a Wi-Fi sign-in closes by itself. */

function canKeep() {
  try {
    localStorage.setItem("sala", "1");
    return Boolean(self.indexedDB);
  } catch (problem) {
    return false;
  }
}

async function hintAtBrowser() {
  const agent = navigator.userAgent;
  const isInApp = /FBA[NV]|FB_IAB|Instagram|Line\/|Telegram|MicroMessenger|TikTok|; wv\)/.test(agent) || self.TelegramWebviewProxy;
  const isCaptive = /CaptiveNetwork|CaptivePortal/.test(agent) || !canKeep();
  if (!(isInApp || isCaptive) || (canKeep() && sessionStorage.getItem("hinted"))) {
    return;
  }
  const { show, part } = await notes();
  const note = await show("browser", { address: location.host + location.pathname, captive: isCaptive, app: !isCaptive });
  if (!note) {
    return;
  }
  main.insertBefore(note, main.firstChild);
  const [copy, close] = note.querySelectorAll("button");
  copy.addEventListener("click", async () => {
    const field = note.querySelector("[data-address]");
    getSelection().selectAllChildren(field);
    if (!document.execCommand("copy") && navigator.clipboard) {
      await navigator.clipboard.writeText(location.href);
    }
    copy.replaceWith(await part("copied"));
  });
  close.addEventListener("click", () => {
    note.remove();
    if (canKeep()) {
      sessionStorage.setItem("hinted", "1");
    }
  });
}

/* Listening, where there is something to listen to: a recording, or a voice of the phone's own. */

function offerListening() {
  const speech = self.speechSynthesis;
  const listen = () => quietly(import("./listen.js"));
  if (document.querySelector("[data-audio]") || (speech && speech.getVoices().length)) {
    listen();
  } else if (speech) {
    speech.onvoiceschanged = listen;
  }
}

/* The service worker: a new version waits until somebody asks for it. Where there is Background Sync it is a module,
   which shares the sender with the pages; old Chrome has the one without the other. */

async function register() {
  const workers = navigator.serviceWorker;
  const plain = () => workers.register("/service-worker.js", { updateViaCache: "none" });
  const module = () => workers.register("/service-worker.js?module", { type: "module", updateViaCache: "none" });
  const registration = await (self.SyncManager ? module().catch(plain) : plain());
  const offer = async () => {
    const note = registration.waiting && workers.controller && (await (await notes()).show("version"));
    if (note) {
      note.querySelector("button").addEventListener("click", () => {
        workers.addEventListener("controllerchange", () => location.reload(), { once: true });
        registration.waiting.postMessage({ do: "take-over" });
      });
    }
  };
  offer();
  // A moment later: one that takes over by itself, as when all this is switched off, must not be kept from it by fetches.
  const soon = () => setTimeout(() => quietly(offer()), 3000);
  registration.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", soon));
}

const quietly = (promise) => promise.catch(() => {});

quietly(watchOutbox());
quietly(watchLearner());
quietly(drawProgress());
quietly(hintAtBrowser());
if (document.querySelector(".listen")) {
  offerListening();
}
if (/^\/..\/(me|join|sign-in|offline)\//.test(location.pathname)) {
  quietly(import("./phone.js"));
}
if (document.querySelector("[data-save-course], [data-saved-courses]")) {
  quietly(import("./offline.js"));
}
if (navigator.serviceWorker) {
  // After everything a reader waits for.
  const begin = () => setTimeout(() => quietly(register()), 1000);
  document.readyState === "complete" ? begin() : self.addEventListener("load", begin);
}
