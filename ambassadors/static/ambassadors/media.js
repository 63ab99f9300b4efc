/* Photos on their way: kept as they are in a database of their own, "sala-media", until the server has said that it has
   all of it. They go after the training session that names them, in parts, and go on where they stopped.

   keepPhoto(owner, blob) -> sha256     rejects when the phone is full
   photoOf(owner, sha256) -> blob | null
   waitingPhotos() -> [{owner, sha256, state}]
   dropUnnamed(owner, sha256)           forgets it, unless a session on this phone names it
   sendPhotos()                         quietly; on the event "sala-media" lists are drawn again */

import { all, atWork, get } from "../lms/js/store.js";

const PART = 65536;
const FORGET_UNNAMED_AFTER = 30 * 86400000;
const TRIES = 5;
let opened = null;

function open() {
  opened =
    opened ||
    new Promise((resolve, reject) => {
      const request = indexedDB.open("sala-media", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: ["owner", "sha256"] });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

async function work(mode, ask) {
  const tx = (await open()).transaction("photos", mode);
  const request = ask(tx.objectStore("photos"));
  return new Promise((resolve, reject) => {
    atWork.add(tx);
    tx.oncomplete = () => atWork.delete(tx) && resolve(request.result);
    tx.onabort = () => atWork.delete(tx) && reject(tx.error);
  });
}

const put = (photo) => work("readwrite", (photos) => photos.put(photo));

export async function keepPhoto(owner, blob) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await new Response(blob).arrayBuffer()));
  const sha256 = Array.from(digest, (byte) => (byte + 256).toString(16).slice(1)).join("");
  await put({ owner, sha256, blob, state: "phone", tries: 0, at: Date.now() });
  return sha256;
}

export const photoOf = (owner, sha256) =>
  work("readonly", (photos) => photos.get([owner, sha256])).then((photo) => (photo ? photo.blob : null));
const dropPhoto = (owner, sha256) => work("readwrite", (photos) => photos.delete([owner, sha256]));
export const waitingPhotos = () =>
  work("readonly", (photos) => photos.getAll()).then((photos) => photos.filter(({ state }) => state === "phone"));

/* Sessions that wait here, those that are safe while their photo is to come, and those the server told of last. */
export async function dropUnnamed(owner, sha256) {
  const [items, kept] = [await all("outbox"), await get("state", "field")];
  const named = items.map(({ payload }) => payload && payload.photo).concat(((kept && kept.data.sessions) || []).map(({ photo }) => photo));
  if (sha256 && !named.includes(sha256)) {
    await dropPhoto(owner, sha256);
  }
}

/* Photos that a draft or an unsent session names wait for it. */
async function ready() {
  const named = new Set();
  (await all("outbox")).filter(({ state }) => state !== "safe").forEach(({ payload }) => named.add(payload && payload.photo));
  (await all("state")).filter(({ name }) => /^draft:/.test(name)).forEach(({ payload }) => named.add(payload && payload.photo));
  return (await waitingPhotos()).filter(({ sha256 }) => !named.has(sha256));
}

/* [status, answer]; only what is marked as ours is an answer. */
async function ask(photo, key, from) {
  const options = { method: "GET", headers: { Authorization: `Submit ${key}` }, credentials: "omit", cache: "no-store", redirect: "manual" };
  if (from !== undefined) {
    const part = photo.blob.slice(from, from + PART);
    options.method = "PUT";
    options.body = part;
    options.headers["Content-Type"] = "application/octet-stream";
    options.headers["Content-Range"] = `bytes ${from}-${from + part.size - 1}/${photo.blob.size}`;
  }
  const response = await fetch(`/api/v1/sync/media/${photo.sha256}/`, options);
  const isOurs = response.type === "basic" && response.headers.get("X-Sala") === "1";
  return isOurs ? [response.status, await response.json()] : [0, {}];
}

async function send(photo) {
  const profile = await get("profiles", photo.owner);
  if (!profile) {
    return;
  }
  let [status, said] = await ask(photo, profile.key);
  while (status === 200 && !said.is_complete) {
    [status, said] = await ask(photo, profile.key, said.received);
    if (status === 409) {
      status = 200; // another tab sent too: go on from where the server is
    }
  }
  if (status === 200) {
    await dropPhoto(photo.owner, photo.sha256);
  } else if (status === 404 && Date.now() - photo.at > FORGET_UNNAMED_AFTER) {
    await dropPhoto(photo.owner, photo.sha256);
  } else if (status === 422 || status === 413) {
    photo.tries += 1;
    photo.state = said.reason === "wrong_hash" && photo.tries < TRIES ? "phone" : "refused";
    await put(photo);
  }
}

let running = null;
let isAskedAgain = false;

async function sendAll() {
  for (const photo of await ready()) {
    await send(photo);
    self.dispatchEvent(new CustomEvent("sala-media"));
  }
}

/* One tab at a time where there are locks; without them the server takes each part once all the same. */
export function sendPhotos() {
  isAskedAgain = Boolean(running);
  const alone = () => (navigator.locks ? navigator.locks.request("sala-media", { ifAvailable: true }, (lock) => lock && sendAll()) : sendAll());
  running = running || Promise.resolve(alone()).catch(() => {}).then(() => {
    running = null;
    // A photo may have become ready meanwhile.
    return isAskedAgain && sendPhotos();
  });
  return running;
}
