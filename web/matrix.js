// Who stands how to whom, as a table.

import { h, plainText, put } from "./dom.js";

/** @import {Scene, SceneNode, Tie} from "./select.js" */

/** Actors at most. */
const SIDE = 28;

/** @typedef {{supports: Tie | null, opposes: Tie | null}} Cell */

/**
 * The actors with the most stances, and what each holds of each; those without any among these go.
 * @param {Scene} scene
 * @returns {{holders: SceneNode[], targets: SceneNode[], cells: Map<string, Cell>, left: number}}
 */
export function stanceMatrix(scene) {
  /** @type {Map<SceneNode, number>} */
  const weights = new Map();
  const stances = scene.ties.filter((t) => t.line === "supports" || t.line === "opposes");
  for (const tie of stances) {
    for (const end of [tie.source, tie.target]) weights.set(end, (weights.get(end) ?? 0) + tie.count);
  }
  const order = [...weights].sort((a, b) => b[1] - a[1] || a[0].actor.index - b[0].actor.index).map(([node]) => node);
  const side = new Set(order.slice(0, SIDE));
  /** @type {Map<string, Cell>} */
  const cells = new Map();
  const [rows, columns] = [new Set(), new Set()];
  for (const tie of stances) {
    if (!side.has(tie.source) || !side.has(tie.target)) continue;
    rows.add(tie.source);
    columns.add(tie.target);
    const key = `${tie.source.actor.index} ${tie.target.actor.index}`;
    const cell = cells.get(key) ?? { supports: null, opposes: null };
    cell[tie.line === "supports" ? "supports" : "opposes"] = tie;
    cells.set(key, cell);
  }
  const [holders, targets] = [rows, columns].map((kept) => order.filter((node) => kept.has(node)));
  return { holders, targets, cells, left: order.length - side.size };
}

/**
 * @param {HTMLElement} panel
 * @param {Scene} scene
 * @param {{pickNode: (node: SceneNode) => void, pickTie: (tie: Tie) => void}} actions
 */
export function showMatrix(panel, scene, actions) {
  const { holders, targets, cells, left } = stanceMatrix(scene);
  panel.replaceChildren(h("h2", null, "Who stands how to whom"));
  if (holders.length === 0) {
    put(panel, h("p", null, "No stance in what is shown now."));
    return;
  }
  const head = (/** @type {SceneNode} */ node, /** @type {string} */ scope) =>
    h(
      "th",
      { scope },
      h("button", { type: "button", class: "name", title: plainText(node.actor.name), onclick: () => actions.pickNode(node) }, h("bdi", null, plainText(node.actor.name, 24))),
    );
  const cell = (/** @type {SceneNode} */ holder, /** @type {SceneNode} */ target) => {
    if (holder === target) return h("td", { class: "self" });
    const found = cells.get(`${holder.actor.index} ${target.actor.index}`);
    if (!found) return h("td", null);
    const { supports, opposes } = found;
    const kind = supports && opposes ? "both" : supports ? "supports" : "opposes";
    const sign = [supports ? `+${supports.count}` : "", opposes ? `−${opposes.count}` : ""].filter(Boolean).join(" ");
    const said = [supports ? `supports, ${supports.count}` : "", opposes ? `opposes, ${opposes.count}` : ""].filter(Boolean).join("; ");
    const label = `${sign}: ${plainText(holder.actor.name)} – ${plainText(target.actor.name)}, ${said}`;
    const tie = supports && opposes ? (supports.count > opposes.count ? supports : opposes) : (supports ?? opposes);
    return h("td", { class: kind }, h("button", { type: "button", "aria-label": label, title: label, onclick: () => tie && actions.pickTie(tie) }, sign));
  };
  const table = h(
    "table",
    { class: "matrix" },
    h("caption", null, "Rows hold the stance, columns are whom it concerns. + supports, − opposes, with the places that say so."),
    h("thead", null, h("tr", null, h("td", null), ...targets.map((t) => head(t, "col")))),
    h("tbody", null, ...holders.map((holder) => h("tr", null, head(holder, "row"), ...targets.map((t) => cell(holder, t))))),
  );
  put(panel, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Stance matrix" }, table));
  if (left > 0) put(panel, h("p", { class: "facts" }, `The ${SIDE} actors with the most stances; ${left} more have fewer. Filter to see them.`));
}
