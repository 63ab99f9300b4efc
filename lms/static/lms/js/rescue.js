/* What waits on this phone leaves it another way: sealed for the server alone (lms/sync/rescue.py), as a file that anybody
   may carry to an ambassador. It stays here too, until the server has said that it is safe.

   rescueText(photos?) -> text      all that is unsent, each owner's by itself; photos: [{owner, blob}]
   bytesOf(text) -> Uint8Array      as UTF-8
   give(place, photos?)             shares or saves it as a file, and says in `place` what came of it: the words are its
                                    data-shared, data-download and data-failed */

import { all } from "./store.js";

const CONTEXT = "sala rescue 1";
export const bytesOf = (text) => new TextEncoder().encode(text);

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

async function parcelOf({ owner, key }, items, photos) {
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

export async function rescueText(photos = []) {
  const isUnsent = ({ state }) => state === "phone" || state === "sending";
  const unsent = (await all("outbox")).filter(isUnsent).sort((one, other) => one.seq - other.seq);
  const of = (things, { owner }) => things.filter((thing) => thing.owner === owner);
  const makers = (await all("profiles")).filter((profile) => of(unsent.concat(photos), profile).length);
  const parcels = await Promise.all(makers.map((profile) => parcelOf(profile, of(unsent, profile), of(photos, profile))));
  return JSON.stringify({ sala_rescue: 1, parcels });
}

async function giveFile(photos) {
  const name = `sala-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.txt`;
  const file = new File([await rescueText(photos)], name, { type: "text/plain" });
  if (navigator.canShare && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return "shared";
    } catch (problem) {
      if (problem.name === "AbortError") {
        return "";
      }
    }
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  return "download";
}

export async function give(place, photos) {
  const outcome = await giveFile(photos).catch(() => "failed");
  place.textContent = place.dataset[outcome] || "";
}
