/* receipt(item) -> the item as it stands once the server has answered, or after a moment without an answer; undefined
   where nothing had to be kept of it */

import { get } from "../js/store.js";

const PATIENCE = 6000;

export async function receipt(item) {
  const end = Date.now() + PATIENCE;
  let found = item;
  while (Date.now() < end && navigator.onLine && found && (found.state === "phone" || found.state === "sending")) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    found = await get("outbox", item.id);
  }
  return found;
}
