// Joins the parts of the page.

import { announce, byId, counted, h, plainText, put } from "./dom.js";
import { readModel, ACTOR_KINDS } from "./model.js";
import { newFilter, select } from "./select.js";
import { findPath } from "./path.js";
import { LINES, LINE_NAMES, LOOKS } from "./look.js";
import { GraphCanvas } from "./canvas.js";
import { combobox } from "./combobox.js";
import { showNode, showOverview, showPath, showTie } from "./details.js";
import { showFilters } from "./filters.js";
import { TimeSlider } from "./slider.js";
import { showMatrix } from "./matrix.js";
import { showTimeline } from "./timeline.js";
import { showArticle } from "./article.js";
import { graphJson, picturePng, pictureSvg, saveFile } from "./save.js";
import { Corrections } from "./corrections.js";
import { followGraph, liveToken, pasteBox } from "./live.js";
import { isEmbedded, tellHeight } from "./embed.js";

/** @import {Actor} from "./model.js" */
/** @import {Scene, SceneNode, Tie} from "./select.js" */

/** What is picked: told again after each change of the filter. @typedef {{what: "nothing"} | {what: "node", actor: number} | {what: "tie", key: string} | {what: "path", from: number, to: number}} Pick */

/** Beyond so many actors the colours tell communities, at first. */
const LARGE = 300;
const VIEWS = ["graph", "matrix", "timeline", "article"];

/**
 * True if actors without a tie are few enough to be shown at first.
 * @param {import("./model.js").Model} model
 */
function fewLoners(model) {
  const tied = new Set(model.edges.flatMap((e) => [e.source, e.target])).size;
  return tied === 0 || model.actors.length - tied <= Math.max(12, tied / 3);
}

function readRows() {
  return JSON.parse(byId("rows").textContent ?? "null");
}

