/* What waits on this phone leaves it another way: sealed for the server alone (lms/sync/rescue.py), as a file or as a row
   of QR codes. It stays here too, until the server has said that it is safe. The file takes the photos along where they
   fit; codes never do. */

import { waitingPhotos } from "./media.js";
import { waiting } from "../lms/js/outbox.js";
import { all, get } from "../lms/js/store.js";

const CONTEXT = "sala rescue 1";
const CHUNK = 420;
const PACE = 1500;
const PHOTO_BYTES = 5000000;
const place = document.querySelector("[data-rescue]");
const find = (name) => place.querySelector(`[data-${name}]`);
const bytesOf = (text) => new TextEncoder().encode(text);

function base64url(bytes) {
  let text = "";
  const octets = new Uint8Array(bytes);
  for (let start = 0; start < octets.length; start += 8192) {
    text += String.fromCharCode(...octets.subarray(start, start + 8192));
  }
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const rawKey = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

async function secretOf(key) {
  const hash = await crypto.subtle.digest("SHA-256", rawKey(key));
  const mac = await crypto.subtle.importKey("raw", hash, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const secret = await crypto.subtle.sign("HMAC", mac, bytesOf(CONTEXT));
  return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt"]);
}

/* Fewer codes to show, where the browser can pack. */
async function packed(plain) {
  if (typeof CompressionStream !== "function") {
    return null;
  }
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

async function seal(key, context, plain) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: bytesOf(context) };
  const sealed = await crypto.subtle.encrypt(how, await secretOf(key), plain);
  return { nonce: base64url(nonce), sealed: base64url(sealed) };
}

async function parcelOf(owner, items, photos) {
  const { key } = await get("profiles", owner);
  const plain = bytesOf(
    JSON.stringify(items.map(({ id, kind, made_at, seq, base_revision, payload }) => ({ id, kind, made_at, seq, base_revision, payload }))),
  );
  const small = await packed(plain).catch(() => null);
  const parcel = Object.assign({ owner, packed: Boolean(small) }, await seal(key, `${CONTEXT} ${owner}`, small || plain));
  if (photos.length) {
    parcel.photos = [];
    for (const { blob } of photos) {
      parcel.photos.push(await seal(key, `${CONTEXT} ${owner} photo`, await new Response(blob).arrayBuffer()));
    }
  }
  return parcel;
}

/* The photos that a file takes along: all of them, or none where they are too large for it. */
async function photosThatFit() {
  const photos = await waitingPhotos();
  return photos.reduce((size, { blob }) => size + blob.size, 0) > PHOTO_BYTES ? [] : photos;
}

export async function rescueText(photos = []) {
  const unsent = (await all("outbox")).filter(({ state }) => state === "phone" || state === "sending").sort((one, other) => one.seq - other.seq);
  const keys = new Set((await all("profiles")).map(({ owner }) => owner));
  const owners = Array.from(new Set(unsent.concat(photos).map(({ owner }) => owner))).filter((owner) => keys.has(owner));
  const of = (owner, things) => things.filter((thing) => thing.owner === owner);
  const parcels = await Promise.all(owners.map((owner) => parcelOf(owner, of(owner, unsent), of(owner, photos))));
  return JSON.stringify({ sala_rescue: 1, parcels });
}

async function giveFile() {
  const name = `sala-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.txt`;
  const file = new File([await rescueText(await photosThatFit().catch(() => []))], name, { type: "text/plain" });
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      find("said").textContent = place.dataset.shared;
      return;
    } catch (problem) {
      if (problem.name === "AbortError") {
        return;
      }
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  find("said").textContent = place.dataset.download;
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
  const failed = () => {
    find("said").textContent = place.dataset.failed;
  };
  find("file").addEventListener("click", () => giveFile().catch(failed));
  find("codes").addEventListener("click", () => showCodes().catch(failed));
  ["sala-outbox", "sala-media"].forEach((news) => self.addEventListener(news, () => tell().catch(() => {})));
  tell().catch(() => {});
}
