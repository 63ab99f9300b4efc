/* The service worker. lms/offline.py puts before it: VERSION, SHELL (addresses of fixed files every page may need),
   LANGUAGES, and, where workers can be modules, the import of `send` from outbox.js, so that there is one sender.

   It keeps only answers that say `Cache-Control: public`: the same for everybody, nothing personal. It never touches
   /admin/ and /api/, and keeps no page of /field/ but the one for phones without a network.
   Caches: sala-shell-<VERSION> fixed files and the offline pages; sala-pages what was read lately; sala-saved one
   manifest for each saved course; sala-course-<version> the files of that course, pages and scripts that fit together. */

const SHELL_CACHE = `sala-shell-${VERSION}`;
const PAGES = "sala-pages";
const SAVED = "sala-saved";
const COURSE = "sala-course-";
const LEFT_ALONE = /^\/(admin|api|field|documents|healthz|readyz|service-worker\.js)/;
const NEVER_KEPT = /^\/[a-z]{2}\/(me|join|sign-in|sign-out)\//;
const PATIENCE_FOR_PAGES = 3000;
const PATIENCE_FOR_FIELD = 8000;
const MOST_PAGES = 60;
const CHECK_EVERY = 600000;
const EXACT = { ignoreVary: true };

class Portal extends Error {}

const after = (time) => new Promise((resolve) => setTimeout(resolve, time));
const isPage = (response) => /html/.test(response.headers.get("Content-Type") || "");
const isMarked = (response) => response.headers.get("X-Sala") === "1";
const isPublic = (response) =>
  response.status === 200 && isMarked(response) && /\bpublic\b/.test(response.headers.get("Cache-Control") || "");

/* A file from the network that is certainly ours: a Wi-Fi sign-in page answers 200 with HTML, too. */
async function take(url, options) {
  const response = await fetch(url, { credentials: "omit", ...options });
  if (response.redirected || (isPage(response) && !isMarked(response))) {
    throw new Portal(url);
  }
  if (response.status !== 200) {
    throw new Error(`${response.status} ${url}`);
  }
  return response;
}

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  const shell = await caches.open(SHELL_CACHE);
  await Promise.all(SHELL.map(async (url) => shell.put(url, (await caches.match(url, EXACT)) || (await take(url)))));
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const spoken = new Set(pages.map((page) => languageOf(new URL(page.url).pathname)).filter(Boolean));
  await Promise.all(Array.from(spoken, prepare));
}

const languageOf = (path) => LANGUAGES.find((code) => path.startsWith(`/${code}/`));

/* The pages of one language that must be here before the network is gone. */
async function prepare(language) {
  const shell = await caches.open(SHELL_CACHE);
  for (const name of ["offline/", "offline/parts/", "manifest.webmanifest"]) {
    const url = `/${language}/${name}`;
    if (!(await shell.match(url, EXACT))) {
      await shell.put(url, await take(url, { cache: "no-cache" }));
    }
  }
}

self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const names = await caches.keys();
  // Pages read lately name fixed files of the version before, which leave with it.
  const old = names.filter((name) => name === PAGES || (/^sala-shell-/.test(name) && name !== SHELL_CACHE));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("sync", (event) => event.waitUntil(sendInBackground()));

async function sendInBackground() {
  const report = await send({ force: true });
  if (report.left && report.state !== "refused_key") {
    throw new Error(report.state); // the browser tries again
  }
}

self.addEventListener("message", (event) => {
  const answer = (news) => event.ports[0] && event.ports[0].postMessage(news);
  const { do: what, url } = event.data;
  if (what === "take-over") {
    self.skipWaiting();
  } else if (what === "save") {
    event.waitUntil(save(url, answer).then((is) => answer({ state: "saved", is }), (problem) => answer(said(problem))));
  } else if (what === "remove") {
    event.waitUntil(remove(url).then(() => answer({ state: "removed" })));
  }
});

