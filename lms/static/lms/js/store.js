/* What this phone keeps: work not yet sent, who learns here, how far they are. IndexedDB "sala".

   open() -> database                       rejects with StoreError: code "unavailable" or "full"
   get(store, key) · all(store) · change(stores, fn) -> what fn(tx) put into its result, once it is safe on the disk
   current() -> profile | null              who is learning now
   guest() -> profile                       the current one, a new guest if there is none; offline too
   choose(owner | null)                     another learner; the progress of the one before leaves the phone
   leave()                                  nobody is chosen, and the server's session ends
   endSession()                             it does so before the next request is looked at
   remember(profile)                        {owner, key, name, isGuest, code, …} is stored or updated
   forget(owner)                            its progress goes at once, its key when nothing of it is unsent
   alone(fn) -> what fn(hold) returns      one at a time over all tabs; hold() in between says it still works
   dropForgotten()                          keys of forgotten people whose work is all sent
   progress.get(lesson) -> {lesson, screens: [id], last, answers: {question: answer}, isDone, path, title, at} | null
   progress.set(lesson, {screens, last, answers, isDone}) -> the same, merged: screens and answers only grow
   progress.all() -> [...]                  of the current learner alone

   Everything works without IndexedDB except keeping: progress then lives as long as the page. A page that Safari puts
   aside for its back button would take what it is in the middle of along, and no other could read or write any more:
   it gives that up when it goes, as any page does that ends. atWork: transactions to give up then. */

const NAME = "sala";
const EDITION = 1;
const LEASE = 60000;
let opened = null;
const memory = new Map();

export const atWork = new Set();
self.addEventListener("pagehide", () =>
  atWork.forEach((tx) => {
    try {
      tx.abort();
    } catch (problem) {
      // It is being written already.
    }
  }),
);

export class StoreError extends Error {
  constructor(cause) {
    super((cause && cause.message) || "No storage");
    this.code = cause && cause.name === "QuotaExceededError" ? "full" : "unavailable";
  }
}

