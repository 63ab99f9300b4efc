/* Comparing what is typed in Khmer, as lms/khmer.py does on the server.

   latin(text)     with Latin digits, and without what cannot be seen
   digits(text)    the same without any space
   wordKey(text)   the same for every spelling that looks the same; spaces say nothing, for Khmer is written with and
                   without */

export const latin = (text) =>
  text.replace(/[\u200b-\u200d\u2060]/g, "").replace(/[០-៩]/g, (digit) => digit.charCodeAt(0) - 0x17e0);

export const digits = (text) => latin(text).replace(/\s/g, "");

export function wordKey(text) {
  return digits(text.normalize("NFC"))
    .replace(/([\u17b6-\u17c5])([\u17c9\u17ca])/g, "$2$1")
    .replace(/\u17c1\u17b6/g, "\u17c4")
    .replace(/\u17c1\u17b8/g, "\u17be")
    .replace(/\u17d2\u178a/g, "\u17d2\u178f")
    .replace(/(\u17d2\u179a)(\u17d2[\u1780-\u17a2])/g, "$2$1")
    .toLowerCase();
}