function said(problem) {
  if (problem instanceof Portal) {
    return { state: "portal" };
  }
  return { state: problem.name === "QuotaExceededError" ? "full" : "offline" };
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = request.method === "GET" && url.origin === self.location.origin && !LEFT_ALONE.test(url.pathname);
  if (request.mode === "navigate" && request.method === "GET" && url.pathname.startsWith("/field/")) {
    event.respondWith(fieldPage(request, url));
  } else if (isOurs && /^\/(static|media)\//.test(url.pathname)) {
    event.respondWith(file(request));
  } else if (isOurs && (request.mode === "navigate" || languageOf(url.pathname))) {
    event.respondWith(page(event, url));
  }
});

/* Field pages are personal and never kept. Without a network there is one page that is the same for all ambassadors, put
   into sala-field by ambassadors/field.js; what it shows of one of them comes from the phone's own store. */
async function fieldPage(request, url) {
  const cache = await caches.open("sala-field");
  const chosen = url.searchParams.get("language") || (await languageOfField(cache));
  const kept = () => cache.match(`/field/offline/${chosen}/`, EXACT);
  const network = fetch(request).then((response) => {
    if (response.type === "opaqueredirect" || isMarked(response)) {
      return response;
    }
    throw new Portal(url);
  });
  network.catch(() => {});
  try {
    return (await Promise.race([network, after(PATIENCE_FOR_FIELD).then(kept)])) || (await network);
  } catch (problem) {
    const found = await kept();
    if (found && url.searchParams.has("language")) {
      await cache.put("/field/language", new Response(chosen));
    }
    return found || offlinePage(`/${chosen}/`, problem instanceof Portal ? "portal" : "offline");
  }
}

async function languageOfField(cache) {
  const noted = await cache.match("/field/language");
  return noted ? noted.text() : LANGUAGES[0];
}

/* Fixed files have hashed names and never change; pictures come from the saved course that holds them. */
async function file(request) {
  const kept = await caches.match(request.url, EXACT);
  if (kept) {
    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("Range"));
    return range ? part(range, await kept.blob()) : kept;
  }
  const response = await fetch(request);
  if (/^\/static\//.test(new URL(request.url).pathname) && response.status === 200 && !isPage(response)) {
    await (await caches.open(SHELL_CACHE)).put(request, response.clone());
  }
  return response;
}

/* Sounds and films are always asked for in parts. */
function part([, from, to], whole) {
  const { size, type } = whole;
  const start = from ? Number(from) : Math.max(0, size - to);
  const body = whole.slice(start, from && to ? Number(to) + 1 : size, type);
  const range = body.size ? `${start}-${start + body.size - 1}` : "*";
  const headers = { "Accept-Ranges": "bytes", "Content-Length": body.size, "Content-Range": `bytes ${range}/${size}` };
  return new Response(body, { status: body.size ? 206 : 416, headers });
}

/* What was asked for with a question is never answered by a page without it, but a lesson is the same whatever follows. */
async function page(event, { pathname: path, search }) {
  const saved = await fromSaved(path);
  if (saved) {
    event.waitUntil(check(saved.manifest).catch(() => {}));
    return saved.response;
  }
  const kept = async () =>
    !search && ((await (await caches.open(PAGES)).match(path, EXACT)) || (await caches.open(SHELL_CACHE)).match(path, EXACT));
  const network = fromNetwork(event, path);
  event.waitUntil(network.catch(() => {}));
  try {
    return (await Promise.race([network, after(PATIENCE_FOR_PAGES).then(kept)])) || (await network);
  } catch (problem) {
    const before = await kept();
    if (before || event.request.mode !== "navigate") {
      return before || Response.error();
    }
    return offlinePage(path, problem instanceof Portal ? "portal" : "offline");
  }
}

async function fromNetwork(event, path) {
  const response = await fetch(event.request);
  if (response.type === "opaqueredirect") {
    return (await isOwnRedirect(path)) ? response : Promise.reject(new Portal(path));
  }
  if (!isMarked(response) && response.status < 500) {
    throw new Portal(path);
  }
  if (isPublic(response) && !NEVER_KEPT.test(path) && !response.redirected) {
    event.waitUntil(keep(path, response.clone()));
  }
  return response;
}

