// Clicks through page and server in a real browser.
// usage: node check.mjs DEMARCHE CHROMIUM OUT

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

import { checkArticle, checkEmbed, checkHostile, checkPage, checkSmall } from "./pages.mjs";
import { checkCorrections, checkServer } from "./server.mjs";
import { hostileGraph, madeGraph } from "./made.mjs";

const [demarche, executablePath, out] = process.argv.slice(2);
const folder = path.resolve(out);
mkdirSync(folder, { recursive: true });
const file = (name) => path.join(folder, name);

const examples = process.env.EXAMPLES ?? "examples";
execFileSync(demarche, ["build", `${examples}/baghdad-talks.txt`, `${examples}/geneva-talks.html`, "-o", file("sample.json")]);
writeFileSync(file("thousand.json"), JSON.stringify(madeGraph(1000, 3000)));
writeFileSync(file("large.json"), JSON.stringify(madeGraph(10_000, 30_000)));
writeFileSync(file("hostile.json"), JSON.stringify(hostileGraph()));
writeFileSync(file("nobody.txt"), "Nothing much happened, and it rained.\n");
execFileSync(demarche, ["build", file("nobody.txt"), "-o", file("nobody.json")]);
for (const name of ["nobody", "sample", "thousand", "large", "hostile"]) {
  execFileSync(demarche, ["view", file(`${name}.json`), "-o", file(`${name}.html`)]);
}
execFileSync(demarche, ["view", "--text", `${examples}/baghdad-talks.txt`, "-o", file("article.html")]);

execFileSync(demarche, ["view", file("sample.json"), "--embed", "-o", file("embed.html")]);

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
const failures = [];
const checks = [
  ["sample", (b) => checkPage(b, file, "sample", { demarche, first: 1500 })],
  ["1,000 actors", (b) => checkPage(b, file, "thousand", { demarche, first: 1500, frames: 30 })],
  ["10,000 actors", (b) => checkPage(b, file, "large", { demarche, first: 5000 })],
  ["nobody, and a telephone", (b) => checkSmall(b, file)],
  ["in a frame", (b) => checkEmbed(b, file)],
  ["article", (b) => checkArticle(b, file)],
  ["hostile names and texts", (b) => checkHostile(b, file)],
  ["server", (b) => checkServer(b, file, demarche)],
  ["corrections on a server", (b) => checkCorrections(b, file, demarche)],
];
try {
  for (const [name, check] of checks) {
    try {
      await check(browser);
      console.log(`ok  ${name}`);
    } catch (error) {
      failures.push(name);
      console.log(`NOT OK  ${name}: ${error.stack ?? error}`);
    }
  }
} finally {
  await browser.close();
}
process.exit(failures.length > 0 ? 1 : 0);
