// The panel that tells more of what was picked: an actor, a tie, a path.

import { counted, h, plainText, put, words } from "./dom.js";
import { evidenceButtons, twinButtons } from "./corrections.js";
import { evidenceCard } from "./evidence.js";
import { LINES, LINE_NAMES } from "./look.js";

/** @import {Model} from "./model.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */

/**
 * @typedef {object} DetailsActions
 * @property {(node: SceneNode) => void} pickNode
 * @property {(tie: Tie) => void} pickTie
 * @property {(end: "from" | "to", node: SceneNode) => void} pathEnd
 * @property {(node: SceneNode, depth: number) => void} around
 * @property {import("./corrections.js").Corrections} corrections
 */

/** Pieces of evidence that are shown at once. */
const SHOWN_AT_ONCE = 20;
/** Ties of one kind that are listed at once. */
const LISTED_AT_ONCE = 40;

/**
 * A list that grows on demand.
 * @template T
 * @param {T[]} items
 * @param {number} most
 * @param {(item: T) => Node} render
 * @param {"ul" | "div"} tag
 */
export function growing(items, most, render, tag) {
  const list = h(tag, { class: "growing" });
  let shown = 0;
  const more = h("button", { type: "button", class: "more" });
  const grow = () => {
    put(list, ...items.slice(shown, shown + most).map(render));
    shown = Math.min(items.length, shown + most);
    more.textContent = `Show more (${items.length - shown} left)`;
    more.hidden = shown >= items.length;
  };
  more.addEventListener("click", grow);
  grow();
  return items.length > most ? [list, more] : [list];
}

/**
 * @param {SceneNode} node
 * @param {string} [className]
 */
function actorName(node, className) {
  return h("bdi", { class: className }, plainText(node.actor.name));
}

/**
 * @param {HTMLElement} panel
 * @param {SceneNode} node
 * @param {Model} model
 * @param {DetailsActions} actions
 */
export function showNode(panel, node, model, actions) {
  const { actor } = node;
  const kind = actor.subtype ? `${actor.kind}, ${words(actor.subtype)}` : actor.kind;
  const facts = [kind, ...(actor.iso3 ? [actor.iso3] : []), counted(actor.mentions, "mention")];
  const aliases = actor.aliases.map((a) => plainText(a, 60));
  panel.replaceChildren(
    h("h2", { tabindex: "-1" }, h("span", { class: `dot ${actor.kind}`, "aria-hidden": "true" }), actorName(node)),
    h("p", { class: "facts" }, facts.join(" · ")),
  );
  if (aliases.length > 0) put(panel, h("p", { class: "facts" }, "Also ", h("bdi", null, aliases.slice(0, 12).join(", "))));
  if (actor.rolledUp.length > 0) {
    const names = actor.rolledUp.map((id) => plainText(model.byId.get(id)?.name ?? id));
    put(panel, h("p", { class: "facts" }, `Stands for ${names.slice(0, 12).join(", ")}${names.length > 12 ? " …" : ""}`));
  }
  const button = (/** @type {string} */ text, /** @type {() => void} */ act) => h("button", { type: "button", onclick: act }, text);
  put(
    panel,
    h(
      "p",
      { class: "buttons" },
      button("Path from here", () => actions.pathEnd("from", node)),
      button("Path to here", () => actions.pathEnd("to", node)),
      button("Neighbours only", () => actions.around(node, 1)),
      button("Two steps", () => actions.around(node, 2)),
    ),
  );
  put(panel, twinButtons(actor, actions.corrections, () => showNode(panel, node, model, actions)));
  if (node.ties.length === 0) put(panel, h("p", null, "No relation in what is shown now."));
  for (const line of LINE_NAMES) {
    const { label, reverse, directed } = LINES[line];
    const ties = node.ties.filter((t) => t.line === line).sort((a, b) => b.count - a.count);
    const out = ties.filter((t) => !directed || t.source === node);
    const back = ties.filter((t) => directed && t.target === node);
    for (const [title, list] of /** @type {[string, Tie[]][]} */ ([[label, out], [reverse, back]])) {
      if (list.length === 0) continue;
      put(panel, h("h3", { class: line }, `${title} (${list.length})`));
      put(panel, ...growing(list, LISTED_AT_ONCE, (tie) => tieItem(tie, node, actions), "ul"));
    }
  }
}

/**
 * @param {Tie} tie
 * @param {SceneNode} from
 * @param {DetailsActions} actions
 */
function tieItem(tie, from, actions) {
  const other = tie.source === from ? tie.target : tie.source;
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", class: "tie", onclick: () => actions.pickTie(tie) },
      h("span", { class: `dot ${other.actor.kind}`, "aria-hidden": "true" }),
      actorName(other),
      h("small", null, says(tie)),
    ),
  );
}

/**
 * What the edges of a tie say, in short.
 * @param {Tie} tie
 */
function says(tie) {
  const what = new Set(
    tie.parts.map(({ edge }) => edge.role ?? (edge.category ? words(edge.category) : words(edge.status ?? ""))),
  );
  return `${[...what].slice(0, 3).map((w) => plainText(w, 40)).join(", ")}${tie.count > 1 ? ` · ×${tie.count}` : ""}`;
}

/**
 * @param {HTMLElement} panel
 * @param {Tie} tie
 * @param {Model} model
 * @param {DetailsActions} actions
 */
