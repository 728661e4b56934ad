// From places of the layout to pixels of the canvas.

/** @typedef {{left: number, top: number, right: number, bottom: number}} Bounds */

export class Camera {
  constructor() {
    /** The place that stands at the middle of the canvas. */
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.width = 1;
    this.height = 1;
  }

  /** @param {number} x */
  left(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  /** @param {number} y */
  top(y) {
    return (y - this.y) * this.scale + this.height / 2;
  }

  /**
   * The place under a pixel.
   * @param {number} left
   * @param {number} top
   */
  place(left, top) {
    return { x: (left - this.width / 2) / this.scale + this.x, y: (top - this.height / 2) / this.scale + this.y };
  }

  /** What can be seen, as places. @returns {Bounds} */
  bounds() {
    const [w, hh] = [this.width / 2 / this.scale, this.height / 2 / this.scale];
    return { left: this.x - w, right: this.x + w, top: this.y - hh, bottom: this.y + hh };
  }

  /**
   * Radius of a node in pixels: nodes grow slower than distances.
   * @param {number} radius
   */
  radius(radius) {
    return Math.max(1.5, radius * (this.scale < 1 ? this.scale ** 0.8 : this.scale ** 0.4));
  }

  /**
   * @param {number} dx
   * @param {number} dy in pixels
   */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /**
   * Zooms; the place under a pixel stays there.
   * @param {number} factor
   * @param {number} [left]
   * @param {number} [top]
   */
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const before = this.place(left, top);
    this.scale = Math.min(12, Math.max(0.01, this.scale * factor));
    const after = this.place(left, top);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  /**
   * Shows all of the given places.
   * @param {{x: number, y: number}[]} places
   * @param {number} [most] largest scale
   */
  fit(places, most = 1.6) {
    if (places.length === 0) return;
    const b = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const p of places) {
      b.left = Math.min(b.left, p.x);
      b.right = Math.max(b.right, p.x);
      b.top = Math.min(b.top, p.y);
      b.bottom = Math.max(b.bottom, p.y);
    }
    this.x = (b.left + b.right) / 2;
    this.y = (b.top + b.bottom) / 2;
    // Room for names at the borders.
    const [w, hh] = [Math.max(50, this.width - 150), Math.max(50, this.height - 110)];
    this.scale = Math.min(most, w / Math.max(1, b.right - b.left), hh / Math.max(1, b.bottom - b.top));
  }
}
