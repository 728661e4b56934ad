// What is seen, as a file: SVG, PNG, JSON.

import { h } from "./dom.js";
import { drawPicture } from "./picture.js";
import { SvgPen } from "./svg-pen.js";

/** @import {GraphCanvas} from "./canvas.js" */
/** @import {Evidence, Model, Quote} from "./model.js" */
/** @import {Scene} from "./select.js" */

/**
 * Hands bytes to the reader as a file.
 * @param {Blob} blob
 * @param {string} name
 */
export function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * @param {GraphCanvas} view
 * @param {string} title
 */
export function pictureSvg(view, title) {
  const { width, height } = view.camera;
  const pen = new SvgPen(Math.round(width), Math.round(height), view.context);
  drawPicture(pen, view.scene, view.camera, { look: view.look, stress: { ...view.stress, focus: null, tie: null }, byCommunity: view.byCommunity });
  return pen.finish(title);
}

/**
 * @param {GraphCanvas} view
 * @returns {Promise<Blob | null>}
 */
export function picturePng(view) {
  const canvas = document.createElement("canvas");
  const scale = 2;
  canvas.width = Math.round(view.camera.width * scale);
  canvas.height = Math.round(view.camera.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.scale(scale, scale);
  drawPicture(context, view.scene, view.camera, { look: view.look, stress: { ...view.stress, focus: null, tie: null }, byCommunity: view.byCommunity });
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

const encoder = new TextEncoder();

/**
 * A quote with its bytes in the document.
 * @param {Quote} quote
 * @param {Evidence} evidence
 */
function quoteJson(quote, evidence) {
  if (quote.elsewhere) return { start: quote.start, end: quote.end, text: quote.text };
  const { text, start } = evidence.sentence;
  const bytes = (/** @type {number} */ units) => start + encoder.encode(text.slice(0, units)).length;
  return { start: bytes(quote.start), end: bytes(quote.end), text: quote.text };
}

/** @param {Evidence} e */
function evidenceJson(e) {
  const { sentence } = e;
  return {
    document: sentence.document.id,
    sentence: sentence.number,
    start: sentence.start,
    end: sentence.start + encoder.encode(sentence.text).length,
    text: sentence.text,
    trigger: quoteJson(e.trigger, e),
    source: quoteJson(e.source, e),
    target: quoteJson(e.target, e),
    ...(e.cues.length > 0 ? { cues: e.cues.map((c) => ({ kind: c.kind, ...quoteJson(c.quote, e) })) } : {}),
    attribution: e.attribution,
    modality: e.modality,
    ...(e.date ? { date: { ...e.date, words: quoteJson(e.date.words, e) } } : {}),
    ...(e.reported ? { reported: e.reported } : {}),
    confidence: e.confidence,
    ...(e.coreference ? { coreference: true } : {}),
    ...(e.implicit ? { implicit: true } : {}),
  };
}

/**
 * The part of the graph that is seen, as `demarche export` and the other commands read it. With a
 * roll-up, edges lead to the country.
 * @param {Model} model
 * @param {Scene} scene
 */
export function graphJson(model, scene) {
  const edges = scene.ties.flatMap((tie) =>
    tie.parts.map(({ edge, evidence }) => {
      const [source, target] = [edge.source, edge.target].map((i) => scene.byActor.get(i)?.actor.id ?? model.actors[i].id);
      const isMeeting = edge.kind === "meeting";
      const says = isMeeting
        ? { status: edge.status, mode: edge.mode, event: edge.event }
        : edge.kind === "stance"
          ? { polarity: edge.polarity, category: edge.category, basis: edge.basis, intensity: edge.intensity }
          : { role: edge.role, former: edge.former };
      const dates = evidence.map((e) => e.when).filter((w) => w !== null).sort();
      return {
        id: edge.id,
        source: isMeeting && source > target ? target : source,
        target: isMeeting && source > target ? source : target,
        kind: edge.kind,
        ...says,
        ...(isMeeting ? { undirected: true } : {}),
        count: evidence.length,
        confidence: Math.max(...evidence.map((e) => e.confidence)),
        first: dates[0] ?? null,
        last: dates.at(-1) ?? null,
        evidence: evidence.map(evidenceJson),
      };
    }),
  );
  const read = new Set(edges.flatMap((edge) => edge.evidence.map((e) => e.document)));
  const met = new Set(edges.map((edge) => ("event" in edge ? edge.event : undefined)));
  const nothing = { title: null, date: null, source: null, url: null };
  const none = { host: null, mediator: null, place: null, topic: null, date: null };
  return {
    directed: true,
    multigraph: true,
    graph: {
      generator: model.generator,
      schema: 1,
      threshold: model.threshold,
      documents: model.documents.filter((d) => read.has(d.id)).map((d) => ({ ...nothing, ...d })),
      events: model.events.filter((e) => met.has(e.id)).map((e) => ({ ...none, ...e })),
    },
    nodes: scene.nodes.map(({ actor }) => ({
      id: actor.id,
      kind: actor.kind,
      ...(actor.subtype ? { subtype: actor.subtype } : {}),
      name: actor.name,
      aliases: actor.aliases,
      iso3: actor.iso3,
      mentions: actor.mentions,
      ...(actor.rolledUp.length > 0 ? { rolled_up: actor.rolledUp } : {}),
    })),
    edges,
  };
}
