// The graph as the rest of the page knows it, from the rows that `demarche` writes (docs/view.md).

/** @typedef {"country" | "person" | "group"} ActorKind */
/** @typedef {"meeting" | "stance" | "affiliation"} EdgeKind */
/** @typedef {"met" | "planned" | "unmet" | "supports" | "opposes" | "belongs"} LineName */

/**
 * @typedef {object} Actor
 * @property {number} index
 * @property {string} id
 * @property {ActorKind} kind
 * @property {string} name
 * @property {number} mentions
 * @property {number} x
 * @property {number} y
 * @property {number} community the largest is 0
 * @property {number | null} top whom it counts for in a roll-up
 * @property {string[]} aliases
 * @property {string | null} iso3
 * @property {string | null} subtype
 * @property {string[]} rolledUp
 */

/**
 * Words of a sentence (UTF-16 offsets in it), or words elsewhere in the document (bytes).
 * @typedef {{start: number, end: number, text: string, elsewhere: boolean}} Quote
 */

/** @typedef {{id: string, sha256: string, title?: string, date?: string, source?: string, url?: string, asserted?: boolean, sources?: {id: string, title?: string | null, source?: string | null}[]}} SourceDocument */
/** @typedef {{index: number, document: SourceDocument, number: number, start: number, text: string}} Sentence */
/** @typedef {{value: string | null, precision: string, anchor: string | null, words: Quote}} EventDate */

/**
 * @typedef {object} Evidence
 * @property {Sentence} sentence
 * @property {Quote} trigger
 * @property {Quote} source
 * @property {Quote} target
 * @property {number} confidence 0 to 1
 * @property {string[]} attribution
 * @property {string} modality
 * @property {{kind: string, quote: Quote}[]} cues
 * @property {EventDate | null} date
 * @property {string | null} reported
 * @property {boolean} coreference
 * @property {boolean} implicit
 * @property {string | null} key what a corrections file names it by; none for what such a file says itself
 * @property {string | null} when of the event, else of the report: `2025-03-14`, `2025-03`, `2025`
 */

/** @typedef {{id: string, participants: string[], host?: string, mediator?: string, place?: string, topic?: string, status: string, mode: string, date?: object}} MeetingEvent */

/**
 * @typedef {object} Edge
 * @property {string} id
 * @property {number} source
 * @property {number} target
 * @property {EdgeKind} kind
 * @property {LineName} line
 * @property {string} [polarity]
 * @property {string} [category]
 * @property {string} [basis]
 * @property {number} [intensity]
 * @property {string} [status]
 * @property {string} [mode]
 * @property {string} [event]
 * @property {MeetingEvent | null} [meeting]
 * @property {string} [role]
 * @property {boolean} [former]
 * @property {Evidence[]} evidence
 */

/** @typedef {[number, number, string, boolean, number[]]} Mark */
/** @typedef {{document: string, text: string, unread: [number, number][], marks: Mark[]}} ArticleRows */

/**
 * @typedef {object} Model
 * @property {string} title
 * @property {string} generator
 * @property {number} threshold
 * @property {SourceDocument[]} documents
 * @property {MeetingEvent[]} events
 * @property {Actor[]} actors
 * @property {Edge[]} edges
 * @property {Map<string, Actor>} byId
 * @property {ArticleRows | null} article
 */

/** @type {ActorKind[]} */
export const ACTOR_KINDS = ["country", "person", "group"];
const ROWS_VERSION = 1;
/** Digits of each half of a key. */
const KEY = 8;

/**
 * Reads the rows.
 * @param {any} rows
 * @returns {Model}
 */