class App {
  constructor() {
    this.model = readModel(readRows());
    this.filter = newFilter();
    /** @type {Scene} */
    this.scene = select(this.model, this.filter);
    /** @type {Pick} */
    this.pick = { what: "nothing" };
    /** @type {Partial<Record<"from" | "to", Actor>>} */
    this.ends = {};
    this.shownView = "graph";
    this.theme = /** @type {"light" | "dark"} */ (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    document.documentElement.dataset.theme = this.theme;
    this.panel = byId("details");
    this.tip = byId("tip");
    this.canvas = new GraphCanvas(/** @type {HTMLCanvasElement} */ (byId("canvas")), LOOKS[this.theme], {
      onNode: (node) => this.pickNode(node),
      onTie: (tie) => this.pickTie(tie),
      onNothing: () => this.pickNothing(),
      onHover: (what, left, top) => this.hover(what, left, top),
      onFocus: (node) => announce(`${plainText(node.actor.name)}, ${node.actor.kind}, ${counted(node.ties.length, "tie")}`),
    });
    this.corrections = new Corrections();
    this.actions = {
      corrections: this.corrections,
      pickNode: (/** @type {SceneNode} */ node) => this.pickNode(node, true),
      pickTie: (/** @type {Tie} */ tie) => this.pickTie(tie, true),
      pathEnd: (/** @type {"from" | "to"} */ end, /** @type {SceneNode} */ node) => this.setEnd(end, node.actor),
      around: (/** @type {SceneNode} */ node, /** @type {number} */ depth) => this.around(node, depth),
    };
    this.slider = new TimeSlider(
      () => this.filter,
      () => {
        this.showFilters();
        this.update();
      },
    );
    this.fields = this.makeFields();
    this.makeButtons();
    this.load();
  }

  /** Shows the model that was read. */
  load() {
    document.title = `${plainText(this.model.title)} – Demarche`;
    byId("title").textContent = plainText(this.model.title);
    byId("tab-article").hidden = !this.model.article;
    this.slider.load(this.model);
    this.filter.loners = fewLoners(this.model);
    this.colourBy(this.model.actors.length > LARGE);
    this.showFilters();
    this.update();
    this.canvas.fit();
    this.showView(this.model.article && !liveToken() ? "article" : this.shownView);
  }

  /** Shows another graph. @param {any} rows */
  replace(rows) {
    this.model = readModel(rows);
    this.filter = newFilter();
    this.pick = { what: "nothing" };
    this.load();
  }

  /** Shows the same graph as it has become: what a reader has chosen stays. @param {any} rows */
  renew(rows) {
    const { filter, pick, model: before } = this;
    const model = readModel(rows);
    const now = (/** @type {number} */ index) => model.byId.get(before.actors[index].id)?.index ?? -1;
    const { loners } = filter;
    if (filter.around) filter.around = now(filter.around.actor) < 0 ? null : { ...filter.around, actor: now(filter.around.actor) };
    if (pick.what === "node") {
      pick.actor = now(pick.actor);
    } else if (pick.what === "tie") {
      const [source, line, target] = pick.key.split(" ");
      pick.key = `${now(Number(source))} ${line} ${now(Number(target))}`;
    } else if (pick.what === "path") {
      [pick.from, pick.to] = [now(pick.from), now(pick.to)];
    }
    this.model = model;
    this.load();
    this.filter.loners = loners;
    this.showFilters();
    this.update();
  }

  showFilters() {
    showFilters(byId("filters"), this.model, this.filter, () => {
      if (!this.filter.until && !this.filter.from) this.slider.reset();
      this.update();
    });
  }

  update() {
    this.scene = select(this.model, this.filter);
    this.canvas.show(this.scene);
    this.showPick(false);
    this.showLegend();
    const shown = `${counted(this.scene.nodes.length, "actor")}, ${counted(this.scene.ties.length, "tie")}`;
    byId("shown").textContent = shown;
    this.canvas.canvas.setAttribute("aria-label", `Graph of ${shown}. Arrow keys walk from actor to actor, Enter opens one, plus and minus zoom, 0 shows all.`);
    if (this.shownView !== "graph") this.showView(this.shownView);
  }

  /** @param {string} name */
  showView(name) {
    this.shownView = name;
    for (const view of VIEWS) {
      byId(`tab-${view}`).setAttribute("aria-selected", String(view === name));
      byId(`tab-${view}`).tabIndex = view === name ? 0 : -1;
      byId(`view-${view}`).hidden = view !== name;
    }
    const panel = byId(`view-${name}`);
    byId("legend").hidden = name === "matrix" || name === "article";
    if (name === "matrix") showMatrix(panel, this.scene, this.actions);
    if (name === "timeline") showTimeline(panel, this.scene, this.model, this.actions);
    if (name === "article") showArticle(panel, this.scene, this.model, this.actions);
    if (name === "graph") this.canvas.draw();
  }

  /** @param {SceneNode} node @param {boolean} [fromPanel] */
  pickNode(node, fromPanel = false) {
    this.pick = { what: "node", actor: node.actor.index };
    this.showPick(true);
    if (fromPanel) this.canvas.lookAt(node);
  }

  /** @param {Tie} tie @param {boolean} [fromPanel] */
  pickTie(tie, fromPanel = false) {
    this.pick = { what: "tie", key: tie.key };
    this.showPick(true);
    if (fromPanel) this.canvas.lookAt(tie.source);
  }

  pickNothing() {
    this.pick = { what: "nothing" };
    this.showPick(false);
  }

  /** Shows what is picked, in the panel and in the picture. @param {boolean} isNew */
  showPick(isNew) {
    const { pick, scene } = this;
    const node = pick.what === "node" ? scene.byActor.get(pick.actor) : undefined;
    const tie = pick.what === "tie" ? scene.ties.find((t) => t.key === pick.key) : undefined;
    // In a frame there is room for what is picked only.
    this.panel.hidden = isEmbedded() && !node && !tie;
    if (node) {
      showNode(this.panel, node, this.model, this.actions);
      if (isNew) this.canvas.stress.focus = node;
      const near = node.ties.flatMap((t) => [t.source, t.target]);
      this.canvas.stressThese([node, ...near], node.ties);
    } else if (tie) {
      if (isNew) this.canvas.stress.focus = null;
      showTie(this.panel, tie, this.model, this.actions);
      this.canvas.stressThese([tie.source, tie.target], [tie]);
    } else if (pick.what === "path" && scene.byActor.has(pick.from) && scene.byActor.has(pick.to)) {
      const [from, to] = [scene.byActor.get(pick.from), scene.byActor.get(pick.to)];
      if (from && to) {
        const path = findPath(scene, from, to);
        showPath(this.panel, path, [from, to], this.actions);
        this.canvas.stressThese(path ? path.nodes : [from, to], path ? path.ties : []);
      }
    } else {
      showOverview(this.panel, scene, this.model, this.actions);
      this.canvas.stressThese([], []);
    }
    if (isNew) {
      this.panel.scrollTop = 0;
      this.panel.querySelector("h2")?.focus({ preventScroll: true });
    }
  }

  /** @param {"from" | "to"} end @param {Actor} actor */
  setEnd(end, actor) {
    this.ends[end] = actor;
    this.fields[end].input.value = plainText(actor.name);
    const { from, to } = this.ends;
    if (from && to) {
      this.pick = { what: "path", from: from.index, to: to.index };
      this.showPick(true);
    } else {
      this.fields[end === "from" ? "to" : "from"].input.focus();
    }
  }

  /** @param {SceneNode} node @param {number} depth */
  around(node, depth) {
    this.filter.around = { actor: node.actor.index, depth };
    this.showFilters();
    this.update();
    this.canvas.fit();
  }

  /** @param {SceneNode | Tie | null} what @param {number} left @param {number} top */
  hover(what, left, top) {
    this.tip.hidden = what === null;
    if (!what) return;
    const name = (/** @type {SceneNode} */ n) => plainText(n.actor.name, 60);
    this.tip.textContent =
      "line" in what
        ? `${name(what.source)} ${LINES[what.line].label} ${name(what.target)} · ×${what.count}`
        : `${name(what)} · ${counted(what.ties.length, "tie")}`;
    const most = this.canvas.camera.width - 260;
    this.tip.style.left = `${Math.max(4, Math.min(left + 14, most))}px`;
    this.tip.style.top = `${top + 16}px`;
  }

  showLegend() {
    const kinds = new Set(this.scene.nodes.map((n) => n.actor.kind));
    const lines = new Set(this.scene.ties.map((t) => t.line));
    byId("legend").replaceChildren(
      ...ACTOR_KINDS.filter((k) => kinds.has(k)).map((k) => h("li", null, h("span", { class: `dot ${k}` }), k)),
      ...LINE_NAMES.filter((l) => lines.has(l)).map((l) => h("li", null, h("span", { class: `swatch ${l}` }), LINES[l].legend)),
      h("li", null, "thicker: more evidence"),
    );
  }

  makeFields() {
    const model = () => this.model;
    const search = combobox({
      id: "search",
      label: "Find an actor",
      placeholder: "Find an actor …",
      model,
      onChoice: (actor) => {
        const node = this.scene.byActor.get(actor.index);
        if (node) {
          this.pickNode(node, true);
          this.canvas.focus(node);
        } else {
          announce(`${plainText(actor.name)} is hidden by the filters`);
        }
      },
    });
    const end = (/** @type {"from" | "to"} */ which) =>
      combobox({ id: `path-${which}`, label: `Path ${which}`, placeholder: which, model, onChoice: (actor) => this.setEnd(which, actor) });
    const fields = { search, from: end("from"), to: end("to") };
    put(byId("search-box"), search.element);
    put(byId("path-box"), fields.from.element, fields.to.element);
    return fields;
  }

  /** @param {"light" | "dark"} theme */
  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    this.canvas.look = LOOKS[theme];
    this.canvas.paint();
  }

