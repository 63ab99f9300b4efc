/* Recording in the browser: one text at a time, Opus, mono, at most 32 kbit/s. Each recording is kept at once. */

const list = document.querySelector(".narration");
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const kind = window.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
const canRecord = Boolean(kind && navigator.mediaDevices);
let recording = null;
let isAsking = false;

function offer(row) {
  row.querySelector("[data-record]").hidden = !canRecord;
}

function complain(row, sentence) {
  const place = row.querySelector(".narration-problem");
  place.textContent = sentence;
  place.hidden = false;
}

async function keep(row, blob) {
  const form = new FormData(row);
  form.delete("remove");
  form.set("row", "1");
  form.set("file", blob, "recording");
  const answer = await fetch(location.href, { method: "POST", body: form }).catch(() => null);
  if (!answer || !answer.ok) {
    complain(row, answer && answer.status === 422 ? await answer.text() : list.dataset.failed);
    return;
  }
  const holder = document.createElement("template");
  holder.innerHTML = (await answer.text()).trim();
  const fresh = holder.content.firstElementChild;
  row.replaceWith(fresh);
  offer(fresh);
  fresh.querySelector("[data-record]").focus();
}

async function record(row, button) {
  isAsking = true; // for the microphone, which somebody may have to allow first: a second tap meanwhile is none
  const stream = await navigator.mediaDevices
    .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
    .catch(() => null);
  isAsking = false;
  if (!stream) {
    complain(row, list.dataset.denied);
    return;
  }
  const pieces = [];
  const own = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
  const words = button.querySelector("span");
  const before = words.textContent;
  own.addEventListener("dataavailable", (event) => pieces.push(event.data));
  own.addEventListener("stop", () => {
    stream.getTracks().forEach((track) => track.stop());
    words.textContent = before;
    button.classList.remove("no");
    recording = recording === own ? null : recording;
    keep(row, new Blob(pieces, { type: kind }));
  });
  own.row = row;
  words.textContent = list.dataset.stop;
  button.classList.add("no");
  own.start();
  recording = own;
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-record]");
  if (!button) {
    return;
  }
  const row = button.closest("form");
  const isOwn = recording && recording.row === row;
  if (recording) {
    recording.stop();
  }
  if (!isOwn && !isAsking) {
    record(row, button);
  }
});

list.querySelectorAll("form").forEach(offer);
document.querySelector("[data-no-recorder]").hidden = canRecord;
