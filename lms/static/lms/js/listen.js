/* Listening, on a tap and never by itself: the recordings of a screen or question one after the other; where there
   are none and the phone has a voice of its own for this language, that voice reads, and what was told after answering,
   too. Else the button stays hidden. */

const buttons = Array.from(document.querySelectorAll(".listen"));
const speech = window.speechSynthesis;
const player = new Audio();
let pressed = null;
let waiting = [];

/* Only a voice that lives on the phone: it needs no network and sends the text to nobody. */
function voice(button) {
  const voices = speech ? speech.getVoices() : [];
  const language = button.closest("[lang]").lang;
  return voices.find((one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language);
}

const SILENT = "button, .button, .chip, details:not([open]), figure, noscript, nav, progress, select, svg, .where, .question, [hidden]";
/* What was recorded of a question: the voice reads only what is told after answering, and an open hint. */
const RECORDED = ", legend, label, .parts, .field";

/* The lines of a screen, a question or what else is marked, as they are seen. */
function lines(button) {
  const isRecorded = button.dataset.audio;
  const place = button.closest(isRecorded ? ".question" : ".question, .screen, [data-spoken]");
  if (!place || !voice(button)) {
    return [];
  }
  const copy = place.cloneNode(true);
  copy.querySelectorAll(SILENT + (isRecorded ? RECORDED : "")).forEach((part) => part.remove());
  copy.querySelectorAll(".feedback, p").forEach((part) => part.prepend("\n"));
  return copy.textContent.split("\n").map((text) => ({ text: text.trim() })).filter(({ text }) => text);
}

export function stop() {
  if (pressed) {
    pressed.setAttribute("aria-pressed", "false");
  }
  pressed = null;
  waiting = [];
  player.pause();
  if (speech) {
    speech.cancel();
  }
}

function next() {
  const button = pressed;
  const ended = () => button === pressed && next();
  const { url, text } = waiting.shift() || {};
  if (url) {
    const unheard = button.nextElementSibling;
    const failed = () => {
      if (button === pressed) {
        stop();
        unheard.hidden = false;
      }
    };
    unheard.hidden = true;
    player.onended = ended;
    player.onerror = failed;
    player.src = url;
    player.play().catch(failed);
  } else if (text) {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice(button);
    said.lang = said.voice.lang;
    said.onend = said.onerror = ended;
    speech.speak(said);
  } else {
    stop();
  }
}

function offer() {
  buttons.forEach((button) => {
    button.hidden = !(button.dataset.audio || voice(button));
  });
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("a, button");
  const again = control && control === pressed;
  if (control) {
    stop();
  }
  if (buttons.includes(control) && !again) {
    pressed = control;
    pressed.setAttribute("aria-pressed", "true");
    const recorded = control.dataset.audio ? control.dataset.audio.split(" ") : [];
    waiting = recorded.map((url) => ({ url })).concat(lines(control));
    next();
  }
});
window.addEventListener("hashchange", stop);
window.addEventListener("pagehide", stop);
document.addEventListener("visibilitychange", () => document.hidden && stop());
if (speech) {
  speech.onvoiceschanged = offer; // Safari 14 knows no addEventListener here
}
offer();
