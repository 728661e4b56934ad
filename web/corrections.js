// What a reader finds wrong, as entries of a corrections file: collected for copying or, with a server that
// was given a file, written there.

import { announce, byId, counted, h, plainText } from "./dom.js";
import { liveToken } from "./live.js";

/** @import {Actor, Edge, Evidence, Model} from "./model.js" */

/**
 * A string as TOML writes it.
 * @param {string} text
 */
function tomlText(text) {
  return JSON.stringify(plainText(text, 300)).replaceAll("\u007f", "\\u007f");
}

/**
 * An entry of a corrections file.
 * @param {string} table
 * @param {Record<string, string | string[]>} fields
 */
export function tomlEntry(table, fields) {
  const value = (/** @type {string | string[]} */ v) => (Array.isArray(v) ? `[${v.map(tomlText).join(", ")}]` : tomlText(v));
  const lines = Object.entries(fields).map(([name, v]) => `${name} = ${value(v)}\n`);
  return `[[${table}]]\n${lines.join("")}`;
}

/**
 * The sentence does not say so.
 * @param {Evidence} evidence
 */
export function wrongEntry(evidence) {
  return tomlEntry("reject", { key: evidence.key ?? "", note: `wrong: ${plainText(evidence.sentence.text, 120)}` });
}

/**
 * The sentence says so of the other towards the one.
 * @param {Evidence} evidence
 * @param {Actor} target
 */
export function turnedEntry(evidence, target) {
  return tomlEntry("change", { key: evidence.key ?? "", holder: target.id, note: `wrong way round: ${plainText(evidence.sentence.text, 120)}` });
}

/**
 * Two actors are one: the less known becomes another name of the better known.
 * @param {Actor} a
 * @param {Actor} b
 */
export function sameEntry(a, b) {
  const [actor, into] = a.mentions > b.mentions ? [b, a] : [a, b];
  return tomlEntry("merge", { actor: actor.id, into: into.id, note: `${plainText(actor.name, 80)} is ${plainText(into.name, 80)}` });
}

/**
 * Two actors are never one.
 * @param {Actor} a
 * @param {Actor} b
 */
export function apartEntry(a, b) {
  return tomlEntry("never-merge", { actors: [a.id, b.id], note: `${plainText(a.name, 80)} is not ${plainText(b.name, 80)}` });
}

/**
 * The entries of a reader, shown in their own part of the page.
 */
export class Corrections {
  constructor() {
    /** @type {string[]} */
    this.entries = [];
    /** Whom the next actor is to be compared with. @type {Actor | null} */
    this.twin = null;
    /** The file of the server; empty where there is none. */
    this.file = document.querySelector('meta[name="demarche-corrections"]')?.getAttribute("content") ?? "";
    byId("fixes-copy").addEventListener("click", () => void this.copy());
    byId("fixes-forget").addEventListener("click", () => this.forget());
    byId("fixes-write").addEventListener("click", () => void this.write());
    byId("fixes-write").textContent = `Write to ${plainText(this.file, 60)}`;
    byId("fixes-write").hidden = this.file === "";
  }

  /** @param {string} entry */
  add(entry) {
    if (!this.entries.includes(entry)) this.entries.push(entry);
    this.show("");
    announce(`Noted: ${counted(this.entries.length, "correction")}`);
  }

  forget() {
    this.entries = [];
    this.show("");
  }

  text() {
    return this.entries.join("\n");
  }

  /** @param {string} said */
  show(said) {
    byId("fixes").hidden = this.entries.length === 0 && said === "";
    byId("fixes-count").textContent = counted(this.entries.length, "correction");
    /** @type {HTMLTextAreaElement} */ (byId("fixes-text")).value = this.text();
    byId("fixes-said").textContent = said;
  }

  async copy() {
    const text = /** @type {HTMLTextAreaElement} */ (byId("fixes-text"));
    try {
      await navigator.clipboard.writeText(this.text());
      this.show("Copied: put it into a file, and give that with --corrections.");
    } catch {
      text.select();
      this.show("Press Ctrl-C to copy what is marked.");
    }
  }

  async write() {
    try {
      const answer = await fetch("api/corrections", {
        method: "POST",
        headers: { "content-type": "application/toml", "x-demarche-token": liveToken() },
        body: this.text(),
      });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.error ?? "the server refused");
      this.entries = [];
      const written = `${counted(said.added, "entry", "entries")} written; the page follows in a moment.`;
      this.show(said.added === 0 ? "That stands in the file already." : written);
    } catch (error) {
      this.show(error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * The buttons beside a sentence.
 * @param {Model} model
 * @param {Edge} edge
 * @param {Evidence} evidence
 * @param {(entry: string) => void} correct
 */
export function evidenceButtons(model, edge, evidence, correct) {
  if (!evidence.key) return null;
  const button = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => string} */ entry) =>
    h("button", { type: "button", "data-correct": name, onclick: () => correct(entry()) }, text);
  return h(
    "p",
    { class: "buttons correct" },
    button("wrong", "Wrong", () => wrongEntry(evidence)),
    edge.kind === "stance" && button("turned", "Wrong way round", () => turnedEntry(evidence, model.actors[edge.target])),
  );
}

/**
 * The buttons beside an actor: pick one, then another.
 * @param {Actor} actor
 * @param {Corrections} corrections
 * @param {() => void} again shows the actor anew
 */
export function twinButtons(actor, corrections, again) {
  const button = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ act) =>
    h("button", { type: "button", "data-correct": name, onclick: act }, text);
  const { twin } = corrections;
  const choose = (/** @type {Actor | null} */ next) => {
    corrections.twin = next;
    again();
  };
  if (!twin || twin.id === actor.id) {
    const text = twin ? `Now pick the one to compare with ${plainText(twin.name, 60)}` : "Same actor as …";
    return h("p", { class: "buttons correct" }, button("twin", text, () => choose(twin ? null : actor)));
  }
  const name = plainText(twin.name, 60);
  const decide = (/** @type {string} */ entry) => {
    corrections.add(entry);
    choose(null);
  };
  return h(
    "p",
    { class: "buttons correct" },
    button("same", `Same as ${name}`, () => decide(sameEntry(twin, actor))),
    button("apart", `Not the same as ${name}`, () => decide(apartEntry(twin, actor))),
    button("neither", "Neither", () => choose(null)),
  );
}
