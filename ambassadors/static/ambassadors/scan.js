/* Reads QR codes with the phone's camera, in this page alone: no picture is kept or sent.

   offerCamera(place, see)   makes field/camera.html work. Each code that comes before the camera goes to see(text), which
                             returns what to say about it, or null where it is none of ours. Returns stop().
   decoder(Detector)         an async function from ImageData to the texts in it

   Safari, Firefox, computers and Androids without Google's services have no BarcodeDetector, or one that knows no QR codes.
   They fetch a decoder of 15 KB when the camera is first opened; the phone keeps it for places without a network. */

const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } };
// Of the square that is read: sharp enough for the fullest codes of a rescue, small enough for a slow phone.
const PIXELS = 640;
const PAUSE = 150;
const PROBLEMS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export async function decoder(Detector = self.BarcodeDetector) {
  try {
    if ((await Detector.getSupportedFormats()).includes("qr_code")) {
      const detector = new Detector({ formats: ["qr_code"] });
      return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue);
    }
  } catch (problem) {
    // No detector, or one of before there were formats.
  }
  return ownDecoder();
}

async function ownDecoder() {
  const { decodeQR } = await import("./vendor/qr/decode.js");
  return async (picture) => {
    try {
      return [decodeQR(picture)];
    } catch (problem) {
      return []; // there is no code in it, or none that can be read
    }
  };
}

/* The part of the camera's picture that the page shows, and no more: only the code that is aimed at is meant. */
function aimedAt(video, canvas) {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  const size = Math.min(side, PIXELS);
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, (videoWidth - side) / 2, (videoHeight - side) / 2, side, side, 0, 0, size, size);
  return context.getImageData(0, 0, size, size);
}

/* Gives what comes into sight to found(text), once for as long as it stays there. */
async function watch(video, isOn, found) {
  const canvas = document.createElement("canvas");
  let read = await decoder();
  let before = [];
  while (isOn()) {
    if (video.videoWidth) {
      let texts = [];
      try {
        texts = await read(aimedAt(video, canvas));
      } catch (problem) {
        read = await ownDecoder(); // a detector that cannot do what it says
      }
      texts.filter((text) => isOn() && !before.includes(text)).forEach(found);
      before = texts.length ? texts : before;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

const end = (stream) => stream && stream.getTracks().forEach((track) => track.stop());

export function offerCamera(place, see) {
  const [button, finder, said] = ["scan", "finder", "said"].map((name) => place.querySelector(`[data-${name}]`));
  const label = button.querySelector("span");
  const begin = label.textContent;
  const video = finder.querySelector("video");
  let run = null; // what began with the last tap, while it lasts

  const say = (words, isProblem) => {
    said.textContent = words;
    said.className = isProblem ? "error" : "help";
  };
  const stop = () => {
    run = null;
    end(video.srcObject);
    video.srcObject = null;
    finder.hidden = true;
    label.textContent = begin;
    if (said.textContent === place.dataset.aim) {
      say("");
    }
  };
  const fail = (problem) => {
    stop();
    say(place.dataset[PROBLEMS[problem.name] || "failed"], true);
  };
  const found = (text) => {
    const words = see(text);
    if (words && words !== said.textContent && navigator.vibrate) {
      navigator.vibrate(80);
    }
    say(words || place.dataset.unknown, !words);
  };

  const start = async () => {
    const own = {};
    const isOn = () => run === own;
    run = own;
    label.textContent = place.dataset.stop;
    say("");
    try {
      const stream = await navigator.mediaDevices.getUserMedia(WANTED);
      if (!isOn()) {
        end(stream);
        return;
      }
      stream.getTracks().forEach((track) => track.addEventListener("ended", () => isOn() && fail({ name: "AbortError" })));
      video.srcObject = stream;
      finder.hidden = false;
      say(place.dataset.aim);
      place.scrollIntoView({ block: "nearest" });
      await video.play();
      // What is folded away meanwhile shows no camera that is on.
      await watch(video, () => isOn() && (!place.closest("[hidden], details:not([open])") || stop()), found);
    } catch (problem) {
      isOn() && fail(problem);
    }
  };

  const canScan = Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  button.hidden = !canScan;
  place.querySelector("[data-no-camera]").hidden = canScan;
  button.addEventListener("click", () => (run ? stop() : start()));
  place.closest("form").addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  self.addEventListener("pagehide", stop);
  return stop;
}
