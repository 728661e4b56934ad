// Draws what is seen, on a canvas or on anything that takes a canvas's commands (svg-pen.js).

import { LINES, FONT, lineWidth } from "./look.js";
import { placeLabels } from "./labels.js";
import { plainText } from "./dom.js";

/** @import {Camera} from "./camera.js" */
/** @import {Look} from "./look.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */
/** @import {Room} from "./labels.js" */

/**
 * @typedef {Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" | "arc" |
 *   "rect" | "closePath" | "fill" | "stroke" | "fillRect" | "fillText" | "strokeText" | "setLineDash" |
 *   "measureText" | "globalAlpha" | "fillStyle" | "strokeStyle" | "lineWidth" | "font" | "textAlign" |
 *   "textBaseline" | "lineJoin">} Pen
 */

/**
 * What is stressed; all else is dimmed if anything is.
 * @typedef {object} Stress
 * @property {Set<SceneNode>} nodes
 * @property {Set<Tie>} ties
 * @property {SceneNode | null} focus has the keyboard, or the pointer over it
 * @property {Tie | null} tie the same
 */

/** More lines in sight than this are drawn straight and plain. */
const MANY = 5000;
/** Lines that are stroked at once: long paths are slow. */
const CHUNK = 400;
const DIMMED = 0.13;

/** @typedef {{fromX: number, fromY: number, midX: number, midY: number, toX: number, toY: number, angle: number}} Route */

/**
 * Where a tie runs, in pixels: from border to border, bent if it has parallels.
 * @param {Tie} tie
 * @param {Camera} camera
 * @returns {Route}
 */
export function routeOf(tie, camera) {
  const [ax, ay] = [camera.left(tie.source.x), camera.top(tie.source.y)];
  const [bx, by] = [camera.left(tie.target.x), camera.top(tie.target.y)];
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const spread = Math.min(26, 6 + length * 0.09) * tie.bend * 2;
  const midX = (ax + bx) / 2 - ((by - ay) / length) * spread;
  const midY = (ay + by) / 2 + ((bx - ax) / length) * spread;
  const trim = (/** @type {number} */ x, /** @type {number} */ y, /** @type {SceneNode} */ node, /** @type {number} */ gap) => {
    const far = Math.hypot(midX - x, midY - y) || 1;
    const step = Math.min(far * 0.9, camera.radius(node.radius) * edgeOf(node, midX - x, midY - y) + gap);
    return [x + ((midX - x) / far) * step, y + ((midY - y) / far) * step];
  };
  const [fromX, fromY] = trim(ax, ay, tie.source, 1);
  const [toX, toY] = trim(bx, by, tie.target, LINES[tie.line].directed ? 4 : 1);
  return { fromX, fromY, midX, midY, toX, toY, angle: Math.atan2(toY - midY, toX - midX) };
}

/**
 * How far the border of a node is in a direction, in radii.
 * @param {SceneNode} node
 * @param {number} dx
 * @param {number} dy
 */
function edgeOf(node, dx, dy) {
  if (node.actor.kind !== "country") return 1;
  const most = Math.max(Math.abs(dx), Math.abs(dy)) || 1;
  return (0.88 * Math.hypot(dx, dy)) / most;
}

/**
 * Draws the picture. Returns the names that found no room with the room that is left.
 * @param {Pen} pen
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {{look: Look, stress: Stress, byCommunity: boolean, quick?: boolean}} options
 */
