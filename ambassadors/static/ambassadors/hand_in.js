/* Reads the row of QR codes that another phone shows (rescue.js) and hands it in. Where there is no camera there is the file. */

import { offerCamera } from "./scan.js";

const form = document.querySelector("[data-hand-in]");
const place = form.querySelector("[data-camera]");
const PIECE = /^SALA1 ([0-9a-f]{8}) (\d{1,4}) (\d{1,4}) ([^]*)$/;

/* Pieces by number; another phone's row begins anew. What is no piece adds nothing, and gives null. */
export function collector() {
  let row = { mark: "", count: 0, pieces: new Map() };
  return {
    add(text) {
      const [, mark, number, count, piece] = PIECE.exec(text) || [];
      if (!mark) {
        return null;
      }
      if (mark !== row.mark) {
        row = { mark, count: Number(count), pieces: new Map() };
      }
      row.pieces.set(Number(number), piece);
      return row;
    },
    whole: () =>
      row.count && row.pieces.size === row.count
        ? Array.from({ length: row.count }, (_, n) => row.pieces.get(n + 1)).join("")
        : null,
  };
}

const found = collector();
const stop = offerCamera(place, (text) => {
  const row = found.add(text);
  if (!row) {
    return null;
  }
  if (found.whole()) {
    stop();
    form.elements.text.value = found.whole();
    form.submit();
  }
  return place.dataset.read.replace("##", row.count).replace("#", row.pieces.size);
});
