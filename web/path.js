// The shortest way between two actors over the ties that are seen.

/** @import {Scene, SceneNode, Tie} from "./select.js" */

/**
 * Ties from one actor to another, whatever their direction; `null` if there is no way.
 * @param {Scene} scene
 * @param {SceneNode} from
 * @param {SceneNode} to
 * @returns {{nodes: SceneNode[], ties: Tie[]} | null}
 */
export function findPath(scene, from, to) {
  /** @type {Map<SceneNode, Tie | null>} */
  const reached = new Map([[from, null]]);
  const waiting = [from];
  for (let i = 0; i < waiting.length && !reached.has(to); i += 1) {
    const node = waiting[i];
    for (const tie of node.ties) {
      const other = tie.source === node ? tie.target : tie.source;
      if (!reached.has(other)) {
        reached.set(other, tie);
        waiting.push(other);
      }
    }
  }
  if (!reached.has(to)) return null;
  const nodes = [to];
  /** @type {Tie[]} */
  const ties = [];
  for (let node = to; node !== from; ) {
    const tie = reached.get(node);
    if (!tie) break;
    ties.unshift(tie);
    node = tie.source === node ? tie.target : tie.source;
    nodes.unshift(node);
  }
  return { nodes, ties };
}
