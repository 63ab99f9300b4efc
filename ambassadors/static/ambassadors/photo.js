/* The photo of the room in the session form: made smaller on the phone, which also drops what the camera wrote into it
   (place, time, kind of phone). Without scripts there is no photo; the form is whole without it. */

import { field } from "./field.js";
import { dropUnnamed, keepPhoto, photoOf } from "./media.js";

const SIDE = 1280;
const SHOWN = 480;
const QUALITY = 0.72;

/* A picture that can be drawn. Old Safari has no createImageBitmap; an address blob: is not allowed here. */
function pictureOf(file) {
  if (typeof createImageBitmap === "function") {
    return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => createImageBitmap(file));
  }
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = reader.onerror = reject;
    reader.onload = () => {
      picture.src = reader.result;
    };
    reader.readAsDataURL(file);
  });
}

function drawn(picture, side, canvas = document.createElement("canvas")) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpegOf = (canvas) =>
  new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", QUALITY));

export function offerPhoto(form) {
  const place = form.querySelector("[data-photo]");
  const [input, canvas, drop] = ["input", "canvas", "button"].map((name) => place.querySelector(name));
  const note = place.querySelector("[role=status]");
  const named = form.elements.photo;
  if (!(self.crypto && crypto.subtle && canvas.toBlob)) {
    return;
  }
  place.hidden = false;

  const show = async () => {
    const kept = await field();
    const blob = named.value && kept && (await photoOf(kept.owner, named.value));
    drop.hidden = !named.value;
    canvas.hidden = !blob;
    note.textContent = named.value ? note.dataset.there : "";
    if (blob) {
      drawn(await pictureOf(blob), SHOWN, canvas);
    }
  };
  const name = (sha256) => {
    named.value = sha256;
    named.dispatchEvent(new Event("input", { bubbles: true }));
    return show();
  };

  input.addEventListener("change", async (event) => {
    event.stopPropagation();
    const kept = await field();
    if (!input.files[0] || !kept) {
      return;
    }
    try {
      const before = named.value;
      await name(await keepPhoto(kept.owner, await jpegOf(drawn(await pictureOf(input.files[0]), SIDE))));
      if (before && before !== named.value) {
        await dropUnnamed(kept.owner, before);
      }
    } catch (problem) {
      note.textContent = problem && problem.name === "QuotaExceededError" ? note.dataset.full : note.dataset.none;
    }
    input.value = "";
  });
  drop.addEventListener("click", async () => {
    const kept = await field();
    await dropUnnamed(kept.owner, named.value);
    await name("");
    input.focus();
  });
  form.addEventListener("filled", () => show().catch(() => {}));
  show().catch(() => {});
}
