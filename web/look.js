// Colours, dashes, widths and the words of the legend. Line colours are Okabe and Ito's, made
// lighter on dark ground; what is told by colour is told by dashes or shape too.

/** @import {ActorKind, LineName} from "./model.js" */

/**
 * @typedef {object} Look
 * @property {string} ground
 * @property {string} text
 * @property {string} faint
 * @property {string} halo
 * @property {string} focus
 * @property {Record<LineName, string>} lines
 * @property {Record<ActorKind, [string, string]>} nodes fill and border
 * @property {string[]} communities
 */

/** @type {Record<"light" | "dark", Look>} */
export const LOOKS = {
  light: {
    ground: "#ffffff",
    text: "#16181d",
    faint: "#5b616e",
    halo: "#ffffff",
    focus: "#7a2fbf",
    lines: { met: "#2f333b", planned: "#2f333b", unmet: "#2f333b", supports: "#0067a3", opposes: "#c24e00", belongs: "#8a8f99" },
    nodes: { country: ["#ffe9ad", "#946800"], person: ["#d9ebf8", "#2f6c97"], group: ["#e4e4e8", "#5c5f69"] },
    communities: ["#a6cee3", "#fdbf6f", "#b2df8a", "#cab2d6", "#fb9a99", "#ffed9e", "#9fe0d2", "#e3c9a8", "#d0d4dc"],
  },
  dark: {
    ground: "#14161b",
    text: "#eef0f4",
    faint: "#a3a9b6",
    halo: "#14161b",
    focus: "#d0a2ff",
    lines: { met: "#cfd3db", planned: "#cfd3db", unmet: "#cfd3db", supports: "#5cb8f0", opposes: "#ff9650", belongs: "#757b88" },
    nodes: { country: ["#5a4510", "#e7b93c"], person: ["#1f4560", "#7dbbe4"], group: ["#3b3e47", "#a9aebb"] },
    communities: ["#2b6a8c", "#96631a", "#48762a", "#65478a", "#953b3a", "#7c6b13", "#1f7264", "#735632", "#4b505b"],
  },
};

/** @type {Record<LineName, {label: string, legend: string, reverse: string, dash: number[], base: number, directed: boolean}>} */
export const LINES = {
  met: { label: "met", legend: "met", reverse: "met", dash: [], base: 2, directed: false },
  planned: { label: "to meet", legend: "plans to meet, or is asked to", reverse: "to meet", dash: [9, 5], base: 2, directed: false },
  unmet: { label: "no meeting", legend: "did not meet: refused, cancelled, denied", reverse: "no meeting", dash: [2, 5], base: 2, directed: false },
  supports: { label: "supports", legend: "supports", reverse: "supported by", dash: [], base: 1.8, directed: true },
  opposes: { label: "opposes", legend: "opposes", reverse: "opposed by", dash: [7, 4], base: 1.8, directed: true },
  belongs: { label: "belongs to", legend: "belongs to", reverse: "includes", dash: [1, 3], base: 1.2, directed: true },
};

/** @type {LineName[]} */
export const LINE_NAMES = ["supports", "opposes", "met", "planned", "unmet", "belongs"];

export const FONT = '"DejaVu Sans", Verdana, Helvetica, Arial, sans-serif';

/**
 * Width of a line in pixels by the places that say so.
 * @param {LineName} line
 * @param {number} count
 */
export function lineWidth(line, count) {
  const more = count <= 1 ? 0 : count <= 3 ? 0.8 : count <= 7 ? 1.7 : count <= 15 ? 2.6 : 3.6;
  return LINES[line].base + (line === "belongs" ? 0 : more);
}