export function drawPicture(pen, scene, camera, options) {
  const { look, stress } = options;
  const b = camera.bounds();
  const margin = 40 / camera.scale;
  const inSight = (/** @type {SceneNode} */ n) =>
    n.x > b.left - margin && n.x < b.right + margin && n.y > b.top - margin && n.y < b.bottom + margin;
  const nodes = scene.nodes.filter(inSight);
  const ties = scene.ties.filter((t) => {
    const [p, q] = [t.source, t.target];
    return !(
      (p.x < b.left && q.x < b.left) ||
      (p.x > b.right && q.x > b.right) ||
      (p.y < b.top && q.y < b.top) ||
      (p.y > b.bottom && q.y > b.bottom)
    );
  });
  const isStressed = stress.nodes.size > 0 || stress.ties.size > 0;
  pen.globalAlpha = 1;
  pen.fillStyle = look.ground;
  pen.fillRect(0, 0, camera.width, camera.height);
  const plain = ties.length > MANY || Boolean(options.quick);
  const usual = plain ? faintness(ties.length, camera) : ties.length > 900 ? 0.5 : 0.9;
  const dim = isStressed ? ties.filter((t) => !stress.ties.has(t)) : ties;
  drawTies(pen, dim, camera, look, isStressed ? Math.min(DIMMED, usual / 4) : usual, plain);
  const loud = isStressed ? ties.filter((t) => stress.ties.has(t)) : [];
  if (stress.tie && !loud.includes(stress.tie)) loud.push(stress.tie);
  drawTies(pen, loud, camera, look, 1, loud.length > MANY, isStressed);
  const far = isStressed ? nodes.filter((n) => !stress.nodes.has(n) && n !== stress.focus) : [];
  drawNodes(pen, far, camera, options, 0.25);
  const near = isStressed ? nodes.filter((n) => stress.nodes.has(n) || n === stress.focus) : nodes;
  drawNodes(pen, near, camera, options, 1);
  if (stress.focus) ring(pen, stress.focus, camera, look.focus);
  if (options.quick) return;
  const named = new Set(stress.nodes);
  if (stress.focus) named.add(stress.focus);
  const candidates = isStressed ? [...near, ...(stress.nodes.size < 3 ? far.slice(0, 20) : [])] : nodes;
  if (stress.focus && !candidates.includes(stress.focus)) candidates.unshift(stress.focus);
  const nameOf = (/** @type {SceneNode} */ n) => plainText(n.actor.name, 44);
  const measure = measureWith(pen);
  const { labels, room } = placeLabels(candidates, camera, measure, nameOf, named);
  drawLineWords(pen, isStressed ? loud : ties, camera, look, room, measure);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const label of labels) {
    pen.globalAlpha = isStressed && !named.has(label.node) ? 0.45 : 1;
    pen.font = `${label.bold ? "bold " : ""}${label.size}px ${FONT}`;
    pen.strokeStyle = look.halo;
    pen.fillStyle = look.text;
    pen.lineWidth = 3.5;
    label.lines.forEach((line, i) => {
      const y = label.y + (i - (label.lines.length - 1) / 2) * label.size * 1.18;
      pen.strokeText(line, label.x, y);
      pen.fillText(line, label.x, y);
    });
  }
  pen.globalAlpha = 1;
}

/**
 * Many lines make a dark heap: the more there are, the fainter each.
 * @param {number} count
 * @param {Camera} camera
 */
function faintness(count, camera) {
  return Math.max(0.12, Math.min(0.7, (0.5 * camera.scale * 3000) / Math.sqrt(count) / 10));
}

/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @param {Pen} pen
 * @returns {(text: string, size: number, bold: boolean) => number}
 */
