/* The session form's inputs as the payload of a training-session item, and back (ambassadors/sessions/forms.py does the same).

   payload(form) -> {...}          what was typed, without what is empty
   fill(form, payload, revision)   puts it into the inputs */

import { codes, number } from "../lms/field/typed.js";

const counts = (form, name, parts) => {
  const found = {};
  parts.forEach((code) => {
    const people = number(form.elements[`${name}_${code}`].value);
    if (people !== "") {
      found[code] = people;
    }
  });
  return found;
};
const GROUPS = ["poor", "marginalised"];
const FACES = ["1", "2", "3"];
const cells = (form) => [...form.querySelectorAll("[name^='people.']")];
const checked = (form) => [...form.querySelectorAll("[name=co_ambassadors]:checked")];
const isEmpty = (value) => value === "" || value === null || (typeof value === "object" && !Object.keys(value).length);

export function payload(form) {
  const { elements } = form;
  const value = (name) => elements[name].value;
  const [kind, subject] = value("subject").split(/:(.*)/);
  // Classes are counted, never named.
  const roster = value("kind") === "school" ? [] : codes(value("roster"));
  const content = {
    held_on: value("held_on"),
    starts_at: value("starts_at"),
    duration_minutes: number(value("duration") === "other" ? value("duration_other") : value("duration")),
    venue: value("venue"),
    venue_text: value("venue") === "not-listed" ? value("venue_text") : "",
    kind: value("kind"),
    grade: value("kind") === "school" ? value("grade") : "",
    language: value("language"),
    course: kind === "course" ? subject : "",
    topic: kind === "topic" ? subject : "",
    partner: number(value("partner")),
    headcount_total: number(value("headcount_total")),
    headcount: cells(form)
      .filter((cell) => number(cell.value) !== "")
      .map((cell) => {
        const [, gender, band] = cell.name.split(".");
        return { gender, age_band: band, count: number(cell.value) };
      }),
    people_with_disabilities: number(value("people_with_disabilities")),
    roster,
    roster_consent: Boolean(roster.length && elements.roster_consent.checked),
    priority: counts(form, "priority", GROUPS),
    feedback: counts(form, "feedback", FACES),
    location: value("latitude")
      ? { latitude: Number(value("latitude")), longitude: Number(value("longitude")), accuracy: Number(value("accuracy")) }
      : {},
    photo: value("photo"),
    note: value("note"),
    co_ambassadors: checked(form).map((input) => number(input.value)),
    from_paper: elements.from_paper.checked,
    plan: value("plan"),
  };
  Object.keys(content).filter((name) => isEmpty(content[name])).forEach((name) => delete content[name]);
  return content;
}

export function fill(form, content, revision) {
  const { elements } = form;
  const put = (name, value) => {
    elements[name].value = value === undefined ? "" : value;
  };
  const minutes = content.duration_minutes === undefined ? "" : String(content.duration_minutes);
  const isUsual = !minutes || [...elements.duration].some((option) => option.value === minutes);
  put("base_revision", revision);
  put("plan", content.plan);
  ["held_on", "starts_at", "venue", "venue_text", "kind", "grade", "language", "partner", "headcount_total", "note", "photo"]
    .concat("people_with_disabilities")
    .forEach((name) => put(name, content[name]));
  put("duration", isUsual ? minutes : "other");
  put("duration_other", isUsual ? "" : minutes);
  put("subject", content.course ? `course:${content.course}` : content.topic ? `topic:${content.topic}` : "");
  const people = new Map((content.headcount || []).map((cell) => [`people.${cell.gender}.${cell.age_band}`, cell.count]));
  cells(form).forEach((cell) => {
    cell.value = people.has(cell.name) ? people.get(cell.name) : "";
  });
  put("plan", content.plan);
  put("roster", (content.roster || []).join("\n"));
  elements.roster_consent.checked = Boolean(content.roster_consent);
  GROUPS.forEach((code) => put(`priority_${code}`, (content.priority || {})[code]));
  FACES.forEach((code) => put(`feedback_${code}`, (content.feedback || {})[code]));
  ["latitude", "longitude", "accuracy"].forEach((name) => put(name, (content.location || {})[name]));
  const colleagues = (content.co_ambassadors || []).map(String);
  form.querySelectorAll("[name=co_ambassadors]").forEach((input) => {
    input.checked = colleagues.includes(input.value);
  });
  elements.from_paper.checked = Boolean(content.from_paper);
  form.querySelectorAll("details.more").forEach((part) => {
    part.open = part.open || [...part.querySelectorAll("input, textarea")].some((input) => input.type !== "checkbox" && input.value);
  });
  // The sums and what applies follow; a draft does not come of this.
  form.dispatchEvent(new Event("filled"));
}
