// The picture that a reader moves: pointer, wheel, touch, keys.

import { Camera } from "./camera.js";
import { Grid, nextNode } from "./hit.js";
import { drawPicture } from "./picture.js";

/** @import {Look} from "./look.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */
/** @import {Stress} from "./picture.js" */

/**
 * @typedef {object} Listeners
 * @property {(node: SceneNode) => void} onNode
 * @property {(tie: Tie) => void} onTie
 * @property {() => void} onNothing
 * @property {(what: SceneNode | Tie | null, left: number, top: number) => void} onHover
 * @property {(node: SceneNode) => void} onFocus
 */

/** A scene with more ties is moved as an image, and drawn anew when it rests. */
const HEAVY = 2000;
/** A scene with more ties is not drawn anew for each line that the pointer comes over. */
const STIFF = 4000;
/** Milliseconds without a move until it is drawn anew. */
const REST = 140;

export class GraphCanvas {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Look} look
   * @param {Listeners} listeners
   */
  constructor(canvas, look, listeners) {
    this.canvas = canvas;
    this.listeners = listeners;
    this.look = look;
    this.camera = new Camera();
    /** @type {Scene} */
    this.scene = { nodes: [], ties: [], byActor: new Map() };
    this.grid = new Grid(this.scene);
    /** @type {Stress} */
    this.stress = { nodes: new Set(), ties: new Set(), focus: null, tie: null };
    this.byCommunity = false;
    /** All is shown, and should be in any other size too. */
    this.fitted = true;
    this.frames = 0;
    this.asked = 0;
    this.rest = 0;
    /** The last full picture, and where its camera stood. */
    this.still = document.createElement("canvas");
    this.stillCamera = new Camera();
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    /** @type {SceneNode | null} */
    this.held = null;
    this.moved = 0;
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser cannot draw");
    this.context = context;
    this.listen();
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  /** @param {Scene} scene */
  show(scene) {
    this.scene = scene;
    this.grid = new Grid(scene);
    const { focus } = this.stress;
    this.stress = { nodes: new Set(), ties: new Set(), focus: (focus && scene.byActor.get(focus.actor.index)) ?? null, tie: null };
    this.draw();
  }

  /**
   * @param {Iterable<SceneNode>} nodes
   * @param {Iterable<Tie>} ties
   */
  stressThese(nodes, ties) {
    this.stress.nodes = new Set(nodes);
    this.stress.ties = new Set(ties);
    this.draw();
  }

  fit() {
    const tied = this.scene.nodes.filter((n) => n.ties.length > 0);
    this.fitted = true;
    // Many actors without a tie would make all others small.
    this.camera.fit(tied.length * 2 > this.scene.nodes.length ? this.scene.nodes : tied.length > 0 ? tied : this.scene.nodes);
    this.draw();
  }

  /** Brings a node into sight. @param {SceneNode} node */
  lookAt(node) {
    const [x, y] = [this.camera.left(node.x), this.camera.top(node.y)];
    if (x < 60 || y < 60 || x > this.camera.width - 60 || y > this.camera.height - 60 || this.camera.scale < 0.35) {
      this.fitted = false;
      this.camera.x = node.x;
      this.camera.y = node.y;
      this.camera.scale = Math.max(this.camera.scale, 0.7);
    }
    this.draw();
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width < 2 || height < 2) return;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.camera.width = width;
    this.camera.height = height;
    if (this.fitted) this.fit();
    this.paint();
  }

  /** Draws soon. */
  draw() {
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.paint());
  }

  /** Draws while it moves. */
  drawMoving() {
    this.fitted = false;
    if (this.scene.ties.length <= HEAVY) {
      this.draw();
      return;
    }
    window.clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.paint(), REST);
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.paintStill());
  }

  paint() {
    this.asked = 0;
    window.clearTimeout(this.rest);
    if (this.camera.width <= 1) return;
    const ratio = this.canvas.width / this.camera.width;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawPicture(this.context, this.scene, this.camera, { look: this.look, stress: this.stress, byCommunity: this.byCommunity });
    if (this.scene.ties.length > HEAVY) {
      this.still.width = this.canvas.width;
      this.still.height = this.canvas.height;
      this.still.getContext("2d")?.drawImage(this.canvas, 0, 0);
      Object.assign(this.stillCamera, this.camera);
    }
    this.frames += 1;
  }

  /** The last picture where it would stand now. */
  paintStill() {
    this.asked = 0;
    const ratio = this.canvas.width / this.camera.width;
    const scale = this.camera.scale / this.stillCamera.scale;
    const b = this.stillCamera.bounds();
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.fillStyle = this.look.ground;
    this.context.fillRect(0, 0, this.camera.width, this.camera.height);
    this.context.drawImage(
      this.still,
      this.camera.left(b.left),
      this.camera.top(b.top),
      this.stillCamera.width * scale,
      this.stillCamera.height * scale,
    );
    this.frames += 1;
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (e) => this.down(e));
    canvas.addEventListener("pointermove", (e) => this.move(e));
    canvas.addEventListener("pointerup", (e) => this.up(e));
    canvas.addEventListener("pointercancel", (e) => this.pointers.delete(e.pointerId));
    canvas.addEventListener("pointerleave", () => this.hover(null, 0, 0));
    canvas.addEventListener("dblclick", (e) => {
      this.camera.zoom(1.8, e.offsetX, e.offsetY);
      this.drawMoving();
    });
    canvas.addEventListener(
      "wheel",
      (e) => {
        e.preventDefault();
        this.camera.zoom(Math.exp(-Math.max(-120, Math.min(120, e.deltaY)) * 0.0022), e.offsetX, e.offsetY);
        this.drawMoving();
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", (e) => this.key(e));
    canvas.addEventListener("focus", () => {
      if (!this.stress.focus && this.scene.nodes.length > 0) this.focus(this.scene.nodes[0]);
    });
  }

  /** @param {PointerEvent} e */
  down(e) {
    this.canvas.setPointerCapture(e.pointerId);
    this.pointers.set(e.pointerId, { x: e.offsetX, y: e.offsetY });
    this.moved = 0;
    this.held = this.pointers.size === 1 ? this.grid.node(this.camera, e.offsetX, e.offsetY) : null;
  }

  /** @param {PointerEvent} e */
  move(e) {
    const before = this.pointers.get(e.pointerId);
    if (!before) {
      const node = this.grid.node(this.camera, e.offsetX, e.offsetY);
      this.hover(node ?? this.grid.tie(this.camera, e.offsetX, e.offsetY), e.offsetX, e.offsetY);
      return;
    }
    const [dx, dy] = [e.offsetX - before.x, e.offsetY - before.y];
    this.moved += Math.abs(dx) + Math.abs(dy);
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== e.pointerId)?.[1] ?? before;
      const spread = (/** @type {number} */ x, /** @type {number} */ y) => Math.hypot(x - other.x, y - other.y) || 1;
      this.camera.zoom(spread(e.offsetX, e.offsetY) / spread(before.x, before.y), other.x, other.y);
    } else if (this.held && this.moved > 4) {
      this.held.x += dx / this.camera.scale;
      this.held.y += dy / this.camera.scale;
      // The next scene keeps the place.
      this.held.actor.x = this.held.x;
      this.held.actor.y = this.held.y;
      this.pointers.set(e.pointerId, { x: e.offsetX, y: e.offsetY });
      this.draw();
      return;
    } else if (!this.held) {
      this.camera.pan(dx, dy);
    }
    this.pointers.set(e.pointerId, { x: e.offsetX, y: e.offsetY });
    this.drawMoving();
  }

  /** @param {PointerEvent} e */
  up(e) {
    this.pointers.delete(e.pointerId);
    if (this.held && this.moved > 4) this.grid = new Grid(this.scene);
    if (this.moved <= 4) {
      const node = this.grid.node(this.camera, e.offsetX, e.offsetY);
      const tie = node ? null : this.grid.tie(this.camera, e.offsetX, e.offsetY);
      if (node) this.listeners.onNode(node);
      else if (tie) this.listeners.onTie(tie);
      else this.listeners.onNothing();
    }
    this.held = null;
  }

  /**
   * @param {SceneNode | Tie | null} what
   * @param {number} left
   * @param {number} top
   */
  hover(what, left, top) {
    const tie = what && "line" in what ? what : null;
    const isNew = tie !== this.stress.tie;
    this.stress.tie = tie;
    this.canvas.classList.toggle("over", what !== null);
    this.listeners.onHover(what, left, top);
    if (isNew && this.scene.ties.length <= STIFF) this.draw();
  }

  /** @param {SceneNode | null} node */
  focus(node) {
    this.stress.focus = node;
    if (node) {
      this.lookAt(node);
      this.listeners.onFocus(node);
    }
    this.draw();
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const ways = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    });
    const way = ways[e.key];
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (way && e.shiftKey) {
      this.camera.pan(-way[0] * 60, -way[1] * 60);
      this.drawMoving();
    } else if (way) {
      const from = this.stress.focus;
      this.focus(from ? (nextNode(this.scene, from, way[0], way[1]) ?? from) : (this.scene.nodes[0] ?? null));
    } else if ((e.key === "Enter" || e.key === " ") && this.stress.focus) {
      this.listeners.onNode(this.stress.focus);
    } else if (e.key === "+" || e.key === "=" || e.key === "-") {
      this.camera.zoom(e.key === "-" ? 1 / 1.25 : 1.25);
      this.drawMoving();
    } else if (e.key === "0") {
      this.fit();
    } else if (e.key === "Escape") {
      this.stress.focus = null;
      this.listeners.onNothing();
    } else {
      return;
    }
    e.preventDefault();
  }
}