export function showTie(panel, tie, model, actions) {
  const name = (/** @type {SceneNode} */ node) =>
    h("button", { type: "button", class: "name", onclick: () => actions.pickNode(node) }, actorName(node));
  const { label } = LINES[tie.line];
  panel.replaceChildren(
    h("h2", { tabindex: "-1", class: "pair" }, name(tie.source), h("span", { class: `verb ${tie.line}` }, ` ${label} `), name(tie.target)),
    h("p", { class: "facts" }, `${counted(tie.count, "piece")} of evidence in ${counted(documentCount(tie), "document")}`),
    h(
      "p",
      { class: "key" },
      h("mark", { class: "actor" }, "actors"),
      " ",
      h("mark", { class: "trigger" }, "what they do"),
      " ",
      h("mark", { class: "cue" }, "not, may, if"),
      " ",
      h("mark", { class: "date" }, "when"),
    ),
  );
  for (const part of tie.parts) {
    const { edge } = part;
    put(panel, h("h3", { class: tie.line }, edgeTitle(edge)));
    if (edge.meeting) put(panel, ...meetingFacts(edge.meeting, model));
    const [source, target] = [edge.source, edge.target].map((i) => plainText(model.actors[i].name));
    const own = [edge.source, edge.target].some((i) => model.actors[i] !== tie.source.actor && model.actors[i] !== tie.target.actor);
    if (own) put(panel, h("p", { class: "facts" }, `${source} – ${target}`));
    put(panel, ...growing(part.evidence, SHOWN_AT_ONCE, (e) => {
        const card = evidenceCard(model, e, source, target);
        put(card, evidenceButtons(model, edge, e, (entry) => actions.corrections.add(entry)));
        return card;
      }, "div"));
  }
}

/**
 * @param {import("./model.js").Edge} edge
 */
function edgeTitle(edge) {
  if (edge.kind === "stance") return `${words(edge.category ?? "")}, in ${edge.basis === "deed" ? "deed" : "word"}`;
  if (edge.kind === "affiliation") return `${edge.former ? "formerly " : ""}${plainText(edge.role ?? "", 80)}`;
  const mode = edge.mode && edge.mode !== "unspecified" ? `, ${words(edge.mode)}` : "";
  return `meeting ${words(edge.status ?? "")}${mode}`;
}

/**
 * @param {import("./model.js").MeetingEvent} meeting
 * @param {Model} model
 */
function meetingFacts(meeting, model) {
  const name = (/** @type {string} */ id) => plainText(model.byId.get(id)?.name ?? id);
  const facts = [];
  if (meeting.participants.length > 2) facts.push(`With ${meeting.participants.map(name).join(", ")}`);
  if (meeting.host) facts.push(`Host: ${name(meeting.host)}`);
  if (meeting.mediator) facts.push(`Mediator: ${name(meeting.mediator)}`);
  if (meeting.place) facts.push(`Place: ${plainText(meeting.place)}`);
  if (meeting.topic) facts.push(`About: ${plainText(meeting.topic)}`);
  return facts.map((fact) => h("p", { class: "facts" }, fact));
}

/** @param {Tie} tie */
function documentCount(tie) {
  return new Set(tie.parts.flatMap((p) => p.evidence.map((e) => e.sentence.document.id))).size;
}

/**
 * @param {HTMLElement} panel
 * @param {{nodes: SceneNode[], ties: Tie[]} | null} path
 * @param {[SceneNode, SceneNode]} ends
 * @param {DetailsActions} actions
 */
export function showPath(panel, path, ends, actions) {
  panel.replaceChildren(h("h2", { tabindex: "-1" }, "Path"));
  if (!path) {
    put(panel, h("p", null, "No way from ", actorName(ends[0]), " to ", actorName(ends[1]), " in what is shown now."));
    return;
  }
  put(panel, h("p", { class: "facts" }, `${counted(path.ties.length, "step")}, over whatever ties are shown`));
  const list = h("ol", { class: "path" });
  path.nodes.forEach((node, i) => {
    put(list, h("li", null, h("button", { type: "button", class: "name", onclick: () => actions.pickNode(node) }, actorName(node))));
    const tie = path.ties[i];
    if (tie) {
      const forward = tie.source === node;
      const text = forward ? LINES[tie.line].label : LINES[tie.line].reverse;
      put(list, h("li", { class: "step" }, h("button", { type: "button", class: `tie ${tie.line}`, onclick: () => actions.pickTie(tie) }, `${text} · ${says(tie)}`)));
    }
  });
  put(panel, list);
}

/**
 * What the panel shows when nothing is picked: the actors with the most ties, and how to use the page.
 * @param {HTMLElement} panel
 * @param {Scene} scene
 * @param {Model} model
 * @param {DetailsActions} actions
 */
export function showOverview(panel, scene, model, actions) {
  const tied = scene.nodes.filter((n) => n.ties.length > 0);
  panel.replaceChildren(
    h("h2", { tabindex: "-1" }, "Actors"),
    h("p", { class: "facts" }, `${counted(scene.nodes.length, "actor")}, ${counted(scene.ties.length, "tie")}, ${counted(model.documents.length, "document")}`),
    h("p", { class: "facts" }, scene.nodes.length > 0 ? "Pick an actor or a line to read the sentences behind it." : "Nobody: the graph is empty, or the filters hide all."),
    ...growing(
      tied.length > 0 ? tied : scene.nodes,
      30,
      (node) =>
        h(
          "li",
          null,
          h(
            "button",
            { type: "button", class: "tie", onclick: () => actions.pickNode(node) },
            h("span", { class: `dot ${node.actor.kind}`, "aria-hidden": "true" }),
            actorName(node),
            h("small", null, counted(node.ties.length, "tie")),
          ),
        ),
      "ul",
    ),
  );
}
