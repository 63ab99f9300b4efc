/* What was typed on a field page, past what cannot be seen in it.

   number(text) -> a number, in Latin or Khmer digits; the text where it is none, for the server to refuse
   codes(text) -> its words */

import { latin } from "../js/khmer.js";

export function number(text) {
  const typed = latin(text).trim();
  return /^[0-9]{1,9}$/.test(typed) ? Number(typed) : typed;
}

export const codes = (text) => text.split(/[\s\u200b]+/).filter(Boolean);
