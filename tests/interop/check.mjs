// Cytoscape.js, graphology, D3, Mermaid and graphology's readers of GEXF and GraphML.
// usage: node check.mjs FLAT.json FOLDER    FLAT.json is what flat.py expects
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {deepStrictEqual} from "node:assert";
import {JSDOM} from "jsdom";
import cytoscape from "cytoscape";
import graphology from "graphology";
import {forceLink, forceSimulation} from "d3-force";

const require = createRequire(import.meta.url);
const gexf = require("graphology-gexf");
const [expectedPath, folder] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedPath, "utf8"));
const read = (name) => readFileSync(`${folder}/graph.${name}`, "utf8");
const json = (name) => JSON.parse(read(name));
let passed = 0, failed = 0;

function same(what, found, wanted) {
  try {
    deepStrictEqual(found, wanted);
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`not the same: ${what}\n${String(error.message).slice(0, 1500)}`);
  }
}

async function consumer(name, run) {
  try {
    await run();
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${String(error.stack).slice(0, 1500)}`);
  }
}

const EXTRA = new Set(["label", "x", "y", "size", "color", "id", "key", "index", "vx", "vy", "weight", "evidence", "kind "]);
const strip = (row) => Object.fromEntries(Object.entries(row).filter(([name]) => !EXTRA.has(name)));
// Maps, since an id may be __proto__.
const nodes = new Map(expected.nodes), edges = new Map(expected.edges);
const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
const plain = (row) => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
const compare = (what, found, wanted) =>
  same(what, sorted(found).map(([id, row]) => [id, plain(row)]), sorted(wanted).map(([id, row]) => [id, plain(row)]));

// First: an id "__proto__" in other libraries changes the prototype of all objects.
await consumer("mermaid", async () => {
  const {window} = new JSDOM("");
  Object.assign(globalThis, {window, document: window.document});
  const {default: mermaid} = await import("mermaid");
  mermaid.initialize({maxEdges: 1e6, maxTextSize: 1e8});
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(read("mermaid"));
  const chart = diagram.db;
  same("mermaid: nodes", chart.getVertices().size, nodes.size);
  same("mermaid: edges", chart.getEdges().length, edges.size);
});

await consumer("cytoscape.js", () => {
  const cy = cytoscape({headless: true, elements: json("cyjs").elements});
  compare("cytoscape.js: nodes", new Map(cy.nodes().map((n) => [n.id(), strip(n.data())])), nodes);
  compare("cytoscape.js: edges", new Map(cy.edges().map((e) => [e.id(), strip(e.data())])), edges);
  same("cytoscape.js: parallel edges", cy.edges().some((e) => e.codirectedEdges().length > 1), expected.parallel);
});

await consumer("graphology", () => {
  const graph = graphology.MultiDirectedGraph.from(json("graphology"));
  compare("graphology: nodes", new Map(graph.mapNodes((id, row) => [id, strip(row)])), nodes);
  compare("graphology: edges", new Map(graph.mapEdges((id, row, source, target) => [id, {source, target, ...strip(row)}])), edges);
  same("graphology: sigma's needs", graph.everyNode((_, n) => [n.x, n.y, n.size].every(Number.isFinite) && /^#/.test(n.color)), true);
});

await consumer("graphology-gexf", () => {
  const graph = gexf.parse(graphology.MultiDirectedGraph, read("gexf"), {addMissingNodes: false, allowUndeclaredAttributes: true});
  same("graphology reads GEXF: nodes", graph.order, nodes.size);
  same("graphology reads GEXF: edges", new Set(graph.edges()), new Set(edges.keys()));
  same("graphology reads the colours of GEXF", graph.everyNode((_, n) => Boolean(n.color) && Number.isFinite(n.x)), true);
});

await consumer("d3", () => {
  const data = json("json-d3");
  forceSimulation(data.nodes).force("link", forceLink(data.links).id((d) => d.id)).stop().tick(3);
  const found = data.links.map((l) => [l.id, {...strip(l), source: l.source.id, target: l.target.id}]);
  compare("d3: nodes", new Map(data.nodes.map((n) => [n.id, strip(n)])), nodes);
  compare("d3: links", new Map(found), edges);
});

await consumer("json graph format", () => {
  const {graph} = json("jgf");
  compare("jgf: nodes", new Map(Object.entries(graph.nodes).map(([id, n]) => [id, n.metadata])), nodes);
  compare("jgf: edges", new Map(graph.edges.map((e) => [e.id, {source: e.source, target: e.target, ...e.metadata}])), edges);
  same("jgf: directed", graph.directed && graph.edges.every((e) => e.directed), true);
});

console.log(`interop in Node, ${folder.split("/").pop()}: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
