/* Comparing what is typed in Khmer, as lms/khmer.py does on the server: each rule here is one there, where they are
   explained, and tests/browser/test_khmer_on_phone.py holds the two together.

   latin(text)     with Latin digits, and without what cannot be seen
   digits(text)    the same without any space
   wordKey(text)   the same for every spelling that looks the same; spaces say nothing, for Khmer is written with and
                   without */

const BASE = "[\u1780-\u17a2\u17a5-\u17b3\u25cc]";
const SUBSCRIPT = RegExp(`\u17d2${BASE}`, "g");
const CLUSTER = RegExp(`(${BASE})((?:\u17d2${BASE}|[\u17b6-\u17d3\u17dd])+)`, "g");
const ALIKE = { "\u17a3": "អ", "\u17a4": "អា", "\u17a8": "ឧក", "\u17d8": "។ល។", ឲ: "ឱ", "\u17d3": "\u17c6" };

export const latin = (text) =>
  text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[០-៩]/g, (digit) => digit.charCodeAt(0) - 0x17e0);

export const digits = (text) => latin(text).replace(/\s/g, "");

function inOrder(cluster, base, hanging) {
  const subscripts = hanging.match(SUBSCRIPT) || [];
  const marks = hanging.replace(SUBSCRIPT, "");
  const only = (members) => marks.replace(RegExp(`[^${members}]`, "g"), "");
  const once = (...classes) => Array.from(new Set(classes.map(only).join(""))).join("");
  const letters = subscripts.sort((one, other) => (one[1] === "រ") - (other[1] === "រ")).join("");
  let shifter = once("៉៊");
  // Vowels left, below, above and right, signs, final signs.
  let rest = (only("ើ-ៅ") + once("ុ-ួ", "ិ-ឺ", "ា", "\u17c6\u17cb\u17cd-\u17d1\u17dd", "ះៈ"))
    .replace(/^ើ(?!.*ី)([ិ-ួ]*)ា/, "ោ$1ី")
    .replace(/^[េើ]([ិ-ួ]*)ា/, "ោ$1")
    .replace(/^េ([ិ-ួ]*?)ី/, "ើ$1");
  if (!shifter && /ុ/.test(rest) && /[ិ-ឺើឿ\u17d0\u17dd]|ា.*ំ/.test(rest)) {
    rest = rest.replace("ុ", "");
    shifter = /[ក-ឃច-ឈដ-ឍត-ធផ-ភឞ-ហអ]/.test(base + letters) && !/ប/.test(base + letters) ? "៊" : "៉";
  }
  return base + once("\u17cc") + letters + shifter + rest;
}

export function wordKey(text) {
  return latin(text)
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\ufe0e\ufe0f\u17b4\u17b5]/g, "")
    .replace(/[\u17a3\u17a4\u17a8\u17d8ឲ\u17d3]/g, (letter) => ALIKE[letter])
    .normalize("NFC")
    .replace(/\u17d2\u17dd/g, "\u17dd\u17d2") // NFC tears a subscript apart
    .replace(CLUSTER, inOrder)
    .normalize("NFC")
    .replace(/\u17d2ដ/g, "\u17d2ត")
    .normalize("NFD")
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC")
    .replace(/\s/g, "");
}
