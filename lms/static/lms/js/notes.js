/* Notices that scripts put into a page. Their words come from the server, in the page's language.

   part(name, values) -> element    a notice of /<language>/offline/parts/: [data-fill] is set from values,
                                    [data-if] shows only where one of the values it names is true
   show(name, values) -> element    puts it below the page, in place of an earlier one of that name; null without parts
   hide(name) */

const language = document.documentElement.lang;
let parts = null;

async function fetchParts() {
  const response = await fetch(`/${language}/offline/parts/`);
  if (!response.ok || response.headers.get("X-Sala") !== "1") {
    throw new Error("no parts");
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.head.appendChild(document.importNode(page.querySelector("link"), true));
  return page;
}

export async function part(name, values = {}) {
  parts = parts || fetchParts();
  parts.catch(() => {
    parts = null;
  });
  const found = (await parts).getElementById(name);
  const copy = document.importNode(found.content, true).firstElementChild;
  copy.querySelectorAll("[data-fill]").forEach((place) => {
    place.textContent = values[place.dataset.fill];
  });
  copy.querySelectorAll("[data-if]").forEach((place) => {
    place.hidden = !place.dataset.if.split(" ").some((condition) => values[condition]);
  });
  return copy;
}

const shown = {};

export async function show(name, values) {
  const turn = (shown[name] = {});
  const note = await part(name, values).catch(() => null);
  if (!note || shown[name] !== turn) {
    return null;
  }
  hide(name);
  let notes = document.getElementById("notes");
  if (!notes) {
    notes = document.createElement("div");
    notes.id = "notes";
    document.querySelector("main").appendChild(notes);
  }
  note.dataset.note = name;
  notes.appendChild(note);
  return note;
}

export function hide(name) {
  shown[name] = null;
  document.querySelectorAll(`[data-note="${name}"]`).forEach((note) => note.remove());
}
