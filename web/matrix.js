// Who stands how to whom, as a table.

import { h, plainText, put } from "./dom.js";

/** @import {Scene, SceneNode, Tie} from "./select.js" */

/** Actors on each side. */
const SIDE = 28;

/** @typedef {{supports: Tie | null, opposes: Tie | null}} Cell */

/**
 * The actors with the most stances, and what each holds of each.
 * @param {Scene} scene
 * @returns {{holders: SceneNode[], targets: SceneNode[], cells: Map<string, Cell>, left: number}}
 */
export function stanceMatrix(scene) {
  /** @type {Map<SceneNode, number>} */
  const holding = new Map();
  /** @type {Map<SceneNode, number>} */
  const targeted = new Map();
  const stances = scene.ties.filter((t) => t.line === "supports" || t.line === "opposes");
  for (const tie of stances) {
    holding.set(tie.source, (holding.get(tie.source) ?? 0) + tie.count);
    targeted.set(tie.target, (targeted.get(tie.target) ?? 0) + tie.count);
  }
  const order = (/** @type {Map<SceneNode, number>} */ counts) =>
    [...counts].sort((a, b) => b[1] - a[1] || a[0].actor.index - b[0].actor.index).map(([node]) => node);
  const [allHolders, allTargets] = [order(holding), order(targeted)];
  const [holders, targets] = [allHolders.slice(0, SIDE), allTargets.slice(0, SIDE)];
  /** @type {Map<string, Cell>} */
  const cells = new Map();
  const [rows, columns] = [new Set(holders), new Set(targets)];
  for (const tie of stances) {
    if (!rows.has(tie.source) || !columns.has(tie.target)) continue;
    const key = `${tie.source.actor.index} ${tie.target.actor.index}`;
    const cell = cells.get(key) ?? { supports: null, opposes: null };
    cell[tie.line === "supports" ? "supports" : "opposes"] = tie;
    cells.set(key, cell);
  }
  return { holders, targets, cells, left: allHolders.length - holders.length + allTargets.length - targets.length };
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
  if (left > 0) put(panel, h("p", { class: "facts" }, `The ${SIDE} with the most stances on each side; ${left} more have fewer. Filter to see them.`));
}
