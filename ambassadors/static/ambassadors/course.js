/* The way to the course for ambassadors: what is learnt on this phone from then on is the ambassador's own, not that of
   the guest or learner who used it before (lms/js/agree.js). Without a script the button leads there all the same. */

import { agree } from "../lms/js/agree.js";
import { alone, choose, current } from "../lms/js/store.js";

document.querySelectorAll("form[data-course]").forEach((form) =>
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const before = await current();
      if (before && !before.isGuest) {
        await choose(null);
      }
      await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });
      await alone(agree);
      location.assign(form.dataset.course);
    } catch (problem) {
      form.submit();
    }
  }),
);
