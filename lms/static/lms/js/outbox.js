/* The outbox and its one sender (sync.md). Learners' pages, field pages and the service worker share it.

   put(kind, payload, {owner, id, base_revision, keep}) -> item, once it is safe on this phone
       owner: who made it; without one the learner of this phone, a new guest if need be. keep: stays listed when safe.
       The same id again is an edit. Rejects with StoreError (store.js) when the phone cannot keep it:
       then send the form the plain way.
   send({force}) -> {state, left}     states: sent, offline, portal, busy, refused_key, elsewhere, later, unavailable
   waiting(owner?) -> {count, oldest: ms | null}
   tell(news), update(items, fn)      for notes.js: everybody hears; items that are still the same are changed
   onChange(fn)                       fn({state}) after each change here, in another tab or in the service worker;
                                      also the event "sala-outbox" with {state} as its detail
   start()                            sends on load, on `online`, on becoming visible, and on a timer while open

   An item is {id, kind, owner, made_at, seq, app_version, payload, state}; its states are
   phone -> sending -> safe, or refused, conflict, quarantined, deleted as the server answered. Only a receipt moves it. */

import { StoreError, all, alone, change, dropForgotten, get, guest, remember, uuid } from "./store.js";

const ENDPOINT = "/api/v1/sync/";
const APP_VERSION = "1";
const BATCH = 50;
const BATCH_CHARACTERS = 400000;
const PATIENCE = 30000;
const FIRST_WAIT = 15000;
const LONGEST_WAIT = 1800000;
const FINAL = { stored: "safe", already_stored: "safe" };
["refused", "conflict", "quarantined", "deleted"].forEach((status) => (FINAL[status] = status));

const listeners = new Set();
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("sala-outbox") : null;
if (channel) {
  channel.onmessage = (event) => hear(event.data);
}

export function onChange(fn) {
  listeners.add(fn);
}

function hear(news) {
  listeners.forEach((fn) => fn(news));
  self.dispatchEvent(new CustomEvent("sala-outbox", { detail: news }));
}

export function tell(news) {
  hear(news);
  if (channel) {
    channel.postMessage(news);
  }
}

const isUnsent = (item) => item.state === "phone" || item.state === "sending";

export async function put(kind, payload, options = {}) {
  try {
    const owner = options.owner || (await guest()).owner;
    const item = await change(["outbox", "state"], (tx, result) => {
      const state = tx.objectStore("state");
      const counter = state.get("seq");
      counter.onsuccess = () => {
        const seq = (counter.result ? counter.result.value : 0) + 1;
        state.put({ name: "seq", value: seq });
        result.value = {
          id: options.id || uuid(),
          kind,
          owner,
          made_at: new Date().toISOString(),
          seq,
          app_version: APP_VERSION,
          base_revision: options.base_revision,
          payload,
          state: "phone",
          keep: Boolean(options.keep),
        };
        tx.objectStore("outbox").put(result.value);
      };
    });
    if (navigator.storage && self.document) {
      navigator.storage.persist();
    }
    tell({ state: "phone" });
    soon(300);
    return item;
  } catch (problem) {
    const said = problem instanceof StoreError ? problem : new StoreError(problem);
    tell({ state: said.code });
    throw said;
  }
}

export async function waiting(owner) {
  const items = (await all("outbox")).filter((item) => !owner || item.owner === owner);
  const unsent = items.filter(isUnsent);
  const made = unsent.map((item) => Date.parse(item.made_at));
  return {
    count: unsent.length,
    oldest: made.length ? Math.max(0, Date.now() - Math.min(...made)) : null,
  };
}

let running = null;
let isAskedAgain = false;

export function send({ force = false } = {}) {
  if (running) {
    isAskedAgain = isAskedAgain || force;
    return running;
  }
  running = sendNow(force)
    .catch((problem) => ({ state: "unavailable", problem, left: 0 }))
    .then((report) => {
      running = null;
      if (isAskedAgain) {
        isAskedAgain = false;
        soon(300);
      }
      if (report.state !== "later") {
        tell(report);
      }
      return report;
    });
  return running;
}

async function sendNow(force) {
  const retry = await get("state", "retry");
  if (!force && retry && retry.at > Date.now() && retry.at - Date.now() <= LONGEST_WAIT * 2) {
    return { state: "later", left: (await waiting()).count };
  }
  const state = await alone(sendAll);
  const left = (await waiting()).count;
  const hasFailed = state && state !== "sent";
  await change(["state"], (tx) => {
    const tries = hasFailed ? ((retry && retry.tries) || 0) + 1 : 0;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * Math.pow(2, tries - 1)) * (0.5 + Math.random());
    tx.objectStore("state").put({ name: "retry", tries, at: hasFailed ? Date.now() + wait : 0, state: state || "" });
  });
  return { state: state || "elsewhere", left };
}

