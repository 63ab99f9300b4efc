/* Pieces of a page that scripts fill in; their words come from the server, in the page's language.

   draw(name, values) -> element    a copy of <template data-draw=name>, filled
   fillIn(element, values)          [data-fill] is set from values, [data-if] shows only where its value is true,
                                    [data-link] leads to values.link
   dayInWords("2026-11-26")         "26 November 2026" in the page's language, as the server writes it
   refill(element, elements)        these in place of what was in it (replaceChildren is too new for the phones) */

export function dayInWords(day) {
  const [year, month, number] = day.split("-");
  return `${Number(number)} ${document.body.dataset.months.split(" ")[month - 1]} ${year}`;
}

export function fillIn(element, values) {
  const each = (mark, fn) => [element, ...element.querySelectorAll(`[${mark}]`)].filter((found) => found.hasAttribute(mark)).forEach(fn);
  each("data-fill", (place) => {
    const value = values[place.dataset.fill];
    place.textContent = value === undefined || value === null ? "" : value;
  });
  each("data-if", (place) => {
    place.hidden = !values[place.dataset.if];
  });
  each("data-link", (place) => {
    place.href = values.link;
  });
  return element;
}

export function refill(element, elements) {
  element.textContent = "";
  element.append(...elements);
}

export function draw(name, values) {
  const template = document.querySelector(`template[data-draw=${name}]`);
  return fillIn(document.importNode(template.content, true).firstElementChild, values);
}
