// The same graph drawn by our page and by sigma with graphology: times to the first picture.
// usage: node yardstick.mjs DEMARCHE CHROMIUM OUT      (made.mjs's graphs; sigma from npm)

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

import { madeGraph } from "./made.mjs";

const [demarche, executablePath, out] = process.argv.slice(2);
const folder = path.resolve(out);
const file = (name) => path.join(folder, name);
const library = (file) => readFileSync(path.join(import.meta.dirname, "node_modules", file), "utf8");
const sigma = library("sigma/dist/sigma.min.js");
const graphology = library("graphology/dist/graphology.umd.min.js");

/** A page of sigma with the same places, and the same evidence in it. */
function sigmaPage(rows) {
  const json = JSON.stringify(rows).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><style>html,body,#c{height:100%;margin:0}</style><div id="c"></div>
<script type="application/json" id="rows">${json}</script><script>${graphology}</script><script>${sigma}</script><script>
const rows = JSON.parse(document.getElementById("rows").textContent);
const graph = new graphology.MultiDirectedGraph();
rows.nodes.forEach((n, i) => graph.addNode(i, { x: n[4], y: -n[5], size: 4, label: n[2], color: "#4a7fa5" }));
rows.edges.forEach((e) => graph.addEdge(e[1], e[2], { size: 1, color: "#999" }));
const view = new Sigma(graph, document.getElementById("c"));
let frames = 0;
view.on("afterRender", () => { frames += 1; });
window.pan = async () => {
  const begun = performance.now(), from = frames;
  for (let i = 0; performance.now() - begun < 1500; i += 1) {
    const s = view.getCamera().getState();
    view.getCamera().setState({ x: s.x + Math.sin(i / 8) * 0.01, y: s.y + Math.cos(i / 8) * 0.01 });
    await new Promise((r) => requestAnimationFrame(r));
  }
  return ((frames - from) * 1000) / (performance.now() - begun);
};
requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.drawn = Math.round(performance.now()); }));
</script>`;
}

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--enable-unsafe-swiftshader"] });
const measure = async (name, pan) => {
  const page = await browser.newPage();
  page.on("pageerror", (e) => console.log(String(e)));
  await page.setViewport({ width: 1400, height: 860 });
  await page.goto(pathToFileURL(file(name)).href);
  await page.waitForFunction(() => document.documentElement.dataset.drawn, { timeout: 120_000 });
  const drawn = Number(await page.evaluate(() => document.documentElement.dataset.drawn));
  const rate = await page.evaluate(pan);
  await page.screenshot({ path: file(`${name}.png`) });
  await page.close();
  return [drawn, Math.round(rate)];
};
const ours = async () => {
  const { canvas } = window.demarche;
  const begun = performance.now();
  const from = canvas.frames;
  for (let i = 0; performance.now() - begun < 1500; i += 1) {
    canvas.camera.pan(Math.sin(i / 8) * 6, Math.cos(i / 8) * 6);
    canvas.drawMoving();
    await new Promise((r) => {
      requestAnimationFrame(r);
    });
  }
  return ((canvas.frames - from) * 1000) / (performance.now() - begun);
};
for (const [actors, edges] of [[1000, 3000], [10_000, 30_000]]) {
  writeFileSync(file("yard.json"), JSON.stringify(madeGraph(actors, edges)));
  execFileSync(demarche, ["view", file("yard.json"), "-o", file("yard.html")]);
  const page = readFileSync(file("yard.html"), "utf8");
  const rows = JSON.parse(page.split('id="rows">')[1].split("</script>")[0]);
  writeFileSync(file("yard-sigma.html"), sigmaPage(rows));
  for (const [name, pan] of [["yard.html", ours], ["yard-sigma.html", () => window.pan()]]) {
    const runs = [];
    for (let i = 0; i < 3; i += 1) runs.push(await measure(name, pan));
    const [drawn, rate] = runs.sort((a, b) => a[0] - b[0])[1];
    console.log(`${actors} actors, ${edges} edges, ${name}: first picture ${drawn} ms, panning ${rate} frames a second`);
  }
}
await browser.close();
