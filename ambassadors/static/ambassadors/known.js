/* Ambassadors who share a phone: the names that were signed in here, to choose from on the sign-in page.

   Only names and user names are kept, on this phone alone. Choosing one signs nobody in: the password, or the square
   of the coordinator, is needed as ever. */

import { waiting } from "../lms/js/outbox.js";

const PLACE = "sala-ambassadors";
const MOST = 8;
const { owner, person, userName } = document.body.dataset;
const section = document.querySelector("[data-known]");

export function people() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) || [];
  } catch (problem) {
    return [];
  }
}

function keep(people) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(people.slice(0, MOST)));
  } catch (problem) {
    // A browser that keeps nothing: the form is there as ever.
  }
}

const without = (gone) => people().filter((one) => one.owner !== gone);

async function draw() {
  const known = people();
  section.hidden = !known.length;
  section.querySelector("ul").textContent = "";
  for (const one of known) {
    const row = document.importNode(document.querySelector("template[data-known-person]").content, true);
    row.querySelector("[data-name]").textContent = one.name;
    row.querySelector("[data-do=choose]").addEventListener("click", () => {
      document.querySelector("input[name=username]").value = one.userName;
      document.querySelector("input[name=password]").focus();
    });
    row.querySelector("[data-do=forget]").addEventListener("click", () => {
      keep(without(one.owner));
      draw();
    });
    const note = row.querySelector("[data-waiting]");
    section.querySelector("ul").appendChild(row);
    const { count } = await waiting(one.owner).catch(() => ({ count: 0 }));
    note.hidden = !count;
    note.querySelector("b").textContent = count;
  }
}

if (owner && person) {
  keep([{ owner, name: person, userName }, ...without(owner)]);
}
if (section) {
  draw();
}
