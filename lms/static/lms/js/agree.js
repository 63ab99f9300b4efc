/* The server's session and the phone agree on who learns here.

   agree() -> profile | null   whoever the session says gets a submit key on this phone; without one, the phone's guest
                               is it. Call it inside alone() (store.js): while it runs nothing is sent, so that a key
                               never changes hands on its way. Who had themselves deleted, here or on another phone,
                               leaves this one with all that is theirs. */

import { all, change, choose, current, forget, newKey, remember } from "./store.js";

const language = document.documentElement.lang;

async function post(body) {
  const response = await fetch(`/${language}/me/this-phone/`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
    credentials: "same-origin",
    redirect: "manual",
  });
  const isAnswer = /200|410/.test(response.status) && /json/.test(response.headers.get("Content-Type") || "");
  return isAnswer && response.headers.get("X-Sala") === "1" ? response.json() : null;
}

async function eraseHere({ owner, code }) {
  const own = (await all("profiles")).filter((profile) => profile.owner === owner || (code && profile.code === code));
  const owners = own.map((profile) => profile.owner);
  const items = (await all("outbox")).filter((item) => owners.includes(item.owner));
  await change(["outbox"], (tx) => items.forEach(({ id }) => tx.objectStore("outbox").delete(id)));
  await Promise.all(owners.map(forget));
}

export async function agree() {
  const now = await current();
  let key = now ? now.key : newKey();
  let answer = await post(now && now.isGuest ? { key, guest: now.owner } : { key });
  if (answer && answer.is_erased) {
    await eraseHere(now);
    return null;
  }
  if (!answer && now) {
    key = newKey();
    answer = await post({ key });
  }
  const chosen = await current();
  if (!answer || !answer.owner || (chosen && chosen.owner) !== (now && now.owner)) {
    return null; // nobody, or somebody else was chosen meanwhile
  }
  if (now && now.key === key && now.owner !== answer.owner) {
    // The key is the other's now; what this one still has to send goes under a new one.
    await remember({ owner: now.owner, key: newKey() });
  }
  const code = document.querySelector(".my-code, .big-code");
  const said = { owner: answer.owner, key, name: answer.name || null, isGuest: answer.is_guest, isForgotten: false };
  if (code && !answer.is_guest) {
    said.code = code.textContent.trim();
  }
  await remember(said);
  await choose(answer.owner);
  return said;
}
