// The parts of the page that need no browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { byteMap, nest } from "../web/article.js";
import { Camera } from "../web/camera.js";
import { findActors } from "../web/combobox.js";
import { apartEntry, sameEntry, tomlEntry, turnedEntry, wrongEntry } from "../web/corrections.js";
import { folded, plainText, safeLink } from "../web/dom.js";
import { nextNode, toSegment, Grid } from "../web/hit.js";
import { Room, nameLines, placeLabels } from "../web/labels.js";
import { stanceMatrix } from "../web/matrix.js";
import { readModel } from "../web/model.js";
import { findPath } from "../web/path.js";
import { drawPicture } from "../web/picture.js";
import { graphJson } from "../web/save.js";
import { isWithin, newFilter, select } from "../web/select.js";
import { timeSteps } from "../web/slider.js";
import { SvgPen, xmlText } from "../web/svg-pen.js";
import { timelineBars, timelineEntries } from "../web/timeline.js";
import { LOOKS } from "../web/look.js";

const ROWS = {
  version: 1,
  generator: "test",
  title: "Test",
  threshold: 0.5,
  documents: [
    { id: "a", sha256: "00", date: "2024-03-01", source: "Daily" },
    { id: "b", sha256: "11", date: "2025-01-10", source: "Weekly" },
  ],
  events: [{ id: "m1", participants: ["country:A", "person:p"], status: "planned", mode: "remote" }],
  nodes: [
    ["country:A", 0, "Aland", 5, 0, 0, 0, null, ["Alandish"], "ALD", null, []],
    ["person:p", 1, "Péter Novak", 3, 100, 0, 0, 0, [], null, null, []],
    ["country:B", 0, "Bland", 2, 200, 50, 1, null, [], "BLD", null, []],
    ["group:g", 2, "Guard of Bland", 1, 300, 300, 2, null, [], null, "armed", []],
  ],
  edges: [
    ["e1", 1, 0, ["affiliation", "minister", false], [[0, [0, 5], [0, 5], [10, 15], 90]]],
    ["e2", 1, 2, ["stance", "oppose", "ACCUSE", "word", -0.2], [[0, [6, 9], [0, 5], [10, 15], 80, ["country:A"], { cues: [["negation", [0, 2]]] }]]],
    ["e3", 0, 2, ["stance", "support", "AID", "deed", 0.7], [[1, [0, 2], [0, 2], [3, 5], 60], [0, [0, 2], [0, 2], [3, 5], 95, [], { date: ["2023", "year", null, [0, 2]] }]]],
    ["e4", 0, 1, ["meeting", "planned", "remote", 0, "m1"], [[1, [0, 2], [0, 2], [5, 9, "else"], 70]]],
  ],
  sentences: [
    [0, 0, 10, "Péter hit Bland hard."],
    [1, 4, 99, "He 🙂 is here."],
  ],
  article: null,
};

const model = () => readModel(structuredClone(ROWS));

test("rows become a model", () => {
  const { edges, actors, byId } = model();
  assert.deepEqual(edges.map((e) => e.line), ["belongs", "opposes", "supports", "planned"]);
  assert.equal(edges[1].evidence[0].target.text, "Bland");
  assert.equal(edges[1].evidence[0].cues[0].kind, "negation");
  assert.equal(edges[2].evidence[1].when, "2023");
  assert.equal(edges[3].evidence[0].target.elsewhere, true);
  assert.equal(byId.get("person:p"), actors[1]);
  assert.throws(() => readModel({ version: 2 }));
});

test("filters choose edges and evidence", () => {
  const filter = newFilter();
  const m = model();
  assert.equal(select(m, filter).ties.length, 4);
  filter.hiddenLines.add("belongs");
  assert.equal(select(m, filter).ties.length, 3);
  filter.confidence = 0.85;
  const { ties, nodes } = select(m, filter);
  assert.deepEqual(ties.map((t) => [t.line, t.count]), [["supports", 1]]);
  assert.equal(nodes.length, 4);
  filter.loners = false;
  assert.equal(select(m, filter).nodes.length, 2);
  Object.assign(filter, newFilter(), { source: "Weekly" });
  assert.deepEqual(select(m, filter).ties.map((t) => t.line), ["supports", "planned"]);
  Object.assign(filter, newFilter());
  filter.hiddenCategories.add("AID");
  filter.hiddenStatuses.add("planned");
  assert.equal(select(m, filter).ties.length, 2);
});

test("dates are days, months or years", () => {
  const filter = { ...newFilter(), from: "2024-02-15", until: "2024-12-31" };
  assert.equal(isWithin("2024-02", filter), true);
  assert.equal(isWithin("2024", filter), true);
  assert.equal(isWithin("2024-02-14", filter), false);
  assert.equal(isWithin("2025-01", filter), false);
  assert.equal(isWithin(null, filter), false);
  assert.equal(isWithin(null, { ...filter, undated: true }), true);
});

