// Which part of the graph is seen: filters, roll-up, neighbourhood; and the ties that are drawn.

/** @import {Actor, Edge, Evidence, LineName, Model} from "./model.js" */

/**
 * What a reader wants to see. An empty set of hidden things hides nothing.
 * @typedef {object} Filter
 * @property {Set<string>} hiddenLines
 * @property {Set<string>} hiddenActors kinds of actors
 * @property {Set<string>} hiddenCategories
 * @property {Set<string>} hiddenStatuses
 * @property {string} source who published it; empty: all
 * @property {string} from first day, or empty
 * @property {string} until last day, or empty
 * @property {boolean} undated with a first or last day, show what has no date too
 * @property {string} voice who says so: an actor's id or the words for one; `text`: nobody but the text; empty: all
 * @property {number} confidence least, 0 to 1
 * @property {boolean} rolledUp officials count for their country
 * @property {boolean} loners show actors without a tie
 * @property {{actor: number, depth: number} | null} around
 */

/** @returns {Filter} */
export function newFilter() {
  return {
    hiddenLines: new Set(),
    hiddenActors: new Set(),
    hiddenCategories: new Set(),
    hiddenStatuses: new Set(),
    source: "",
    from: "",
    until: "",
    undated: false,
    voice: "",
    confidence: 0,
    rolledUp: false,
    loners: true,
    around: null,
  };
}

/** @typedef {{edge: Edge, evidence: Evidence[]}} Part the evidence of an edge that counts */

/**
 * What is drawn as one line: edges of a pair that say the same.
 * @typedef {object} Tie
 * @property {string} key
 * @property {SceneNode} source
 * @property {SceneNode} target
 * @property {LineName} line
 * @property {Part[]} parts
 * @property {number} count places that say so
 * @property {number} bend how far the line leaves the straight one, in units of its spread
 */

/**
 * @typedef {object} SceneNode
 * @property {Actor} actor
 * @property {number} x
 * @property {number} y
 * @property {number} radius
 * @property {number} weight evidence on its ties
 * @property {Tie[]} ties
 */

/**
 * @typedef {object} Scene
 * @property {SceneNode[]} nodes the weightiest first
 * @property {Tie[]} ties
 * @property {Map<number, SceneNode>} byActor by the number of the actor; with a roll-up, officials lead to their country
 */

/** Lines that have no direction. */
const UNDIRECTED = new Set(["met", "planned", "unmet"]);

/**
 * True if a date (day, month or year) has a day between two others, both included.
 * @param {string | null} when
 * @param {Filter} filter
 */
export function isWithin(when, filter) {
  if (!filter.from && !filter.until) return true;
  if (!when) return filter.undated;
  const cut = (/** @type {string} */ other) => Math.min(when.length, other.length);
  if (filter.from && when.slice(0, cut(filter.from)) < filter.from.slice(0, cut(filter.from))) return false;
  return !filter.until || when.slice(0, cut(filter.until)) <= filter.until.slice(0, cut(filter.until));
}

/**
 * True if this voice says so, or passes it on.
 * @param {Evidence} evidence
 * @param {string} voice
 */
function isSaidBy(evidence, voice) {
  if (!voice) return true;
  return voice === "text" ? evidence.attribution.length === 0 : evidence.attribution.includes(voice);
}

/**
 * True if the filter lets an edge through, its evidence aside.
 * @param {Edge} edge
 * @param {Filter} filter
 */
function showsEdge(edge, filter) {
  return !(
    filter.hiddenLines.has(edge.line) ||
    (edge.category !== undefined && filter.hiddenCategories.has(edge.category)) ||
    (edge.status !== undefined && filter.hiddenStatuses.has(edge.status))
  );
}

/**
 * The evidence that the filter lets through.
 * @param {Edge} edge
 * @param {Filter} filter
 */
function shownEvidence(edge, filter) {
  return edge.evidence.filter(
    (e) =>
      e.confidence >= filter.confidence &&
      (!filter.source || (e.sentence.document.source ?? e.sentence.document.id) === filter.source) &&
      isSaidBy(e, filter.voice) &&
      isWithin(e.when, filter),
  );
}