export function readModel(rows) {
  if (rows.version !== ROWS_VERSION) throw new Error(`the page does not know rows of version ${rows.version}`);
  /** @type {SourceDocument[]} */
  const documents = rows.documents;
  /** @type {Sentence[]} */
  const sentences = rows.sentences.map((/** @type {any[]} */ row, /** @type {number} */ index) => ({
    index,
    document: typeof row[0] === "number" ? documents[row[0]] : { id: String(row[0]), sha256: "" },
    number: row[1],
    start: row[2],
    text: row[3],
  }));
  const actors = rows.nodes.map(readActor);
  const edges = rows.edges.map((/** @type {any[]} */ row) => readEdge(row, rows.events, sentences));
  return {
    title: rows.title,
    generator: rows.generator,
    threshold: rows.threshold,
    documents,
    events: rows.events,
    actors,
    edges,
    byId: new Map(actors.map((/** @type {Actor} */ actor) => [actor.id, actor])),
    article: rows.article,
  };
}

/**
 * @param {any[]} row
 * @param {number} index
 * @returns {Actor}
 */
function readActor(row, index) {
  const [id, kind, name, mentions, x, y, community, top, aliases, iso3, subtype, rolledUp] = row;
  return { index, id, kind: ACTOR_KINDS[kind], name, mentions, x, y, community, top, aliases, iso3, subtype, rolledUp };
}

/**
 * @param {any[]} row
 * @param {MeetingEvent[]} events
 * @param {Sentence[]} sentences
 * @returns {Edge}
 */
function readEdge(row, events, sentences) {
  const [id, source, target, says, evidence, keys] = row;
  const [kind, ...rest] = says;
  /** @type {Edge} */
  const edge = {
    id,
    source,
    target,
    kind,
    line: "belongs",
    evidence: evidence.map((/** @type {any[]} */ e, /** @type {number} */ i) => readEvidence(e, sentences, keys?.slice(i * KEY, i * KEY + KEY))),
  };
  if (kind === "meeting") {
    [edge.status, edge.mode] = rest;
    edge.meeting = rest[2] === null ? null : events[rest[2]];
    edge.event = rest[3];
    edge.line = meetingLine(rest[0]);
  } else if (kind === "stance") {
    [edge.polarity, edge.category, edge.basis, edge.intensity] = rest;
    edge.line = edge.polarity === "support" ? "supports" : "opposes";
  } else {
    [edge.role, edge.former] = rest;
  }
  return edge;
}

/**
 * @param {string} status
 * @returns {LineName}
 */
function meetingLine(status) {
  if (status === "held" || status === "ongoing") return "met";
  return ["planned", "called_for", "postponed"].includes(status) ? "planned" : "unmet";
}

/**
 * @param {any[]} row
 * @param {Sentence[]} sentences
 * @param {string} [key]
 * @returns {Evidence}
 */
function readEvidence(row, sentences, key) {
  const [at, trigger, source, target, confidence, attribution, more] = row;
  const sentence = sentences[at];
  const quote = (/** @type {any[]} */ q) => readQuote(q, sentence);
  const reported = more && "reported" in more ? more.reported : (sentence.document.date ?? null);
  const date = more?.date
    ? { value: more.date[0], precision: more.date[1], anchor: more.date[2], words: quote(more.date[3]) }
    : null;
  return {
    sentence,
    trigger: quote(trigger),
    source: quote(source),
    target: quote(target),
    confidence: confidence / 100,
    attribution: attribution ?? [],
    modality: more?.modality ?? "asserted",
    cues: (more?.cues ?? []).map((/** @type {any[]} */ c) => ({ kind: c[0], quote: quote(c[1]) })),
    date,
    reported,
    coreference: more?.coreference ?? false,
    implicit: more?.implicit ?? false,
    key: key && sentence.document.sha256 && !sentence.document.asserted ? `${sentence.document.sha256.slice(0, KEY)}-${key}` : null,
    when: date?.value ?? reported,
  };
}

/**
 * @param {any[]} row
 * @param {Sentence} sentence
 * @returns {Quote}
 */
function readQuote([start, end, text], sentence) {
  const elsewhere = text !== undefined;
  return { start, end, text: elsewhere ? text : sentence.text.slice(start, end), elsewhere };
}
