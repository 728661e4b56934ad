// What is under a pixel.

import { routeOf } from "./picture.js";

/** @import {Camera} from "./camera.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */

const CELL = 120;

/** Nodes in a grid over the layout, so that a pointer asks few of them. */
export class Grid {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Map<string, SceneNode[]>} */
    this.cells = new Map();
    for (const node of scene.nodes) {
      const key = `${Math.floor(node.x / CELL)} ${Math.floor(node.y / CELL)}`;
      const list = this.cells.get(key);
      if (list) list.push(node);
      else this.cells.set(key, [node]);
    }
  }

  /**
   * The node under a pixel, the nearest of several.
   * @param {Camera} camera
   * @param {number} left
   * @param {number} top
   * @returns {SceneNode | null}
   */
  node(camera, left, top) {
    const p = camera.place(left, top);
    const reach = Math.max(24, 24 / camera.scale);
    const steps = Math.min(6, Math.ceil(reach / CELL));
    let best = null;
    let nearest = Infinity;
    const [cx, cy] = [Math.floor(p.x / CELL), Math.floor(p.y / CELL)];
    for (let x = cx - steps; x <= cx + steps; x += 1) {
      for (let y = cy - steps; y <= cy + steps; y += 1) {
        for (const node of this.cells.get(`${x} ${y}`) ?? []) {
          const far = Math.hypot(camera.left(node.x) - left, camera.top(node.y) - top);
          if (far < nearest && far <= Math.max(5, camera.radius(node.radius)) + 3) {
            best = node;
            nearest = far;
          }
        }
      }
    }
    return best;
  }

  /**
   * The tie under a pixel.
   * @param {Camera} camera
   * @param {number} left
   * @param {number} top
   * @returns {Tie | null}
   */
  tie(camera, left, top) {
    const near = 7;
    let best = null;
    let nearest = near;
    for (const tie of this.scene.ties) {
      const [ax, ay] = [camera.left(tie.source.x), camera.top(tie.source.y)];
      const [bx, by] = [camera.left(tie.target.x), camera.top(tie.target.y)];
      // A bent line stays within this of the straight one.
      const slack = near + Math.abs(tie.bend) * 30;
      if (left < Math.min(ax, bx) - slack || left > Math.max(ax, bx) + slack) continue;
      if (top < Math.min(ay, by) - slack || top > Math.max(ay, by) + slack) continue;
      const far = distance(tie, camera, left, top);
      if (far < nearest) {
        best = tie;
        nearest = far;
      }
    }
    return best;
  }
}

/**
 * From a pixel to a tie, in pixels.
 * @param {Tie} tie
 * @param {Camera} camera
 * @param {number} left
 * @param {number} top
 */
function distance(tie, camera, left, top) {
  const r = routeOf(tie, camera);
  let nearest = Infinity;
  let [px, py] = [r.fromX, r.fromY];
  const pieces = tie.bend === 0 ? 1 : 10;
  for (let i = 1; i <= pieces; i += 1) {
    const t = i / pieces;
    const x = (1 - t) ** 2 * r.fromX + 2 * t * (1 - t) * r.midX + t * t * r.toX;
    const y = (1 - t) ** 2 * r.fromY + 2 * t * (1 - t) * r.midY + t * t * r.toY;
    nearest = Math.min(nearest, toSegment(left, top, px, py, x, y));
    [px, py] = [x, y];
  }
  return nearest;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 */
export function toSegment(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/**
 * The node that is next in a direction: for the arrow keys.
 * @param {Scene} scene
 * @param {SceneNode} from
 * @param {number} dx
 * @param {number} dy one of both is 0
 * @returns {SceneNode | null}
 */
export function nextNode(scene, from, dx, dy) {
  let best = null;
  let least = Infinity;
  for (const node of scene.nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    const cost = along + 2.2 * aside;
    if (node !== from && along > 1 && cost < least) {
      best = node;
      least = cost;
    }
  }
  return best;
}
