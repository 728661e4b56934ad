// The panel of filters.

import { h, put, words, plainText } from "./dom.js";
import { LINES, LINE_NAMES } from "./look.js";
import { ACTOR_KINDS } from "./model.js";
import { newFilter } from "./select.js";
import { speakerName } from "./evidence.js";

/** @import {Filter} from "./select.js" */
/** @import {Model} from "./model.js" */

/**
 * Fills the panel. `onChange` is called after each change of the filter.
 * @param {HTMLElement} panel
 * @param {Model} model
 * @param {Filter} filter
 * @param {() => void} onChange
 */
export function showFilters(panel, model, filter, onChange) {
  const toggle = (/** @type {Set<string>} */ hidden, /** @type {string} */ name, /** @type {string} */ label, /** @type {Node | null} */ sign) => {
    const box = h("input", { type: "checkbox", checked: !hidden.has(name), "data-filter": name });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(name);
      else hidden.add(name);
      onChange();
    });
    return h("label", { class: "check" }, box, sign, label);
  };
  const present = (/** @type {(string | undefined)[]} */ names) => [...new Set(names.filter((n) => n !== undefined))].sort();
  const lines = new Set(model.edges.map((e) => e.line));
  const kinds = new Set(model.actors.map((a) => a.kind));
  const categories = present(model.edges.map((e) => e.category));
  const statuses = present(model.edges.map((e) => e.status));
  const sources = present(model.documents.map((d) => d.source ?? d.id));
  const group = (/** @type {string} */ title, /** @type {Node[]} */ content, open = true) =>
    content.length > 0 ? h("details", { open }, h("summary", null, title), ...content) : null;

  const confidence = h("input", { type: "range", min: "0", max: "100", step: "5", value: String(filter.confidence * 100), id: "confidence" });
  const sure = h("output", { for: "confidence" }, `${Math.round(filter.confidence * 100)} %`);
  confidence.addEventListener("input", () => {
    filter.confidence = Number(confidence.value) / 100;
    sure.textContent = `${confidence.value} %`;
    onChange();
  });

  const source = h("select", { id: "source" }, h("option", { value: "" }, "all"));
  for (const name of sources) {
    put(source, h("option", { value: name, selected: name === filter.source }, plainText(name ?? "", 60)));
  }
  source.addEventListener("change", () => {
    filter.source = source.value;
    onChange();
  });

  const voice = h("select", { id: "voice" }, h("option", { value: "" }, "anybody"), h("option", { value: "text", selected: filter.voice === "text" }, "the texts themselves"));
  const speakers = present(model.edges.flatMap((e) => e.evidence.flatMap((v) => v.attribution)));
  const named = speakers.map((id) => ({ id: id ?? "", name: speakerName(model, id ?? "") })).sort((a, b) => a.name.localeCompare(b.name, "en"));
  for (const { id, name } of named) put(voice, h("option", { value: id, selected: id === filter.voice }, plainText(name, 60)));
  voice.addEventListener("change", () => {
    filter.voice = voice.value;
    onChange();
  });

  const day = (/** @type {"from" | "until"} */ which, /** @type {string} */ label) => {
    const input = h("input", { type: "date", value: filter[which], id: `day-${which}` });
    input.addEventListener("change", () => {
      filter[which] = input.value;
      onChange();
    });
    return h("label", { class: "field" }, label, input);
  };

  const flag = (/** @type {"rolledUp" | "loners" | "undated"} */ which, /** @type {string} */ label) => {
    const box = h("input", { type: "checkbox", checked: filter[which], id: `flag-${which}` });
    box.addEventListener("change", () => {
      filter[which] = box.checked;
      onChange();
    });
    return h("label", { class: "check" }, box, label);
  };

  const reset = h("button", { type: "button", id: "reset" }, "Show all again");
  reset.addEventListener("click", () => {
    Object.assign(filter, newFilter());
    // “All” is what its name says.
    showFilters(panel, model, filter, onChange);
    onChange();
  });
  const around = filter.around
    ? h("p", { class: "around" }, `Only within ${filter.around.depth === 1 ? "one step" : `${filter.around.depth} steps`} of `, h("bdi", null, plainText(model.actors[filter.around.actor].name)))
    : null;

  panel.replaceChildren();
  put(
    panel,
    around,
    group("Relations", LINE_NAMES.filter((l) => lines.has(l)).map((l) => toggle(filter.hiddenLines, l, LINES[l].legend, h("span", { class: `swatch ${l}`, "aria-hidden": "true" })))),
    group("Actors", [
      ...ACTOR_KINDS.filter((k) => kinds.has(k)).map((k) => toggle(filter.hiddenActors, k, { country: "countries", person: "people", group: "groups" }[k], h("span", { class: `dot ${k}`, "aria-hidden": "true" }))),
      flag("loners", "those without a tie"),
      flag("rolledUp", "count officials for their country"),
    ]),
    group("Evidence", [
      h("label", { class: "field" }, "At least ", sure, " sure", confidence),
      h("label", { class: "field" }, "Source", source),
      h("label", { class: "field" }, "Said by", voice),
      day("from", "From"),
      day("until", "Until"),
      flag("undated", "with days, what has no date too"),
    ]),
    group("What is done", categories.map((c) => toggle(filter.hiddenCategories, c ?? "", words(c ?? ""), null)), false),
    group("Meetings", statuses.map((s) => toggle(filter.hiddenStatuses, s ?? "", words(s ?? ""), null)), false),
    reset,
  );
}
