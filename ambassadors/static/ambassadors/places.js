/* The session form's helpers where scripts run: finding a place by typing part of its name in Khmer or Latin letters,
   fields that only show where they apply, the location on tap. The form works without any of it. */

import { wordKey } from "../lms/js/khmer.js";

const FOUND_AT_MOST = 6;

/* A search field above the list; a tap on what it finds chooses it there. */
export function addSearch(form) {
  const place = form.querySelector("[data-venue]");
  const list = form.elements.venue;
  const search = document.createElement("input");
  const found = document.createElement("div");
  search.type = "search";
  search.className = "input";
  search.placeholder = place.dataset.find;
  search.setAttribute("aria-label", place.dataset.find);
  search.autocomplete = "off";
  found.className = "found";
  found.setAttribute("role", "status");
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = wordKey(search.value);
    found.textContent = "";
    const options = wanted ? [...list.options].filter((option) => option.value) : [];
    const fits = (option) => wordKey(`${option.textContent} ${option.dataset.names || ""}`).includes(wanted);
    options.filter(fits).slice(0, FOUND_AT_MOST).forEach((option) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button second";
      button.textContent = option.textContent;
      button.addEventListener("click", () => {
        list.value = option.value;
        search.value = found.textContent = "";
        list.dispatchEvent(new Event("input", { bubbles: true }));
        list.dispatchEvent(new Event("change", { bubbles: true }));
        list.focus();
      });
      found.appendChild(button);
    });
  });
  list.before(search, found);
}

/* [data-shown-for="field value"] shows only while that field has that value, [data-hidden-for] only while it has not. */
export function showWhatApplies(form) {
  form.querySelectorAll("[data-hidden-for]").forEach((part) => {
    const [name, value] = part.dataset.hiddenFor.split(" ");
    part.hidden = form.elements[name].value === value;
  });
  form.querySelectorAll("[data-shown-for]").forEach((part) => {
    const [name, value] = part.dataset.shownFor.split(" ");
    part.hidden = form.elements[name].value !== value;
  });
}

/* Puts the venues ([{code, latitude, longitude}]) that say where they are before the others, the nearest first. */
export function nearestFirst(form, venues) {
  const list = form.elements.venue;
  const chosen = list.value;
  const [latitude, longitude] = [form.elements.latitude, form.elements.longitude].map((field) => Number(field.value));
  const shrink = Math.cos((latitude * Math.PI) / 180);
  const away = new Map(
    venues
      .filter((venue) => venue.latitude !== null)
      .map((venue) => [venue.code, Math.hypot(venue.latitude - latitude, (venue.longitude - longitude) * shrink)]),
  );
  const near = document.createDocumentFragment();
  near.append(
    ...[...list.options]
      .filter((option) => away.has(option.value))
      .sort((one, other) => away.get(one.value) - away.get(other.value)),
  );
  list.insertBefore(near, list.children[list.options[0].value ? 0 : 1]);
  list.value = chosen;
}

export function offerLocation(form) {
  const place = form.querySelector("[data-location]");
  const note = place.querySelector("[role=status]");
  const { latitude, longitude, accuracy } = form.elements;
  place.hidden = !navigator.geolocation;
  place.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(3);
        longitude.value = coords.longitude.toFixed(3);
        accuracy.value = Math.max(100, Math.round(coords.accuracy));
        note.textContent = note.dataset.done.replace("#", accuracy.value);
        latitude.dispatchEvent(new Event("input", { bubbles: true }));
        form.dispatchEvent(new Event("located"));
      },
      () => {
        note.textContent = note.dataset.none;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
}