  /** Colours actors by community instead of kind. @param {boolean} byCommunity */
  colourBy(byCommunity) {
    this.canvas.byCommunity = byCommunity;
    byId("colour").setAttribute("aria-pressed", String(byCommunity));
    this.canvas.draw();
  }

  makeButtons() {
    const on = (/** @type {string} */ id, /** @type {() => void} */ act) => byId(id).addEventListener("click", act);
    for (const view of VIEWS) on(`tab-${view}`, () => this.showView(view));
    byId("tabs").addEventListener("keydown", (e) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!step) return;
      const shown = VIEWS.filter((v) => !byId(`tab-${v}`).hidden);
      const next = shown[(shown.indexOf(this.shownView) + step + shown.length) % shown.length];
      this.showView(next);
      byId(`tab-${next}`).focus();
    });
    on("zoom-in", () => this.zoom(1.35));
    on("zoom-out", () => this.zoom(1 / 1.35));
    on("fit", () => this.canvas.fit());
    on("theme", () => this.setTheme(this.theme === "dark" ? "light" : "dark"));
    on("print", () => window.print());
    on("colour", () => this.colourBy(!this.canvas.byCommunity));
    const name = () => plainText(this.model.title, 60).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "graph";
    on("save-svg", () => saveFile(new Blob([pictureSvg(this.canvas, plainText(this.model.title))], { type: "image/svg+xml" }), `${name()}.svg`));
    on("save-png", async () => {
      const blob = await picturePng(this.canvas);
      if (blob) saveFile(blob, `${name()}.png`);
    });
    on("save-json", () => saveFile(new Blob([JSON.stringify(graphJson(this.model, this.scene), null, 1)], { type: "application/json" }), `${name()}.json`));
    document.addEventListener("keydown", (e) => {
      const typing = e.target instanceof HTMLElement && ["INPUT", "TEXTAREA", "SELECT"].includes(e.target.tagName);
      if (e.key === "/" && !typing) {
        this.fields.search.input.focus();
        e.preventDefault();
      } else if (e.key === "Escape" && !typing) {
        this.pickNothing();
      }
    });
    /** @type {"light" | "dark" | null} */
    let before = null;
    window.addEventListener("beforeprint", () => {
      before = this.theme;
      this.setTheme("light");
    });
    window.addEventListener("afterprint", () => before && this.setTheme(before));
  }

  /** @param {number} factor */
  zoom(factor) {
    this.canvas.camera.zoom(factor);
    this.canvas.drawMoving();
  }
}

const app = new App();
if (isEmbedded()) tellHeight();
if (liveToken()) {
  followGraph((rows) => app.renew(rows));
  pasteBox((rows) => {
    app.replace(rows);
    app.showView("article");
  });
}
requestAnimationFrame(() => {
  requestAnimationFrame(() => {
    // How long the first picture took, for the tests.
    document.documentElement.dataset.drawn = String(Math.round(performance.now()));
  });
});
// @ts-expect-error: for the tests, which look inside
window.demarche = app;
