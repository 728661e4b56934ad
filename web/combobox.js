// A field that finds actors by name, alias, country code or id: for the search and the two ends of
// a path. Follows the combobox pattern of WAI-ARIA.

import { counted, folded, h, plainText } from "./dom.js";

/** @import {Actor, Model} from "./model.js" */

const CHOICES = 12;

/** @type {WeakMap<Model, {actor: Actor, keys: string[]}[]>} */
const indexes = new WeakMap();

/** @param {Model} model */
function searchIndex(model) {
  let index = indexes.get(model);
  if (!index) {
    index = model.actors.map((actor) => ({
      actor,
      keys: [actor.name, ...actor.aliases, actor.iso3 ?? "", actor.id].map(folded).filter(Boolean),
    }));
    indexes.set(model, index);
  }
  return index;
}

/**
 * Actors that fit some words: whole names first, then beginnings, beginnings of words, parts.
 * @param {Model} model
 * @param {string} query
 * @param {number} [most]
 * @returns {Actor[]}
 */
export function findActors(model, query, most = CHOICES) {
  const wanted = folded(query.trim());
  if (!wanted) return [];
  const found = [];
  for (const { actor, keys } of searchIndex(model)) {
    let best = 9;
    for (const key of keys) {
      if (key === wanted) best = Math.min(best, 0);
      else if (key.startsWith(wanted)) best = Math.min(best, 1);
      else if (key.includes(` ${wanted}`)) best = Math.min(best, 2);
      else if (key.includes(wanted)) best = Math.min(best, 3);
    }
    if (best < 9) found.push({ actor, best });
  }
  found.sort((a, b) => a.best - b.best || b.actor.mentions - a.actor.mentions || a.actor.index - b.actor.index);
  return found.slice(0, most).map((f) => f.actor);
}

/**
 * The field.
 * @param {{id: string, label: string, placeholder: string, model: () => Model, onChoice: (actor: Actor) => void}} options
 */
export function combobox({ id, label, placeholder, model, onChoice }) {
  const list = h("ul", { id: `${id}-choices`, role: "listbox", "aria-label": label, hidden: true });
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    placeholder,
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
  });
  const told = h("span", { class: "hidden", role: "status" });
  /** @type {Actor[]} */
  let choices = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const choose = (/** @type {Actor | undefined} */ actor) => {
    if (!actor) return;
    input.value = plainText(actor.name);
    close();
    onChoice(actor);
  };
  const mark = (/** @type {number} */ to) => {
    active = to;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-choice-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  };
  const open = () => {
    choices = findActors(model(), input.value);
    list.replaceChildren(
      ...choices.map((actor, i) => {
        const wanted = folded(input.value.trim());
        const alias = folded(actor.name).includes(wanted) ? null : actor.aliases.find((a) => folded(a).includes(wanted));
        return h(
          "li",
          { id: `${id}-choice-${i}`, role: "option", "aria-selected": "false", onpointerdown: (/** @type {Event} */ e) => {
            e.preventDefault();
            choose(actor);
          } },
          h("span", { class: `dot ${actor.kind}`, "aria-hidden": "true" }),
          h("bdi", null, plainText(actor.name)),
          h("small", null, alias ? plainText(alias, 40) : actor.kind),
        );
      }),
    );
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(choices.length > 0));
    told.textContent = input.value.trim() ? `${counted(choices.length, "actor")} found` : "";
    active = -1;
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (list.hidden) open();
      const step = e.key === "ArrowDown" ? 1 : -1;
      if (choices.length > 0) mark((active + step + choices.length + (active < 0 && step < 0 ? 1 : 0)) % choices.length);
      e.preventDefault();
    } else if (e.key === "Enter") {
      choose(choices[Math.max(0, active)] ?? findActors(model(), input.value, 1)[0]);
      e.preventDefault();
    } else if (e.key === "Escape" && !list.hidden) {
      close();
      e.stopPropagation();
    }
  });
  const element = h("div", { class: "combobox" }, input, list, told);
  return { element, input };
}
