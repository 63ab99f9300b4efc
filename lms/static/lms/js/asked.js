/* The one question to a guest whose first lesson is completed: woman or man, for the counts alone. Once it is answered
   or put away it does not come again on this phone, until somebody else begins (choose(null) in store.js). */

import { put } from "./outbox.js";
import { all, change, get, guest, progress } from "./store.js";

export async function ask(question) {
  const [profile, before, items, lessons] = await Promise.all([guest(), get("state", "asked"), all("outbox"), progress.all()]);
  const hasJoined = !profile.isGuest || items.some(({ kind, owner }) => kind === "registration" && owner === profile.owner);
  if (hasJoined || before || lessons.filter(({ isDone }) => isDone).length > 1) {
    question.remove();
    return;
  }
  question.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (button) {
      event.preventDefault();
      question.hidden = true;
      if (button.value) {
        await put("guest-gender", { gender: button.value });
        question.nextElementSibling.hidden = false;
      }
      await change(["state"], (tx) => tx.objectStore("state").put({ name: "asked" }));
    }
  });
}