function measureWith(pen) {
  return (text, size, bold) => {
    const key = `${bold ? "b" : ""}${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      if (widths.size > 20000) widths.clear();
      pen.font = `${bold ? "bold " : ""}10px ${FONT}`;
      width = pen.measureText(text).width;
      widths.set(key, width);
    }
    return (width * size) / 10;
  };
}

/**
 * @param {Pen} pen
 * @param {Tie[]} ties
 * @param {Camera} camera
 * @param {Look} look
 * @param {number} alpha
 * @param {boolean} plain straight lines without arrows
 * @param {boolean} [stressed] drawn as near as can be
 */
function drawTies(pen, ties, camera, look, alpha, plain, stressed = false) {
  /** @type {Map<string, Tie[]>} */
  const alike = new Map();
  for (const tie of ties) {
    const key = `${tie.line} ${plain ? 1 : lineWidth(tie.line, tie.count)}`;
    const list = alike.get(key);
    if (list) list.push(tie);
    else alike.set(key, [tie]);
  }
  // Lines grow thinner from afar, but stay to be seen.
  const thin = Math.min(1.3, Math.max(stressed ? 0.9 : 0.4, camera.scale ** 0.5));
  for (const list of alike.values()) {
    const { line } = list[0];
    pen.globalAlpha = line === "belongs" ? alpha * 0.8 : alpha;
    pen.strokeStyle = look.lines[line];
    pen.fillStyle = look.lines[line];
    pen.lineWidth = plain ? 1 : lineWidth(line, list[0].count) * thin;
    pen.setLineDash(plain ? [] : LINES[line].dash.map((d) => d * thin));
    for (let from = 0; from < list.length; from += CHUNK) {
      const chunk = list.slice(from, from + CHUNK);
      pen.beginPath();
      const routes = plain ? [] : chunk.map((tie) => routeOf(tie, camera));
      if (plain) {
        for (const tie of chunk) {
          pen.moveTo(camera.left(tie.source.x), camera.top(tie.source.y));
          pen.lineTo(camera.left(tie.target.x), camera.top(tie.target.y));
        }
      }
      for (const r of routes) {
        pen.moveTo(r.fromX, r.fromY);
        pen.quadraticCurveTo(r.midX, r.midY, r.toX, r.toY);
      }
      pen.stroke();
      if (plain || !LINES[line].directed) continue;
      pen.beginPath();
      const size = (line === "belongs" ? 7 : 10) * Math.max(0.55, thin);
      for (const r of routes) {
        const [cos, sin] = [Math.cos(r.angle), Math.sin(r.angle)];
        const [x, y] = [r.toX + cos * 4, r.toY + sin * 4];
        pen.moveTo(x, y);
        pen.lineTo(x - cos * size - sin * size * 0.42, y - sin * size + cos * size * 0.42);
        pen.lineTo(x - cos * size + sin * size * 0.42, y - sin * size - cos * size * 0.42);
        pen.closePath();
      }
      pen.fill();
    }
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/**
 * @param {Pen} pen
 * @param {SceneNode[]} nodes
 * @param {Camera} camera
 * @param {{look: Look, byCommunity: boolean}} options
 * @param {number} alpha
 */
function drawNodes(pen, nodes, camera, { look, byCommunity }, alpha) {
  /** @type {Map<string, SceneNode[]>} */
  const alike = new Map();
  for (const node of nodes) {
    const { kind, community } = node.actor;
    const fill = byCommunity
      ? look.communities[community % look.communities.length]
      : look.nodes[kind][0];
    const key = `${fill} ${look.nodes[kind][1]}`;
    const list = alike.get(key);
    if (list) list.push(node);
    else alike.set(key, [node]);
  }
  pen.globalAlpha = alpha;
  for (const [key, list] of alike) {
    const [fill, border] = key.split(" ");
    pen.fillStyle = fill;
    pen.strokeStyle = border;
    // A border must not be all of a small node.
    pen.lineWidth = Math.min(1.4, 0.3 + camera.scale * 1.6);
    for (let from = 0; from < list.length; from += CHUNK) {
      pen.beginPath();
      for (const node of list.slice(from, from + CHUNK)) {
        shape(pen, node, camera.left(node.x), camera.top(node.y), camera.radius(node.radius));
      }
      pen.fill();
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}

/**
 * Countries are squares, people discs, groups hexagons.
 * @param {Pen} pen
 * @param {SceneNode} node
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function shape(pen, node, x, y, r) {
  if (node.actor.kind === "country") {
    pen.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  } else if (node.actor.kind === "person") {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, Math.PI * 2);
  } else {
    pen.moveTo(x + r, y);
    for (let k = 1; k < 6; k += 1) {
      pen.lineTo(x + r * Math.cos((k * Math.PI) / 3), y + r * Math.sin((k * Math.PI) / 3));
    }
    pen.closePath();
  }
}

/**
 * @param {Pen} pen
 * @param {SceneNode} node
 * @param {Camera} camera
 * @param {string} colour
 */
function ring(pen, node, camera, colour) {
  pen.beginPath();
  pen.strokeStyle = colour;
  pen.lineWidth = 3;
  pen.arc(camera.left(node.x), camera.top(node.y), camera.radius(node.radius) * 1.15 + 4, 0, Math.PI * 2);
  pen.stroke();
}

/**
 * Words on lines, where there are few of them and room.
 * @param {Pen} pen
 * @param {Tie[]} ties
 * @param {Camera} camera
 * @param {Look} look
 * @param {Room} room
 * @param {(text: string, size: number, bold: boolean) => number} measure
 */
function drawLineWords(pen, ties, camera, look, room, measure) {
  if (ties.length > 140 || camera.scale < 0.55) return;
  pen.font = `11px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const tie of ties) {
    const text = lineWords(tie);
    const width = measure(text, 11, false) + 4;
    const r = routeOf(tie, camera);
    if (Math.hypot(r.toX - r.fromX, r.toY - r.fromY) < width * 0.6) continue;
    for (const t of [0.5, 0.38, 0.62, 0.28, 0.72]) {
      const x = (1 - t) ** 2 * r.fromX + 2 * t * (1 - t) * r.midX + t * t * r.toX;
      const y = (1 - t) ** 2 * r.fromY + 2 * t * (1 - t) * r.midY + t * t * r.toY;
      const box = { left: x - width / 2, right: x + width / 2, top: y - 7, bottom: y + 7 };
      if (!room.isFree(box)) continue;
      room.take(box);
      pen.strokeStyle = look.halo;
      pen.fillStyle = look.lines[tie.line] === look.lines.belongs ? look.faint : look.lines[tie.line];
      pen.lineWidth = 4;
      pen.strokeText(text, x, y);
      pen.fillText(text, x, y);
      break;
    }
  }
}

/**
 * What stands on a line: `supports ×2`, `foreign minister`.
 * @param {Tie} tie
 */
export function lineWords(tie) {
  const roles = new Set(tie.parts.map((part) => part.edge.role));
  if (tie.line === "belongs" && roles.size === 1) {
    const [role] = roles;
    if (role) return plainText(role, 26);
  }
  const { label } = LINES[tie.line];
  return tie.count > 1 ? `${label} ×${tie.count}` : label;
}
