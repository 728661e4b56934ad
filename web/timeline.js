// What happened when, as bars and as a list.

import { h, plainText, put } from "./dom.js";
import { growing } from "./details.js";
import { LINES, LINE_NAMES } from "./look.js";
import { evidenceCard } from "./evidence.js";

/** @import {Evidence, LineName, Model} from "./model.js" */
/** @import {Scene, Tie} from "./select.js" */

/** @typedef {{when: string, tie: Tie, evidence: Evidence, source: number, target: number}} Entry */

/** Entries that are listed at once. */
const ENTRIES = 60;
/** Bars at most. */
const BARS = 48;

/**
 * All dated evidence that is seen, the oldest first; how much has no date.
 * @param {Scene} scene
 * @returns {{entries: Entry[], undated: number}}
 */
export function timelineEntries(scene) {
  /** @type {Entry[]} */
  const entries = [];
  let undated = 0;
  for (const tie of scene.ties) {
    for (const { edge, evidence } of tie.parts) {
      for (const e of evidence) {
        if (e.when) entries.push({ when: e.when, tie, evidence: e, source: edge.source, target: edge.target });
        else undated += 1;
      }
    }
  }
  entries.sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.evidence.sentence.index - b.evidence.sentence.index));
  return { entries, undated };
}

/**
 * Counts by day, month or year, whichever gives few enough bars.
 * @param {Entry[]} entries
 * @returns {Map<string, Record<LineName, number>>}
 */
export function timelineBars(entries) {
  for (const length of [10, 7, 4]) {
    /** @type {Map<string, Record<LineName, number>>} */
    const bars = new Map();
    for (const { when, tie } of entries) {
      const key = when.slice(0, length);
      const bar = bars.get(key) ?? { met: 0, planned: 0, unmet: 0, supports: 0, opposes: 0, belongs: 0 };
      bar[tie.line] += 1;
      bars.set(key, bar);
    }
    if (bars.size <= BARS || length === 4) return bars;
  }
  return new Map();
}

/**
 * @param {HTMLElement} panel
 * @param {Scene} scene
 * @param {Model} model
 * @param {{pickTie: (tie: Tie) => void}} actions
 */
export function showTimeline(panel, scene, model, actions) {
  const { entries, undated } = timelineEntries(scene);
  panel.replaceChildren(h("h2", null, "What happened when"));
  const note = undated > 0 ? `${undated} pieces of evidence have no date.` : "";
  if (entries.length === 0) {
    put(panel, h("p", null, `Nothing that is shown now has a date. ${note}`));
    return;
  }
  const bars = timelineBars(entries);
  const most = Math.max(...[...bars.values()].map((bar) => LINE_NAMES.reduce((sum, line) => sum + bar[line], 0)));
  const chart = h("ol", { class: "bars", "aria-label": "Evidence by time" });
  for (const [when, bar] of bars) {
    const all = LINE_NAMES.reduce((sum, line) => sum + bar[line], 0);
    const item = h("li", { title: `${when}: ${all}` }, h("span", { class: "hidden" }, `${when}: ${all}`));
    const stack = h("span", { class: "stack", "aria-hidden": "true" });
    for (const line of LINE_NAMES) {
      if (bar[line] === 0) continue;
      const piece = h("span", { class: `bar ${line}` });
      piece.style.height = `${(bar[line] / most) * 100}px`;
      put(stack, piece);
    }
    put(item, stack, h("span", { class: "when", "aria-hidden": "true" }, when));
    put(chart, item);
  }
  put(panel, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Evidence by time" }, chart));
  if (note) put(panel, h("p", { class: "facts" }, note));
  const item = (/** @type {Entry} */ entry) => {
    const [source, target] = [entry.source, entry.target].map((i) => plainText(model.actors[i].name));
    return h(
      "div",
      { class: "entry" },
      h("time", { datetime: entry.when }, entry.when),
      h(
        "div",
        null,
        h("button", { type: "button", class: `tie ${entry.tie.line}`, onclick: () => actions.pickTie(entry.tie) }, h("bdi", null, source), ` ${LINES[entry.tie.line].label} `, h("bdi", null, target)),
        evidenceCard(model, entry.evidence, source, target),
      ),
    );
  };
  put(panel, ...growing(entries, ENTRIES, item, "div"));
}
