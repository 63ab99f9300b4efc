/* Work that the server has answered otherwise than with "safe" (sync.md): come back or deleted, or kept for staff.

   answered(owner) -> {refused: [item], kept: [item]}   without what was put away
   putAway(items)                     they stay on the phone, and are not told of again
   states(owner) -> [state] | null    what the server says became of the owner's items (lms/sync/state.py)
   dropSettled(owner)                 what was kept for staff leaves the phone once they have dealt with it */

import { tell, update } from "./outbox.js";
import { all, get } from "./store.js";

const isKept = ({ state, status = state }) => status === "conflict" || status === "quarantined";

export async function answered(owner) {
  const items = (await all("outbox")).filter((item) => item.owner === owner && !item.isPutAway);
  const refused = items.filter(({ state }) => state === "refused" || state === "deleted");
  return { refused, kept: items.filter(isKept) };
}

export async function putAway(items) {
  await update(items, (outbox, item) => outbox.put({ ...item, isPutAway: true }));
  tell({ state: "phone" });
}

export async function states(owner) {
  const { key } = (await get("profiles", owner)) || {};
  if (!key) {
    return null;
  }
  const headers = { Authorization: `Submit ${key}` };
  const how = { headers, credentials: "omit", cache: "no-store", redirect: "manual" };
  const response = await fetch("/api/v1/sync/state/", how);
  const isAnswer = response.status === 200 && response.headers.get("X-Sala") === "1";
  return isAnswer ? (await response.json()).items : null;
}

export async function dropSettled(owner) {
  const kept = (await all("outbox")).filter((item) => item.owner === owner && isKept(item));
  const said = kept.length ? await states(owner) : null;
  if (said) {
    const open = new Set(said.filter(isKept).map(({ id }) => id));
    await update(kept.filter(({ id }) => !open.has(id)), (outbox, item) => outbox.delete(item.id));
    tell({ state: "phone" });
  }
}