export function open() {
  if (!opened) {
    opened = new Promise((resolve, reject) => {
      let request;
      try {
        request = indexedDB.open(NAME, EDITION);
      } catch (problem) {
        reject(new StoreError(problem));
        return;
      }
      // Safari 14 sometimes never answers the first time.
      const late = setTimeout(() => reject(new StoreError()), 8000);
      request.onupgradeneeded = () => {
        const database = request.result;
        database.createObjectStore("outbox", { keyPath: "id" });
        database.createObjectStore("profiles", { keyPath: "owner" });
        database.createObjectStore("progress", { keyPath: ["owner", "lesson"] });
        database.createObjectStore("state", { keyPath: "name" });
      };
      request.onsuccess = () => {
        clearTimeout(late);
        // A newer edition in another tab must not wait for this one.
        request.result.onversionchange = () => {
          request.result.close();
          opened = null;
        };
        request.result.onclose = () => {
          opened = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(new StoreError(request.error));
    });
    opened.catch(() => {
      opened = null;
    });
  }
  return opened;
}

export async function change(stores, work, mode = "readwrite") {
  const database = await open();
  return new Promise((resolve, reject) => {
    let tx;
    const result = {};
    try {
      tx = database.transaction(stores, mode);
      work(tx, result);
    } catch (problem) {
      reject(new StoreError(problem));
      return;
    }
    atWork.add(tx);
    tx.oncomplete = () => atWork.delete(tx) && resolve(result.value);
    tx.onabort = () => atWork.delete(tx) && reject(new StoreError(tx.error));
  });
}

function asked(store, ask) {
  const work = (tx, result) => {
    const request = ask(tx.objectStore(store));
    request.onsuccess = () => {
      result.value = request.result;
    };
  };
  return change([store], work, "readonly");
}

export const get = (store, key) => asked(store, (found) => found.get(key));
export const all = (store) => asked(store, (found) => found.getAll());

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* A submit key: 128 random bits, base64url (sync.md). */
export function newKey() {
  const text = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export async function current() {
  const chosen = await get("state", "current");
  return (chosen && chosen.owner && (await get("profiles", chosen.owner))) || null;
}

/* One transaction, so that two tabs never make two guests. */
export function guest() {
  return change(["state", "profiles"], (tx, result) => {
    const profiles = tx.objectStore("profiles");
    const state = tx.objectStore("state");
    const fresh = () => {
      result.value = { owner: uuid(), key: newKey(), name: null, isGuest: true, madeAt: new Date().toISOString() };
      profiles.put(result.value);
      state.put({ name: "current", owner: result.value.owner });
    };
    const chosen = state.get("current");
    chosen.onsuccess = () => {
      if (!chosen.result || !chosen.result.owner) {
        fresh();
        return;
      }
      const found = profiles.get(chosen.result.owner);
      found.onsuccess = () => {
        if (found.result) {
          result.value = found.result;
        } else {
          fresh();
        }
      };
    };
  });
}

const ofOwner = (owner) => IDBKeyRange.bound([owner, ""], [owner, "\uffff"]);

export function choose(owner) {
  memory.clear();
  return change(["state", "progress"], (tx) => {
    const state = tx.objectStore("state");
    const before = state.get("current");
    before.onsuccess = () => {
      if (before.result && before.result.owner && before.result.owner !== owner) {
        tx.objectStore("progress").delete(ofOwner(before.result.owner));
      }
      if (!owner) {
        state.delete("asked"); // somebody else begins
      }
      state.put({ name: "current", owner });
    };
  });
}

/* lms/middleware.py hears the cookie before anything else is done in a session. */
export function endSession() {
  document.cookie = "sala-left=1;path=/;max-age=15552000";
}

export function leave() {
  endSession();
  return choose(null);
}

export function remember(profile) {
  return change(["profiles"], (tx, result) => {
    const profiles = tx.objectStore("profiles");
    const before = profiles.get(profile.owner);
    before.onsuccess = () => {
      result.value = { ...before.result, ...profile };
      profiles.put(result.value);
    };
  });
}

export function forget(owner) {
  return change(["outbox", "profiles", "progress", "state"], (tx) => {
    tx.objectStore("progress").delete(ofOwner(owner));
    const state = tx.objectStore("state");
    const now = state.get("current");
    now.onsuccess = () => now.result && now.result.owner === owner && state.put({ name: "current", owner: null });
    const profiles = tx.objectStore("profiles");
    const found = profiles.get(owner);
    found.onsuccess = () => {
      if (found.result) {
        profiles.put({ ...found.result, name: null, code: null, isForgotten: true });
      }
      dropIn(tx);
    };
  });
}

/* Calls fn while no other tab is in here; false where another one is and this browser has no Web Locks. */
export async function alone(fn) {
  if (navigator.locks) {
    return navigator.locks.request("sala-send", () => fn(() => null));
  }
  const token = uuid();
  const hold = () => change(["state"], (tx, result) => {
    const state = tx.objectStore("state");
    const lease = state.get("lease");
    lease.onsuccess = () => {
      const held = lease.result;
      result.value = !held || held.token === token || held.until < Date.now();
      if (result.value) {
        state.put({ name: "lease", token, until: Date.now() + LEASE });
      }
    };
  });
  if (!(await hold())) {
    return false;
  }
  try {
    return await fn(hold);
  } finally {
    await change(["state"], (tx) => tx.objectStore("state").delete("lease"));
  }
}

/* Of somebody who had themselves forgotten, what the server answered goes at once, the key with the last of their work. */
export const dropForgotten = () => change(["outbox", "profiles"], dropIn);

function dropIn(tx) {
  const outbox = tx.objectStore("outbox");
  const profiles = tx.objectStore("profiles");
  const known = profiles.getAll();
  const items = outbox.getAll();
  items.onsuccess = () =>
    known.result.filter((profile) => profile.isForgotten).forEach(({ owner }) => {
      const own = items.result.filter((item) => item.owner === owner);
      const unsent = own.filter((item) => item.state === "phone" || item.state === "sending");
      own.filter((item) => !unsent.includes(item)).forEach((item) => outbox.delete(item.id));
      if (!unsent.length) {
        profiles.delete(owner);
      }
    });
}

function merged(before, lesson, news) {
  const next = { lesson, screens: [], ...before, ...news };
  next.screens = Array.from(new Set(((before && before.screens) || []).concat(news.screens || [])));
  next.answers = { ...(before && before.answers), ...news.answers };
  next.isDone = Boolean((before && before.isDone) || news.isDone);
  next.at = news.at || Date.now();
  return next;
}

export const progress = {
  async get(lesson) {
    try {
      const profile = await current();
      return (profile && (await get("progress", [profile.owner, lesson]))) || memory.get(lesson) || null;
    } catch (problem) {
      return memory.get(lesson) || null;
    }
  },
  async set(lesson, news) {
    if (self.document && !news.path && document.querySelector(`[data-lesson="${lesson}"]`)) {
      const heading = document.querySelector("h1");
      news = { path: location.pathname.slice(3), title: heading && heading.textContent, ...news };
    }
    memory.set(lesson, merged(memory.get(lesson), lesson, news));
    try {
      const { owner } = await guest();
      return await change(["progress"], (tx, result) => {
        const kept = tx.objectStore("progress");
        const before = kept.get([owner, lesson]);
        before.onsuccess = () => {
          result.value = { ...merged(before.result, lesson, news), owner };
          kept.put(result.value);
        };
      });
    } catch (problem) {
      return memory.get(lesson);
    }
  },
  async all() {
    try {
      const profile = await current();
      return profile ? await asked("progress", (kept) => kept.getAll(ofOwner(profile.owner))) : [];
    } catch (problem) {
      return Array.from(memory.values());
    }
  },
};
