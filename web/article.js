// The article itself: who is meant where, and what is said of them.

import { h, plainText, put } from "./dom.js";
import { LINES } from "./look.js";

/** @import {Evidence, Model} from "./model.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */

/** @typedef {{tie: Tie, evidence: Evidence, number: number}} Statement */

/**
 * From bytes (UTF-8) of a text to its UTF-16 units.
 * @param {string} text
 * @returns {(byte: number) => number}
 */
export function byteMap(text) {
  /** @type {number[]} */
  const starts = [];
  let byte = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    starts.push(byte);
    if (code >= 0xd800 && code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      // Both units of a pair begin at its first byte: a search never ends between them.
      starts.push(byte);
      byte += 4;
      i += 1;
    } else {
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
  }
  return (wanted) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/**
 * @param {HTMLElement} panel
 * @param {Scene} scene
 * @param {Model} model
 * @param {{pickNode: (node: SceneNode) => void, pickTie: (tie: Tie) => void}} actions
 */
export function showArticle(panel, scene, model, actions) {
  const { article } = model;
  panel.replaceChildren(h("h2", null, "The text, as it was read"));
  if (!article) {
    put(panel, h("p", null, "This page holds no text."));
    return;
  }
  const { text } = article;
  const unit = byteMap(text);
  /** @type {{at: number, end: number, make: (inner: Node[]) => Node}[]} */
  const spans = [];
  for (const [start, end, form, place, actors] of article.marks) {
    const nodes = actors.map((a) => scene.byActor.get(a)).filter((n) => n !== undefined);
    if (nodes.length === 0) continue;
    const names = nodes.map((n) => plainText(n.actor.name)).join(", ");
    const title = `${names} (${form}${place ? ", as a place" : ""})`;
    const pick = () => actions.pickNode(nodes[0]);
    const kind = nodes[0].actor.kind;
    spans.push({
      at: start,
      end,
      make: (inner) => {
        const className = `mention ${kind} ${form}`;
        // No button stands in a button: of nested mentions the inner ones lead on.
        const holds = inner.some((n) => n instanceof Element && (n.matches("button") || n.querySelector("button")));
        if (holds) return h("span", { class: className, title }, ...inner);
        return h("button", { type: "button", class: className, title, onclick: pick }, ...inner);
      },
    });
  }
  const statements = statementsOf(scene, article.document);
  /** @type {Map<number, Statement[]>} */
  const ends = new Map();
  for (const statement of statements) {
    const { sentence, trigger } = statement.evidence;
    const start = unit(sentence.start);
    const end = trigger.elsewhere ? start + sentence.text.length : start + trigger.end;
    const list = ends.get(end);
    if (list) list.push(statement);
    else ends.set(end, [statement]);
    if (!trigger.elsewhere) {
      const title = `${statement.number}: ${LINES[statement.tie.line].label}`;
      spans.push({ at: start + trigger.start, end: start + trigger.end, make: (inner) => h("mark", { class: `trigger ${statement.tie.line}`, title }, ...inner) });
    }
  }
  for (const [start, end] of article.unread) spans.push({ at: start, end, make: (inner) => h("span", { class: "unread", title: "not read" }, ...inner) });
  spans.sort((a, b) => a.at - b.at || b.end - a.end);
  const reference = (/** @type {Statement} */ s) => {
    const label = `Relation ${s.number}: ${sayStatement(s)}`;
    return h("button", { type: "button", class: `reference ${s.tie.line}`, "aria-label": label, title: label, onclick: () => actions.pickTie(s.tie) }, String(s.number));
  };
  put(
    panel,
    h("p", { class: "key" }, h("mark", { class: "mention country" }, "country"), " ", h("mark", { class: "mention person" }, "person"), " ", h("mark", { class: "mention group" }, "group"), " ", h("mark", { class: "trigger" }, "what they do"), " Numbers lead to the relations below."),
    h("div", { class: "text", dir: "auto" }, ...nest(text, spans, (at) => (ends.get(at) ?? []).map(reference))),
    h("h3", null, `Relations (${statements.length})`),
    h("ol", { class: "statements" }, ...statements.map((s) => h("li", null, h("button", { type: "button", class: `tie ${s.tie.line}`, onclick: () => actions.pickTie(s.tie) }, sayStatement(s))))),
  );
}

/** @param {Statement} s */
function sayStatement({ tie }) {
  return `${plainText(tie.source.actor.name)} ${LINES[tie.line].label} ${plainText(tie.target.actor.name)}`;
}

/**
 * What the article says, in its order.
 * @param {Scene} scene
 * @param {string} document
 * @returns {Statement[]}
 */
function statementsOf(scene, document) {
  const found = scene.ties.flatMap((tie) =>
    tie.parts.flatMap((part) => part.evidence.filter((e) => e.sentence.document.id === document).map((evidence) => ({ tie, evidence, number: 0 }))),
  );
  const at = (/** @type {Statement} */ s) => s.evidence.sentence.start * 1e5 + s.evidence.trigger.start;
  found.sort((a, b) => at(a) - at(b));
  found.forEach((s, i) => {
    s.number = i + 1;
  });
  return found;
}

/**
 * Nested elements over a text; of two that cross, the later one is cut off where the earlier ends.
 * @param {string} text
 * @param {{at: number, end: number, make: (inner: Node[]) => Node}[]} spans by start, the longer first
 * @param {(at: number) => Node[]} after what follows a place
 * @returns {Node[]}
 */
export function nest(text, spans, after) {
  let next = 0;
  const placed = new Set();
  /** @type {(from: number, to: number) => Node[]} */
  const inside = (from, to) => {
    /** @type {Node[]} */
    const out = [];
    let at = from;
    const write = (/** @type {number} */ end) => {
      // Break where something follows.
      for (let k = at + 1; k <= end; k += 1) {
        const extra = placed.has(k) ? [] : after(k);
        if (extra.length === 0) continue;
        placed.add(k);
        out.push(document.createTextNode(text.slice(at, k)), ...extra);
        at = k;
      }
      if (at < end) out.push(document.createTextNode(text.slice(at, end)));
      at = Math.max(at, end);
    };
    while (next < spans.length && spans[next].at < to) {
      const span = spans[next];
      if (span.at < at) {
        next += 1;
        continue;
      }
      write(span.at);
      next += 1;
      const end = Math.min(span.end, to);
      // What follows the end of a mention stands behind it, not in it.
      const held = after(end);
      const isOpen = held.length > 0 && !placed.has(end);
      if (isOpen) placed.add(end);
      out.push(span.make(inside(span.at, end)));
      if (isOpen) out.push(...held);
      at = end;
    }
    write(to);
    return out;
  };
  return inside(0, text.length);
}
