/* A small form of the field pages whose content is one item: it goes through the outbox, online too, and comes back as it
   was typed after a dead tab. Without an ambassador on this phone, or without storage, it goes the plain way.

   <form data-item="issue-note" data-next="/field/notes/"> … inputs …
   An input makes the field of its name; data-as="number", "codes" (words of a text), "flag" or "pair" ("venue:abc" makes
   {venue: "abc"}); a button that has a name makes a field that is true. <select data-list="venue:venues
   commune:communes"> is filled from what the phone keeps.

   A form with an input `base_revision` changes what it made before: data-at is the pattern of an address with its id,
   data-of names the list of what the phone keeps, data-keep keeps the item until field.js finds it there. Parts marked
   data-again="yes" show when something is changed, those marked "no" when it is new. */

import { dayFromNow } from "./day.js";
import { onSubmit } from "./once.js";
import { receipt } from "./receipt.js";
import { codes, number } from "./typed.js";
import { put } from "../js/outbox.js";
import { change, get } from "../js/store.js";

const language = document.documentElement.lang;
const OWN = /^(csrfmiddlewaretoken|id|base_revision)$/;

const fieldsOf = (form) => [...form.elements].filter((input) => input.name && !OWN.test(input.name) && input.type !== "submit");

const READ = { number, codes };

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
  const today = dayFromNow(0);
  form.querySelectorAll("input[type=date]").forEach((input) => {
    if ("coming" in input.dataset) {
      input.min = today;
    } else {
      input.max = today;
      input.value = input.value || today;
    }
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

/* What is on this phone of the thing with this id, newer than what the page or the kept list says of it. */
async function newer(form, id, record, { owner, since = 0 }) {
  const item = id && (await get("outbox", id));
  const isRevisable = Boolean(form.elements.base_revision);
  if (!item || item.owner !== owner || item.seq <= since || item.kind !== form.dataset.item || !(isRevisable || item.state === "refused")) {
    return null;
  }
  const isUnknown = document.body.hasAttribute("data-shell") && (!record || item.revision > record.revision);
  return item.state !== "safe" || isUnknown ? item : null;
}

function begin(form) {
  const kind = form.dataset.item;
  const base = form.elements.base_revision;
  const [, asked] = location.pathname.match(form.dataset.at || "^$") || [];
  let again = asked || new URLSearchParams(location.search).get("session");
  let pressed = null;
  const kept = () => get("state", "field").catch(() => null);
  const about = form.dataset.about || (base && again) || "";
  const name = (owner) => `draft:${owner}:${kind}:${about}`;
  /* Not before what was kept is back in the form: what is typed meanwhile must not take its place. */
  let opened = null;
  const keep = async () => {
    await opened;
    const now = await kept();
    if (now) {
      const draft = { name: name(now.owner), typed: typed(form), base: base && base.value };
      await change(["state"], (tx) => tx.objectStore("state").put(draft));
    }
  };
  form.addEventListener("input", () => keep().catch(() => {}));
  form.addEventListener("click", (event) => {
    pressed = event.target.closest("button") || pressed;
  });
  onSubmit(form, async () => {
    await opened;
    const flags = pressed && pressed.name ? { [pressed.name]: true } : {};
    const plain = () => {
      Object.keys(flags).forEach((flag) => {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: flag, value: "1" }));
      });
      HTMLFormElement.prototype.submit.call(form);
      return true;
    };
    const now = await kept();
    if (!now) {
      return plain();
    }
    try {
      const values = typed(form);
      const options = { owner: now.owner, keep: "keep" in form.dataset };
      if (again) {
        options.id = again;
      }
      if (base) {
        options.base_revision = Number(base.value) || 0;
      }
      const item = await put(kind, { ...payload(form), ...flags }, options);
      await change(["state"], (tx) => tx.objectStore("state").delete(name(now.owner)));
      const said = await receipt(item);
      if (said && (said.state === "refused" || (base && said.state === "conflict"))) {
        again = item.id;
        if (said.state === "conflict") {
          base.value = said.revision;
        }
        fill(form, values);
        await keep();
        mark(form, said.errors);
        return false;
      }
      location.assign(form.dataset.next);
      return true;
    } catch (problem) {
      return plain();
    }
  });

  const open = async () => {
    const now = await kept();
    if (!now || form.querySelector(".error") || form.hasAttribute("data-bound")) {
      return;
    }
    const draft = await get("state", name(now.owner));
    const record = again && (now.data[form.dataset.of] || []).find(({ id }) => id === again);
    const item = await newer(form, again, record, now);
    fillLists(form, now.data);
    const isShell = document.body.hasAttribute("data-shell");
    const set = (revision) => {
      if (base) {
        base.value = revision || 0;
      }
    };
    if (draft) {
      fill(form, draft.typed);
      set(draft.base);
    } else if (item) {
      restore(form, item.payload);
      set(item.state === "conflict" || item.state === "safe" ? item.revision : item.base_revision);
    } else if (record && isShell) {
      restore(form, record);
      set(record.revision);
    }
    if (item) {
      mark(form, item.errors || {});
    } else if (!asked) {
      again = null;
    }
    form.parentNode.querySelectorAll("[data-again]").forEach((part) => {
      part.hidden = (part.dataset.again === "yes") !== Boolean(again);
    });
    form.dispatchEvent(new Event("filled"));
  };
  opened = open().catch(() => {});
}

document.querySelectorAll("form[data-item]").forEach(begin);