/**
 * The part of the graph that is seen.
 * @param {Model} model
 * @param {Filter} filter
 * @returns {Scene}
 */
export function select(model, filter) {
  const place = (/** @type {number} */ index) => (filter.rolledUp ? (model.actors[index].top ?? index) : index);
  const hidden = (/** @type {number} */ index) => filter.hiddenActors.has(model.actors[index].kind);
  /** @type {Map<number, SceneNode>} */
  const nodes = new Map();
  for (const actor of model.actors) {
    if (place(actor.index) === actor.index && !hidden(actor.index)) {
      nodes.set(actor.index, { actor, x: actor.x, y: actor.y, radius: 0, weight: 0, ties: [] });
    }
  }
  /** @type {Map<string, Tie>} */
  const ties = new Map();
  for (const edge of model.edges) {
    if (!showsEdge(edge, filter)) continue;
    let source = nodes.get(place(edge.source));
    let target = nodes.get(place(edge.target));
    if (!source || !target || source === target) continue;
    const evidence = shownEvidence(edge, filter);
    if (evidence.length === 0) continue;
    if (UNDIRECTED.has(edge.line) && source.actor.index > target.actor.index) [source, target] = [target, source];
    const key = `${source.actor.index} ${edge.line} ${target.actor.index}`;
    let tie = ties.get(key);
    if (!tie) {
      tie = { key, source, target, line: edge.line, parts: [], count: 0, bend: 0 };
      ties.set(key, tie);
    }
    tie.parts.push({ edge, evidence });
    tie.count += evidence.length;
  }
  let shown = [...ties.values()];
  if (filter.around) shown = keepAround(shown, nodes, place(filter.around.actor), filter.around.depth);
  for (const tie of shown) {
    for (const end of [tie.source, tie.target]) {
      end.weight += tie.count;
      end.ties.push(tie);
    }
  }
  fan(shown);
  const byActor = new Map();
  const list = [...nodes.values()].filter((node) => filter.loners || node.ties.length > 0);
  for (const node of list) {
    node.radius = 8 + Math.min(14, 2.2 * Math.sqrt(node.weight));
    byActor.set(node.actor.index, node);
  }
  if (filter.rolledUp) {
    for (const actor of model.actors) {
      const top = byActor.get(place(actor.index));
      if (top) byActor.set(actor.index, top);
    }
  }
  list.sort((a, b) => b.weight - a.weight || b.actor.mentions - a.actor.mentions || a.actor.index - b.actor.index);
  return { nodes: list, ties: shown, byActor };
}

/**
 * Ties within so many steps of an actor; other actors go.
 * @param {Tie[]} ties
 * @param {Map<number, SceneNode>} nodes
 * @param {number} centre
 * @param {number} depth
 */
function keepAround(ties, nodes, centre, depth) {
  const kept = new Set([centre]);
  for (let step = 0; step < depth; step += 1) {
    const edge = [...ties].filter((t) => kept.has(t.source.actor.index) || kept.has(t.target.actor.index));
    for (const tie of edge) {
      kept.add(tie.source.actor.index);
      kept.add(tie.target.actor.index);
    }
  }
  for (const index of [...nodes.keys()]) {
    if (!kept.has(index)) nodes.delete(index);
  }
  return ties.filter((t) => kept.has(t.source.actor.index) && kept.has(t.target.actor.index));
}

/**
 * Bends parallel lines away from each other.
 * @param {Tie[]} ties
 */
function fan(ties) {
  /** @type {Map<string, Tie[]>} */
  const pairs = new Map();
  for (const tie of ties) {
    const [a, b] = [tie.source.actor.index, tie.target.actor.index];
    const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
    const list = pairs.get(pair);
    if (list) list.push(tie);
    else pairs.set(pair, [tie]);
  }
  for (const list of pairs.values()) {
    list.forEach((tie, i) => {
      const offset = i - (list.length - 1) / 2;
      // The side is that of the pair, not of the direction in which a tie runs.
      tie.bend = tie.source.actor.index < tie.target.actor.index ? offset : -offset;
    });
  }
}
