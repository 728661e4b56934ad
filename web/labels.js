// Which names are written where: the weightiest first, none over another.

/** @import {Camera} from "./camera.js" */
/** @import {SceneNode} from "./select.js" */

/** @typedef {{node: SceneNode, lines: string[], x: number, y: number, size: number, bold: boolean}} Label */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** So many of the weightiest are named before all else. */
const ALWAYS = 24;

/** Taken room, in cells of a grid. */
export class Room {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box @returns {Generator<number>} */
  *keys(box) {
    for (let x = Math.floor(box.left / 80); x <= Math.floor(box.right / 80); x += 1) {
      for (let y = Math.floor(box.top / 40); y <= Math.floor(box.bottom / 40); y += 1) yield x * 100003 + y;
    }
  }

  /** @param {Box} box */
  isFree(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) {
          return false;
        }
      }
    }
    return true;
  }

  /** @param {Box} box */
  take(box) {
    for (const key of this.keys(box)) {
      const list = this.cells.get(key);
      if (list) list.push(box);
      else this.cells.set(key, [box]);
    }
  }
}

/**
 * A name on one or two lines.
 * @param {string} name
 * @returns {string[]}
 */
export function nameLines(name) {
  if (name.length <= 18 || !name.includes(" ")) return [name];
  const middle = name.length / 2;
  let best = -1;
  for (let i = name.indexOf(" "); i >= 0; i = name.indexOf(" ", i + 1)) {
    if (best < 0 || Math.abs(i - middle) < Math.abs(best - middle)) best = i;
  }
  return [name.slice(0, best), name.slice(best + 1)];
}

/**
 * Places for the names of nodes.
 * @param {SceneNode[]} nodes those in sight, those first that must be named
 * @param {Camera} camera
 * @param {(text: string, size: number, bold: boolean) => number} measure width in pixels
 * @param {(node: SceneNode) => string} nameOf
 * @param {Set<SceneNode>} wanted these get a name wherever there is any room
 * @returns {{labels: Label[], room: Room}}
 */
export function placeLabels(nodes, camera, measure, nameOf, wanted) {
  const room = new Room();
  const names = new Room();
  /** @type {Label[]} */
  const labels = [];
  const few = nodes.length <= 400;
  for (const node of nodes.slice(0, 400)) {
    const r = camera.radius(node.radius) * 0.8;
    const [x, y] = [camera.left(node.x), camera.top(node.y)];
    room.take({ left: x - r, right: x + r, top: y - r, bottom: y + r });
  }
  // Far away only the weightiest are named.
  const most = few ? 400 : 140;
  const ordered = wanted.size > 0 ? [...nodes.filter((n) => wanted.has(n)), ...nodes.filter((n) => !wanted.has(n))] : nodes;
  let tried = 0;
  for (const node of ordered) {
    tried += 1;
    if (labels.length >= most || tried > 3000) break;
    const r = camera.radius(node.radius);
    if (r < 2.4 && !wanted.has(node) && labels.length > 60) continue;
    const bold = node.actor.kind === "country";
    const size = Math.round(Math.min(17, Math.max(11, 9 + r * 0.32)));
    const lines = nameLines(nameOf(node));
    const width = Math.max(...lines.map((line) => measure(line, size, bold))) + 4;
    const height = lines.length * size * 1.18 + 2;
    const [x, y] = [camera.left(node.x), camera.top(node.y)];
    const spots = [
      [x, y + r + height / 2 + 2],
      [x + r + width / 2 + 3, y],
      [x, y - r - height / 2 - 2],
      [x - r - width / 2 - 3, y],
    ];
    const boxAt = (/** @type {number[]} */ [cx, cy]) => ({ left: cx - width / 2, right: cx + width / 2, top: cy - height / 2, bottom: cy + height / 2 });
    // The weightiest are named even where nodes stand close; only names do not cover names.
    const spot = spots.find((at) => room.isFree(boxAt(at))) ?? (tried <= ALWAYS ? spots.find((at) => names.isFree(boxAt(at))) : undefined);
    if (!spot) continue;
    room.take(boxAt(spot));
    names.take(boxAt(spot));
    labels.push({ node, lines, x: spot[0], y: spot[1], size, bold });
  }
  return { labels, room };
}
