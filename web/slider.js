// The slider of time: shows the graph up to a day, or of a day alone, and plays.

import { announce, byId, h, put } from "./dom.js";

/** @import {Filter} from "./select.js" */
/** @import {Model} from "./model.js" */

/** More days than this become months, more months years. */
const STEPS = 150;
/** Milliseconds a step. */
const PACE = 650;

/**
 * The steps: days, months or years in which something happened, in order.
 * @param {Model} model
 * @returns {string[]}
 */
export function timeSteps(model) {
  const all = new Set();
  for (const edge of model.edges) {
    for (const e of edge.evidence) if (e.when) all.add(e.when);
  }
  for (const length of [10, 7, 4]) {
    const steps = [...new Set([...all].map((/** @type {string} */ when) => when.slice(0, length)))].sort();
    if (steps.length <= STEPS || length === 4) return steps;
  }
  return [];
}

export class TimeSlider {
  /**
   * @param {() => Filter} filter
   * @param {() => void} onChange
   */
  constructor(filter, onChange) {
    this.filter = filter;
    this.onChange = onChange;
    /** @type {string[]} */
    this.steps = [];
    this.timer = 0;
    this.bar = byId("time");
    this.range = h("input", { type: "range", id: "time-range", min: "0", "aria-label": "Time" });
    this.button = h("button", { type: "button", id: "play" }, "▶ Play");
    this.label = h("output", { for: "time-range", id: "time-label" });
    this.alone = h("input", { type: "checkbox", id: "alone" });
    put(this.bar, this.button, this.range, this.label, h("label", { class: "check" }, this.alone, "only that time"));
    this.range.addEventListener("input", () => {
      this.stop();
      this.apply();
    });
    this.alone.addEventListener("change", () => this.apply());
    this.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
  }

  /** @param {Model} model */
  load(model) {
    this.stop();
    this.steps = timeSteps(model);
    this.bar.hidden = this.steps.length < 2;
    this.range.max = String(this.steps.length);
    this.range.value = this.range.max;
    this.tell();
  }

  /** Back to all times. */
  reset() {
    this.stop();
    this.range.value = this.range.max;
    this.tell();
  }

  tell() {
    const step = this.steps[Number(this.range.value)];
    this.label.textContent = step ? (this.alone.checked ? step : `until ${step}`) : "all times";
    this.range.setAttribute("aria-valuetext", this.label.textContent);
  }

  apply() {
    const step = this.steps[Number(this.range.value)];
    const filter = this.filter();
    filter.from = step && this.alone.checked ? step : "";
    filter.until = step ?? "";
    this.tell();
    this.onChange();
  }

  play() {
    if (Number(this.range.value) >= this.steps.length) this.range.value = "0";
    this.button.textContent = "❚❚ Stop";
    announce("Playing");
    const step = () => {
      this.apply();
      if (Number(this.range.value) >= this.steps.length) {
        this.stop();
      } else {
        this.range.value = String(Number(this.range.value) + 1);
        this.timer = window.setTimeout(step, PACE);
      }
    };
    this.timer = window.setTimeout(step, 0);
  }

  stop() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.button.textContent = "▶ Play";
  }
}
