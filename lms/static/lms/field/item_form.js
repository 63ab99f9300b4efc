/* A small form of the field pages whose content is one item: it goes through the outbox, online too, and comes back as it
   was typed after a dead tab. Without an ambassador on this phone, or without storage, it goes the plain way.

   <form data-item="issue-note" data-next="/field/notes/"> … inputs …
   An input makes the field of its name; data-as="number", "codes" (words of a text), "flag" or "pair" ("venue:abc" makes
   {venue: "abc"}). <select data-list="venue:venues commune:communes"> is filled from what the phone keeps. */

import { put } from "../js/outbox.js";
import { change, get } from "../js/store.js";

const language = document.documentElement.lang;
const WAIT_FOR_RECEIPT = 6000;
const OWN = /^(csrfmiddlewaretoken|id|base_revision)$/;

const latin = (text) => text.trim().replace(/[០-៩]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x17b0));
const fieldsOf = (form) => [...form.elements].filter((input) => input.name && !OWN.test(input.name) && input.type !== "submit");

const READ = {
  number: (text) => (/^[0-9]{1,9}$/.test(latin(text)) ? Number(latin(text)) : latin(text)),
  codes: (text) => text.split(/\s+/).filter(Boolean),
};

export function payload(form) {
  const content = {};
  fieldsOf(form).forEach((input) => {
    const { as } = input.dataset;
    if (as === "flag") {
      content[input.name] = input.checked;
    } else if ((input.type === "radio" || input.type === "checkbox") && !input.checked) {
      return;
    } else if (as === "pair") {
      const [name, value] = input.value.split(/:(.*)/);
      content[name] = value;
    } else {
      content[input.name] = (READ[as] || String)(input.value);
    }
  });
  Object.keys(content).filter((name) => !content[name] || content[name].length === 0).forEach((name) => delete content[name]);
  return content;
}

const typed = (form) => fieldsOf(form).map((input) => [input.name, input.value, input.checked]);

function fill(form, values) {
  values.forEach(([name, value, isChecked]) => {
    const found = form.elements[name];
    const inputs = found && found.length && !found.options ? [...found] : [found].filter(Boolean);
    inputs.forEach((input) => {
      if (input.type === "radio" || input.type === "checkbox") {
        input.checked = input.value === value ? isChecked : input.checked;
      } else {
        input.value = value;
      }
    });
  });
}

/* What was sent, back into the inputs that it came from. */
function restore(form, content) {
  fieldsOf(form).forEach((input) => {
    const value = content[input.name];
    if (input.dataset.as === "pair") {
      const pairs = [...input.options].map((option) => option.value);
      input.value = pairs.find((pair) => content[pair.split(":")[0]] === pair.split(/:(.*)/)[1]) || "";
    } else if (input.type === "checkbox") {
      input.checked = value === true;
    } else if (input.type === "radio") {
      input.checked = input.value === value;
    } else {
      input.value = [].concat(value === undefined ? "" : value).join("\n");
    }
  });
}

function fillLists(form, data) {
  form.querySelectorAll("select[data-list]").forEach((list) => {
    if (list.options.length > 1) {
      return;
    }
    list.dataset.list.split(" ").forEach((what) => {
      const [prefix, name] = what.split(":");
      (data[name] || []).forEach((thing) => {
        list.add(new Option(thing[`name_${language}`], prefix ? `${prefix}:${thing.code}` : thing.code));
      });
    });
  });
  form.querySelectorAll("input[type=date]").forEach((input) => {
    const now = new Date();
    input.max = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    input.value = input.value || input.max;
  });
}

function mark(form, errors) {
  form.querySelectorAll("[data-said]").forEach((line) => line.remove());
  Object.keys(errors).forEach((name) => {
    const input = form.elements[name];
    const first = input && (input.length && !input.options ? input[0] : input);
    (errors[name][language] || []).forEach((text) => {
      const line = document.createElement("p");
      line.className = "error";
      line.dataset.said = "";
      line.setAttribute("role", "alert");
      line.textContent = text;
      ((first && first.closest(".field")) || form).prepend(line);
    });
  });
  const first = form.querySelector("[data-said]");
  if (first) {
    first.scrollIntoView({ block: "center" });
  }
}

async function receipt(item) {
  const end = Date.now() + WAIT_FOR_RECEIPT;
  let found = item;
  while (Date.now() < end && navigator.onLine && found && (found.state === "phone" || found.state === "sending")) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    found = await get("outbox", item.id);
  }
  return found;
}

async function begin(form) {
  const kind = form.dataset.item;
  let again = new URLSearchParams(location.search).get("session");
  const kept = () => get("state", "field").catch(() => null);
  const name = (owner) => `draft:${owner}:${kind}:${form.dataset.about || ""}`;
  const keep = async () => {
    const now = await kept();
    if (now) {
      await change(["state"], (tx) => tx.objectStore("state").put({ name: name(now.owner), typed: typed(form) }));
    }
  };
  form.addEventListener("input", () => keep().catch(() => {}));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const plain = () => HTMLFormElement.prototype.submit.call(form);
    const now = await kept();
    if (!now) {
      plain();
      return;
    }
    try {
      const values = typed(form);
      const item = await put(kind, payload(form), Object.assign({ owner: now.owner }, again ? { id: again } : {}));
      await change(["state"], (tx) => tx.objectStore("state").delete(name(now.owner)));
      const said = await receipt(item);
      if (said && said.state === "refused") {
        again = item.id;
        fill(form, values);
        await keep();
        mark(form, said.errors);
        return;
      }
      location.assign(form.dataset.next);
    } catch (problem) {
      plain();
    }
  });

  const now = await kept();
  if (now && !form.querySelector(".error")) {
    fillLists(form, now.data);
    const draft = await get("state", name(now.owner));
    const item = again && (await get("outbox", again));
    if (draft) {
      fill(form, draft.typed);
    }
    if (item && item.kind === kind && item.state === "refused") {
      if (!draft) {
        restore(form, item.payload);
      }
      mark(form, item.errors || {});
    } else {
      again = null;
    }
    form.dispatchEvent(new Event("filled"));
  }
}

document.querySelectorAll("form[data-item]").forEach((form) => begin(form).catch(() => {}));
