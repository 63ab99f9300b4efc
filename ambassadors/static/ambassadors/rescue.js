/* The page on which what waits on this phone leaves it another way (lms/js/rescue.js), as a file or as a row of QR codes.
   The file takes the photos along where they fit; codes never do. */

import { waitingPhotos } from "./media.js";
import { waiting } from "../lms/js/outbox.js";
import { bytesOf, give, rescueText } from "../lms/js/rescue.js";

const CHUNK = 420;
const PACE = 1500;
const PHOTO_BYTES = 5000000;
const place = document.querySelector("[data-rescue]");
const find = (name) => place.querySelector(`[data-${name}]`);

/* The photos that a file takes along: all of them, or none where they are too large for it. */
async function photosThatFit() {
  const photos = await waitingPhotos();
  return photos.reduce((size, { blob }) => size + blob.size, 0) > PHOTO_BYTES ? [] : photos;
}

/* "SALA1 <first 8 of the text's SHA-256> <number> <of how many> <piece>": read in any order, whole when all are there. */
export async function codesOf(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text)));
  const mark = Array.from(digest.slice(0, 4), (byte) => (byte + 256).toString(16).slice(1)).join("");
  const count = Math.ceil(text.length / CHUNK);
  return Array.from({ length: count }, (_, n) => `SALA1 ${mark} ${n + 1} ${count} ${text.slice(n * CHUNK, (n + 1) * CHUNK)}`);
}

let timer = 0;

async function showCodes() {
  const { generate } = await import("./vendor/lean-qr/lean-qr.js");
  const codes = await codesOf(await rescueText());
  const canvas = place.querySelector("canvas");
  const pause = find("pause");
  const words = [pause.textContent, pause.dataset.go];
  let number = 0;
  const show = (step) => {
    number = (number + step + codes.length) % codes.length;
    generate(codes[number]).toCanvas(canvas, { on: [0, 0, 0, 255], off: [255, 255, 255, 255] });
    find("number").textContent = `${number + 1} / ${codes.length}`;
  };
  const run = (isOn) => {
    clearInterval(timer);
    timer = isOn ? setInterval(() => show(1), PACE) : 0;
    pause.querySelector("span").textContent = words[isOn ? 0 : 1];
  };
  find("shown").hidden = false;
  show(0);
  run(codes.length > 1);
  find("back").onclick = () => run(false) || show(-1);
  find("on").onclick = () => run(false) || show(1);
  pause.onclick = () => run(!timer);
  find("shown").scrollIntoView({ block: "center" });
}

async function tell() {
  const { count, oldest } = await waiting();
  const photos = await waitingPhotos().catch(() => []);
  const fit = await photosThatFit().catch(() => []);
  find("count").textContent = count;
  find("oldest-line").hidden = !count;
  find("oldest").textContent = new Date(Date.now() - (oldest || 0)).toLocaleDateString("en-GB");
  find("photos").textContent = photos.length;
  find("photos-line").hidden = !photos.length;
  find("photos-fit").hidden = !fit.length;
  find("photos-stay").hidden = !photos.length || Boolean(fit.length);
  find("by-codes").hidden = !count;
  find("some").hidden = !count && !fit.length;
  find("nothing").hidden = Boolean(count || photos.length);
}

if (place) {
  const said = find("said");
  find("file").addEventListener("click", async () => give(said, await photosThatFit().catch(() => [])));
  find("codes").addEventListener("click", () => showCodes().catch(() => (said.textContent = said.dataset.failed)));
  ["sala-outbox", "sala-media"].forEach((news) => self.addEventListener(news, () => tell().catch(() => {})));
  tell().catch(() => {});
}