/* Where a redirect leads is hidden from us; only a page of ours that we know by heart tells a sign-in page apart. */
async function isOwnRedirect(path) {
  if (!languageOf(path) || NEVER_KEPT.test(path)) {
    return true;
  }
  const answer = await fetch("/healthz", { cache: "no-store", credentials: "omit" }).catch(() => null);
  return Boolean(answer && isMarked(answer));
}

async function keep(path, response) {
  const language = languageOf(path);
  if (language) {
    prepare(language).catch(() => {});
  }
  const isOwn = /^\/[a-z]{2}\/(offline\/|manifest)/.test(path);
  const cache = await caches.open(isOwn ? SHELL_CACHE : PAGES);
  await cache.put(path, response);
  if (!isOwn) {
    const paths = await cache.keys();
    await Promise.all(paths.slice(0, Math.max(0, paths.length - MOST_PAGES)).map((old) => cache.delete(old)));
  }
}

async function offlinePage(path, why) {
  const shell = await caches.open(SHELL_CACHE);
  for (const language of [languageOf(path)].concat(LANGUAGES)) {
    const designed = language && (await shell.match(`/${language}/offline/`, EXACT));
    if (designed) {
      const text = (await designed.text()).replace('data-why=""', `data-why="${why}"`);
      return new Response(text, { status: 503, headers: designed.headers });
    }
  }
  return Response.error();
}

/* Saved courses */

async function savedManifests() {
  const index = await caches.open(SAVED);
  return Promise.all((await index.keys()).map(async (request) => (await index.match(request)).json()));
}

async function fromSaved(path) {
  for (const manifest of await savedManifests()) {
    const response = await (await caches.open(COURSE + manifest.version)).match(path, EXACT);
    if (response) {
      return { manifest, response };
    }
  }
  return null;
}

const checkedAt = new Map();
const inTheMaking = new Set();

/* A saved course looks for corrections behind the reader's back, and gets only the files that changed. */
async function check({ url, version }) {
  if (Date.now() - (checkedAt.get(url) || 0) < CHECK_EVERY) {
    return;
  }
  checkedAt.set(url, Date.now());
  const news = await (await take(url, { cache: "no-cache" })).json();
  if (news.version !== version) {
    await save(url, () => {});
  }
}

async function save(url, report) {
  const manifest = await (await take(url, { cache: "no-cache" })).json();
  const old = (await savedManifests()).find((saved) => saved.url === manifest.url);
  const cache = await caches.open(COURSE + manifest.version);
  inTheMaking.add(COURSE + manifest.version);
  let done = 0;
  try {
    for (const one of manifest.files) {
      // What an interrupted download already brought is not fetched again.
      if (!(await cache.match(one.url, EXACT))) {
        await cache.put(one.url, (await unchanged(one, old)) || (await take(one.url, { cache: "no-cache" })));
      }
      done += one.bytes;
      report({ state: "saving", done, bytes: manifest.bytes });
    }
    const saved = { ...manifest, savedAt: Date.now() };
    await (await caches.open(SAVED)).put(manifest.url, new Response(JSON.stringify(saved)));
  } catch (problem) {
    if (problem.name === "QuotaExceededError") {
      await caches.delete(COURSE + manifest.version);
    }
    throw problem;
  } finally {
    inTheMaking.delete(COURSE + manifest.version);
  }
  await dropUnnamed();
  return manifest;
}

async function unchanged(one, old) {
  if (/^\/static\//.test(one.url)) {
    return caches.match(one.url, EXACT);
  }
  const same = old && old.files.some((before) => before.url === one.url && before.sha256 === one.sha256);
  return same ? (await caches.open(COURSE + old.version)).match(one.url, EXACT) : undefined;
}

async function remove(url) {
  await (await caches.open(SAVED)).delete(url);
  await dropUnnamed();
}

/* Course caches that no manifest names: earlier versions and downloads that were given up. */
async function dropUnnamed() {
  const named = new Set((await savedManifests()).map((manifest) => COURSE + manifest.version));
  const isUnnamed = (name) => name.startsWith(COURSE) && !named.has(name) && !inTheMaking.has(name);
  const names = (await caches.keys()).filter(isUnnamed);
  await Promise.all(names.map((name) => caches.delete(name)));
}
