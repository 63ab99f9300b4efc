/* Reads the row of QR codes that another phone shows (rescue.js) and hands it in. Where the browser cannot read codes there
   is the file. */

const form = document.querySelector("[data-hand-in]");
const button = form.querySelector("[data-scan]");
const video = form.querySelector("[data-camera]");
const progress = form.querySelector("[data-progress]");
const PIECE = /^SALA1 ([0-9a-f]{8}) (\d{1,4}) (\d{1,4}) ([^]*)$/;

/* Pieces by number; another phone's row begins anew. */
export function collector() {
  let row = { mark: "", count: 0, pieces: new Map() };
  return {
    add(text) {
      const [, mark, number, count, piece] = PIECE.exec(text) || [];
      if (!mark) {
        return row;
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

async function scan() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
  const found = collector();
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  while (!found.whole()) {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      const { pieces, count } = found.add(rawValue);
      progress.textContent = progress.dataset.words.replace("##", count).replace("#", pieces.size);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  stream.getTracks().forEach((track) => track.stop());
  video.hidden = true;
  form.elements.text.value = found.whole();
  form.submit();
}

const canScan = "BarcodeDetector" in self && navigator.mediaDevices;
button.hidden = !canScan;
form.querySelector("[data-no-camera]").hidden = Boolean(canScan);
button.addEventListener("click", () => scan().catch(() => {}));
