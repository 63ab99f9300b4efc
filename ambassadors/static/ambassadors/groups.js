/* Groups of learners: read where there is no network, and put into the roster of the session form.

   offerGroups(form, groups, asked)   a list beside the roster; `asked` is the id of the group to begin with */

import { draw, refill } from "./draw.js";
import { field } from "./field.js";
import { codesIn } from "./cards.js";

const language = document.documentElement.lang;
const place = document.querySelector("[data-part=groups]");

function take(form, group) {
  const { roster, headcount_total: total } = form.elements;
  const codes = codesIn(roster);
  roster.value = Array.from(new Set(codes.concat(group.members.map((member) => member.code)))).join("\n");
  total.value = total.value || codesIn(roster).length || "";
  roster.dispatchEvent(new Event("input", { bubbles: true }));
}

export function offerGroups(form, groups = [], asked) {
  const offer = form.querySelector("[data-take-from-group]");
  const list = offer.querySelector("select");
  const full = groups.filter((group) => group.members.length);
  offer.hidden = !full.length;
  full.forEach((group) => list.add(new Option(`${group.name} (${group.members.length})`, group.id)));
  list.addEventListener("change", () => {
    const group = full.find(({ id }) => id === list.value);
    if (group) {
      take(form, group);
    }
  });
  const first = full.find(({ id }) => id === asked);
  if (first) {
    take(form, first);
    offer.closest("details").open = true;
  }
}

async function show() {
  const kept = await field();
  if (!kept) {
    return;
  }
  const groups = kept.data.groups || [];
  place.querySelector("[data-no-groups]").hidden = groups.length;
  refill(
    place.querySelector("[data-groups-list]"),
    groups.map((group) =>
      draw("group", {
        name: group.name,
        place: group.place[language],
        people: group.members.length,
        members: group.members.map((member) => member.name).join(", "),
        link: `/field/sessions/new/?group=${group.id}`,
      }),
    ),
  );
}

if (place) {
  const quietly = () => show().catch(() => {});
  self.addEventListener("sala-field", quietly);
  quietly();
}