test("a roll-up counts people for their country", () => {
  const scene = select(model(), { ...newFilter(), rolledUp: true });
  assert.deepEqual(scene.nodes.map((n) => n.actor.id).sort(), ["country:A", "country:B", "group:g"]);
  assert.deepEqual(scene.ties.map((t) => [t.source.actor.id, t.line]).sort(), [["country:A", "opposes"], ["country:A", "supports"]]);
  assert.equal(scene.byActor.get(1).actor.id, "country:A");
});

test("a neighbourhood is what is near", () => {
  const scene = select(model(), { ...newFilter(), around: { actor: 3, depth: 2 } });
  assert.deepEqual(scene.nodes.map((n) => n.actor.id), ["group:g"]);
  assert.equal(select(model(), { ...newFilter(), around: { actor: 0, depth: 1 } }).nodes.length, 3);
});

test("parallel ties are fanned out", () => {
  const bends = select(model(), newFilter()).ties.filter((t) => t.line === "belongs" || t.line === "planned").map((t) => t.bend);
  assert.deepEqual(bends, [0.5, 0.5]);
});

test("paths", () => {
  const scene = select(model(), newFilter());
  const node = (i) => scene.byActor.get(i);
  assert.deepEqual(findPath(scene, node(0), node(2)).nodes.map((n) => n.actor.index), [0, 2]);
  assert.equal(findPath(scene, node(0), node(3)), null);
  assert.deepEqual(findPath(scene, node(0), node(0)), { nodes: [node(0)], ties: [] });
});

test("actors are found by any name", () => {
  const m = model();
  assert.deepEqual(findActors(m, "peter").map((a) => a.id), ["person:p"]);
  assert.deepEqual(findActors(m, "novak").map((a) => a.id), ["person:p"]);
  assert.deepEqual(findActors(m, "bland").map((a) => a.id), ["country:B", "group:g"]);
  assert.deepEqual(findActors(m, "ald").map((a) => a.id), ["country:A"]);
  assert.deepEqual(findActors(m, " "), []);
});

test("words and links are made safe", () => {
  assert.equal(safeLink("javascript:alert(1)"), null);
  assert.equal(safeLink(" jAvAscript:alert(1)"), null);
  assert.equal(safeLink("data:text/html,x"), null);
  assert.equal(safeLink("//example.org"), null);
  assert.equal(safeLink("https://example.org/a"), "https://example.org/a");
  assert.equal(plainText("a\u202eb\u0000c\u2028d"), "ab c d");
  assert.equal(plainText("abcdef", 4), "abc…");
  assert.equal(folded("ÉLAN"), "elan");
  assert.equal(xmlText("<a b=\"c\">&\u0001\ud800"), "&lt;a b=&quot;c&quot;&gt;&amp;");
});

