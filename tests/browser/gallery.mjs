// The README's pictures of the page, of the sample graph.
// usage: node gallery.mjs DEMARCHE CHROMIUM EXAMPLES OUT

import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [demarche, executablePath, examples, out] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), "demarche-"));
const file = (name) => path.join(folder, name);
execFileSync(demarche, ["build", `${examples}/baghdad-talks.txt`, "-o", file("graph.json")]);
execFileSync(demarche, ["view", file("graph.json"), "-o", file("page.html")]);
execFileSync(demarche, ["view", "--text", `${examples}/baghdad-talks.txt`, "-o", file("article.html")]);

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 760 });
const open = async (name) => {
  await page.goto(pathToFileURL(file(name)).href);
  await page.waitForFunction(() => document.documentElement.dataset.drawn);
};
await open("page.html");
await page.evaluate(() => {
  const app = window.demarche;
  app.pickTie(app.scene.ties.find((t) => t.line === "opposes" && t.source.actor.kind === "person"));
  app.canvas.stressThese([], []);
});
await new Promise((resolve) => setTimeout(resolve, 200));
await page.screenshot({ path: path.join(out, "page.png") });
await open("article.html");
await page.evaluate(() => document.querySelector(".text .reference").scrollIntoView({ block: "center" }));
await page.screenshot({ path: path.join(out, "article.png") });
await browser.close();
