// A sentence that says so: its words marked, who says it, when, where it was read.

import { h, plainText, safeLink, words } from "./dom.js";

/** @import {Evidence, Model, Quote} from "./model.js" */

/** @typedef {{start: number, end: number, role: string, title: string}} Stretch */

/**
 * Text with marked stretches, which may overlap.
 * @param {string} text
 * @param {Stretch[]} stretches
 * @returns {Node[]}
 */
export function markedText(text, stretches) {
  const fitting = stretches.filter((s) => s.start < s.end && s.end <= text.length);
  const borders = [...new Set([0, text.length, ...fitting.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  /** @type {Node[]} */
  const out = [];
  for (let i = 0; i + 1 < borders.length; i += 1) {
    const [start, end] = [borders[i], borders[i + 1]];
    const over = fitting.filter((s) => s.start <= start && end <= s.end);
    const piece = text.slice(start, end);
    if (over.length === 0) {
      out.push(document.createTextNode(piece));
    } else {
      const title = [...new Set(over.map((s) => s.title))].join(", ");
      out.push(h("mark", { class: [...new Set(over.map((s) => s.role))].join(" "), title }, piece));
    }
  }
  return out;
}

/**
 * The stretches of a piece of evidence.
 * @param {Evidence} evidence
 * @param {string} [source] who the source is
 * @param {string} [target]
 * @returns {Stretch[]}
 */
export function stretchesOf(evidence, source = "source", target = "target") {
  const one = (/** @type {Quote} */ quote, /** @type {string} */ role, /** @type {string} */ title) =>
    quote.elsewhere ? [] : [{ start: quote.start, end: quote.end, role, title }];
  return [
    ...one(evidence.source, "actor", source),
    ...one(evidence.target, "actor", target),
    ...one(evidence.trigger, "trigger", "says what they do"),
    ...evidence.cues.flatMap((cue) => one(cue.quote, "cue", words(cue.kind))),
    ...(evidence.date ? one(evidence.date.words, "date", "says when") : []),
  ];
}

/**
 * The name of a speaker: an actor's, or the words themselves.
 * @param {Model} model
 * @param {string} speaker
 */
export function speakerName(model, speaker) {
  return plainText(model.byId.get(speaker)?.name ?? speaker);
}

/**
 * @param {Model} model
 * @param {Evidence} evidence
 * @param {string} source
 * @param {string} target
 */
export function evidenceCard(model, evidence, source, target) {
  const { document: read } = evidence.sentence;
  const link = safeLink(read.url);
  const title = plainText(read.title ?? read.id);
  const facts = [];
  if (evidence.attribution.length > 0) {
    const speakers = evidence.attribution.map((s) => speakerName(model, s)).join(", who cites ");
    facts.push(h("li", null, "Says: ", h("bdi", null, speakers)));
  }
  if (evidence.date) {
    const { value, words: said } = evidence.date;
    facts.push(h("li", null, "When: ", value ?? "not dated", said.text ? ` (“${plainText(said.text, 60)}”)` : ""));
  }
  const where = link ? h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, h("bdi", null, title)) : h("bdi", null, title);
  const about = [read.source && read.source !== title ? plainText(read.source) : null, evidence.reported].filter(Boolean);
  facts.push(h("li", null, "In: ", where, about.length > 0 ? ` · ${about.join(" · ")}` : ""));
  const copies = [...new Set((read.sources ?? []).map((d) => plainText(d.source ?? d.title ?? d.id)))];
  if (copies.length > 0) facts.push(h("li", null, "Also in: ", h("bdi", null, copies.join(", "))));
  const notes = [`${Math.round(evidence.confidence * 100)} % sure`];
  if (evidence.modality !== "asserted") notes.push(words(evidence.modality));
  if (evidence.coreference) notes.push("through “he”, “the minister” …");
  if (evidence.implicit) notes.push("implied");
  const outside = [evidence.source, evidence.target].filter((q) => q.elsewhere && q.text);
  if (outside.length > 0) notes.push(`named elsewhere: ${outside.map((q) => `“${plainText(q.text, 50)}”`).join(", ")}`);
  facts.push(h("li", { class: "sure" }, notes.join(" · ")));
  return h(
    "article",
    { class: "evidence" },
    h("blockquote", { dir: "auto" }, ...markedText(evidence.sentence.text, stretchesOf(evidence, source, target))),
    h("ul", null, ...facts),
  );
}