test("camera", () => {
  const camera = new Camera();
  Object.assign(camera, { width: 800, height: 600 });
  camera.fit([{ x: -500, y: 0 }, { x: 500, y: 100 }]);
  assert.ok(camera.left(-500) > 0 && camera.left(500) < 800);
  const before = camera.place(100, 100);
  camera.zoom(2, 100, 100);
  const after = camera.place(100, 100);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("what is under a pixel", () => {
  const scene = select(model(), newFilter());
  const camera = new Camera();
  Object.assign(camera, { width: 800, height: 600 });
  camera.fit(scene.nodes);
  const grid = new Grid(scene);
  const [a, b] = [scene.byActor.get(0), scene.byActor.get(2)];
  assert.equal(grid.node(camera, camera.left(a.x) + 2, camera.top(a.y)), a);
  assert.equal(grid.node(camera, 1, 1), null);
  const middle = [camera.left((a.x + b.x) / 2), camera.top((a.y + b.y) / 2)];
  assert.equal(grid.tie(camera, ...middle)?.line, "supports");
  assert.equal(toSegment(0, 5, -1, 0, 1, 0), 5);
  assert.equal(nextNode(scene, a, 1, 0).actor.id, "person:p");
});

test("names do not cover each other", () => {
  const nodes = Array.from({ length: 300 }, (_, i) => ({ x: (i % 20) * 9, y: Math.floor(i / 20) * 9, radius: 9, weight: 1, ties: [], actor: { kind: "person", name: `Somebody ${i}` } }));
  const camera = new Camera();
  Object.assign(camera, { width: 800, height: 600 });
  camera.fit(nodes, 9);
  const measure = (text, size) => text.length * size * 0.6;
  const { labels } = placeLabels(nodes, camera, measure, (n) => n.actor.name, new Set());
  assert.ok(labels.length > 5);
  const room = new Room();
  for (const l of labels) {
    const w = Math.max(...l.lines.map((line) => measure(line, l.size)));
    const hh = l.lines.length * l.size * 1.1;
    const box = { left: l.x - w / 2, right: l.x + w / 2, top: l.y - hh / 2, bottom: l.y + hh / 2 };
    assert.ok(room.isFree(box));
    room.take(box);
  }
  assert.deepEqual(nameLines("Organisation of Something"), ["Organisation", "of Something"]);
});

test("a picture as SVG", () => {
  const scene = select(model(), newFilter());
  const camera = new Camera();
  Object.assign(camera, { width: 800, height: 600 });
  camera.fit(scene.nodes);
  const pen = new SvgPen(800, 600, /** @type {any} */ ({ font: "", measureText: (t) => ({ width: t.length * 6 }) }));
  const stress = { nodes: new Set(), ties: new Set(), focus: null, tie: null };
  drawPicture(pen, scene, camera, { look: LOOKS.light, stress, byCommunity: false });
  const svg = pen.finish("T<");
  assert.match(svg, /^<svg [^>]*><title>T&lt;<\/title>/);
  assert.match(svg, /stroke-dasharray/);
  assert.ok(svg.includes(">Aland</text>") && svg.includes(">minister</text>"));
});

test("matrix and timeline", () => {
  const scene = select(model(), newFilter());
  const { holders, targets, cells } = stanceMatrix(scene);
  assert.deepEqual(holders.map((n) => n.actor.id), ["country:A", "person:p"]);
  assert.deepEqual(targets.map((n) => n.actor.id), ["country:B"]);
  assert.equal(cells.get("0 2").supports.count, 2);
  const { entries, undated } = timelineEntries(scene);
  assert.deepEqual(entries.map((e) => e.when), ["2023", "2024-03-01", "2024-03-01", "2025-01-10", "2025-01-10"]);
  assert.equal(undated, 0);
  assert.equal(timelineBars(entries).size, 3);
  assert.deepEqual(timeSteps(model()), ["2023", "2024-03-01", "2025-01-10"]);
});

test("bytes become UTF-16 units", () => {
  const text = "é🙂a€\ud800b";
  const unit = byteMap(text);
  assert.deepEqual([0, 2, 6, 7].map(unit), [0, 1, 3, 4]);
  assert.equal(unit(10_000), text.length);
});

test("marks nest and what crosses is cut", () => {
  const make = (name) => (inner) => /** @type {any} */ ({ name, inner });
  globalThis.document = /** @type {any} */ ({ createTextNode: (text) => text });
  const spans = [
    { at: 0, end: 8, make: make("a") },
    { at: 2, end: 4, make: make("b") },
    { at: 6, end: 10, make: make("c") },
  ];
  const out = nest("0123456789ab", spans, (at) => (at === 4 ? ["!"] : []));
  assert.deepEqual(out, [
    { name: "a", inner: ["01", { name: "b", inner: ["23"] }, "!", "45", { name: "c", inner: ["67"] }] },
    "89ab",
  ]);
});

test("what is seen as a graph", () => {
  const m = model();
  const graph = graphJson(m, select(m, newFilter()));
  const edge = graph.edges.find((e) => e.id === "e2");
  assert.deepEqual(edge.evidence[0].target, { start: 10 + 11, end: 10 + 16, text: "Bland" });
  assert.equal(graph.edges.length, 4);
  assert.equal(graph.graph.events.length, 1);
});

test("what a reader finds wrong becomes entries of a corrections file", () => {
  const rows = structuredClone(ROWS);
  rows.documents[0].sha256 = "0123456789abcdef";
  rows.edges[1].push("89abcdef");
  const { actors, edges } = readModel(rows);
  const [evidence] = edges[1].evidence;
  assert.equal(evidence.key, "01234567-89abcdef");
  assert.equal(edges[0].evidence[0].key, null);
  assert.equal(wrongEntry(evidence), '[[reject]]\nkey = "01234567-89abcdef"\nnote = "wrong: Péter hit Bland hard."\n');
  assert.equal(turnedEntry(evidence, actors[2]), '[[change]]\nkey = "01234567-89abcdef"\nholder = "country:B"\nnote = "wrong way round: Péter hit Bland hard."\n');
  assert.equal(sameEntry(actors[0], actors[2]), '[[merge]]\nactor = "country:B"\ninto = "country:A"\nnote = "Bland is Aland"\n');
  assert.equal(apartEntry(actors[0], actors[2]), '[[never-merge]]\nactors = ["country:A", "country:B"]\nnote = "Aland is not Bland"\n');
  assert.equal(tomlEntry("reject", { note: 'a "b" \\ \u0000<i>\u007f\u202e' }), '[[reject]]\nnote = "a \\"b\\" \\\\ <i>"\n');
  // What a corrections file says itself has no key.
  rows.documents[0].asserted = true;
  assert.equal(readModel(rows).edges[1].evidence[0].key, null);
});