/* Sends until nothing is left or the network says no; an owner whose key is refused does not stop the others. */
async function sendAll(stillHere) {
  const refusedKeys = new Set();
  const tooBig = new Set();
  let limit = BATCH;
  for (;;) {
    const unsent = (await all("outbox"))
      .filter((item) => isUnsent(item) && !refusedKeys.has(item.owner) && !tooBig.has(item.id))
      .sort((one, other) => one.seq - other.seq);
    if (!unsent.length) {
      return refusedKeys.size ? "refused_key" : tooBig.size ? "busy" : "sent";
    }
    const owner = unsent[0].owner;
    const batch = batchOf(unsent.filter((item) => item.owner === owner), limit);
    const outcome = await sendBatch(owner, batch);
    if (outcome === "refused_key") {
      refusedKeys.add(owner);
    } else if (outcome === "unreadable") {
      // Somewhere in it is an item the server cannot take: the others must not wait for it.
      if (batch.length === 1) {
        tooBig.add(batch[0].id);
      }
      limit = Math.max(1, Math.floor(batch.length / 2));
    } else if (outcome !== "sent") {
      return outcome;
    }
    await stillHere();
  }
}

function batchOf(items, limit) {
  const batch = [];
  let characters = 0;
  for (const item of items.slice(0, limit)) {
    characters += JSON.stringify(item.payload).length;
    if (batch.length && characters > BATCH_CHARACTERS) {
      break;
    }
    batch.push(item);
  }
  return batch;
}

async function sendBatch(owner, batch) {
  const profile = await get("profiles", owner);
  if (!profile) {
    return "refused_key";
  }
  await mark(batch, "sending");
  const body = JSON.stringify({
    owner,
    app_version: APP_VERSION,
    sent_at: new Date().toISOString(),
    items: batch.map(({ id, kind, made_at, seq, base_revision, payload }) => ({ id, kind, made_at, seq, base_revision, payload })),
  });
  const [outcome, results] = await ask(profile.key, body);
  if (outcome !== "sent") {
    await mark(batch, "phone");
    return outcome;
  }
  const named = new Map(results.filter((said) => said && FINAL[said.status]).map((said) => [said.id, said]));
  await settle(batch, named);
  // Not one final word about any of them: asking again at once would never end.
  return batch.some((item) => named.has(item.id)) ? "sent" : "busy";
}

/* [outcome, results]. A receipt is JSON, not redirected and marked as ours; anything else is no network. */
async function ask(key, body) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(ENDPOINT, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", Authorization: `Submit ${key}` },
      credentials: "omit",
      cache: "no-store",
      redirect: "manual",
      signal: stop.signal,
    });
    const isOurs = response.type === "basic" && !response.redirected && response.headers.get("X-Sala") === "1";
    if (!isOurs) {
      return [response.status >= 500 ? "busy" : "portal", []];
    }
    if (response.status === 401) {
      return ["refused_key", []];
    }
    if (response.status === 400 || response.status === 413) {
      return ["unreadable", []];
    }
    if (response.status !== 200) {
      return ["busy", []];
    }
    if (!/^application\/json/.test(response.headers.get("Content-Type") || "")) {
      return ["portal", []];
    }
    const answer = await response.json();
    return Array.isArray(answer.results) ? ["sent", answer.results] : ["busy", []];
  } catch (problem) {
    return ["offline", []];
  } finally {
    clearTimeout(late);
  }
}

/* Changes the items that are still what was sent: one edited meanwhile has a new seq and is sent again. */
export function update(batch, fn) {
  return change(["outbox"], (tx) => {
    const outbox = tx.objectStore("outbox");
    batch.forEach((sent) => {
      const found = outbox.get(sent.id);
      found.onsuccess = () => found.result && found.result.seq === sent.seq && fn(outbox, found.result);
    });
  });
}

async function mark(batch, state) {
  await update(batch, (outbox, item) => outbox.put({ ...item, state }));
  tell({ state });
}

/* Who registered gets a code with the receipt; the PIN leaves the phone with any answer, whatever it is. */
async function settle(batch, named) {
  for (const { id, owner, payload } of batch) {
    const { result } = named.get(id) || {};
    if (result) {
      await remember({ owner, name: payload.nickname, code: result.code, isGuest: false });
    }
  }
  await update(batch, (outbox, item) => {
    const { status, revision, errors = {} } = named.get(item.id) || {};
    const state = FINAL[status] || "phone";
    if (status) {
      delete item.payload.pin;
    }
    if (state === "safe" && !item.keep) {
      outbox.delete(item.id);
    } else {
      outbox.put({ ...item, state, revision, errors });
    }
  });
  await dropForgotten();
}

let planned = 0;

/* Sends a little later, so that several taps make one request and many phones do not call in the same second. */
function soon(delay) {
  clearTimeout(planned);
  planned = setTimeout(async () => {
    const report = await send({ force: true });
    if (report.left && self.document) {
      askBackground();
    }
  }, delay);
}

async function askBackground() {
  if (!navigator.serviceWorker) {
    return;
  }
  const registration = await navigator.serviceWorker.ready;
  if (registration.sync) {
    registration.sync.register("sala-send").catch(() => {});
  }
}

let hasStarted = false;

export function start() {
  if (hasStarted) return;
  hasStarted = true;
  soon(500);
  self.addEventListener("online", () => soon(500 + Math.random() * 3000));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      soon(500);
    }
  });
  setInterval(send, 30000);
}
