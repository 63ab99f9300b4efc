/* The codes of learner cards in a field, one a line, and the camera that reads them from the cards. */

import { offerCamera } from "./scan.js";
import { codes } from "../lms/field/typed.js";

// The address in the square of a card (lms/cards.py).
const CARD = /^https?:\/\/\S+\/c\/([A-Za-z0-9]{6})\/?$/;

export const codesIn = (roster) => codes(roster.value.toUpperCase());

/* One card after the other comes before the camera, until it is stopped; the same card is listed once. */
export function offerScan(roster) {
  const place = roster.form.querySelector("[data-camera]");
  offerCamera(place, (text) => {
    const card = CARD.exec(text);
    if (!card) {
      return null;
    }
    const code = card[1].toUpperCase();
    const known = codesIn(roster);
    if (!known.includes(code)) {
      roster.value = known.concat(code).join("\n");
      roster.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return place.dataset.read.replace("##", codesIn(roster).length).replace("#", code);
  });
}

const later = document.querySelector("form[data-item=attendance]");
if (later) {
  offerScan(later.elements.codes);
}
