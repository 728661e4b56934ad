// A page that must not speak: opened, listened to, checked for accessibility.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Opens an address; `silent()` fails if the page has said, asked for or fetched anything.
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} url
 * @param {string} [allowed] addresses that may be fetched begin so
 */
export async function openPage(browser, url, allowed = url) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1400, height: 860 });
  /** @type {string[]} */
  const said = [];
  page.on("console", (m) => said.push(`console ${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => said.push(`error: ${e instanceof Error ? e.stack : e}`));
  page.on("dialog", (d) => {
    said.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  page.on("request", (r) => {
    if (!r.url().startsWith(allowed) && !r.url().startsWith("data:") && !r.url().startsWith("blob:")) said.push(`request: ${r.url()}`);
  });
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.drawn, { timeout: 30_000 });
  return {
    page,
    silent: async (what = "") => {
      const harmed = await page.evaluate(() => "harmed" in window);
      assert.deepEqual(said, [], what);
      assert.equal(harmed, false, `${what}: harmed`);
    },
  };
}

/**
 * No violation that axe-core calls serious or critical.
 * @param {import("puppeteer-core").Page} page
 * @param {string} what
 */
export async function accessible(page, what) {
  await page.evaluate(axe);
  // @ts-expect-error: axe is in the page now
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const bad = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  const told = bad.flatMap((v) => v.nodes.slice(0, 4).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary}`));
  assert.deepEqual(told, [], what);
}

/** @param {import("puppeteer-core").Page} page @param {string} selector */
export const text = (page, selector) => page.$eval(selector, (e) => e.textContent);

/** Where an actor or the middle of a tie is on the screen. */
export async function spot(page, what, i) {
  return page.evaluate(
    (kind, k) => {
      const { canvas } = window.demarche;
      const { camera, scene } = canvas;
      const box = canvas.canvas.getBoundingClientRect();
      const at = (x, y) => ({ x: box.left + camera.left(x), y: box.top + camera.top(y) });
      if (kind === "node") return at(scene.nodes[k].x, scene.nodes[k].y);
      // The middle of the curve, as hit-testing sees it.
      const tie = scene.ties[k];
      for (let t = 0.2; t < 0.8; t += 0.02) {
        for (let off = -40; off <= 40; off += 2) {
          const [dx, dy] = [tie.target.x - tie.source.x, tie.target.y - tie.source.y];
          const length = Math.hypot(dx, dy) || 1;
          const x = camera.left(tie.source.x + dx * t) - (dy / length) * off;
          const y = camera.top(tie.source.y + dy * t) + (dx / length) * off;
          if (!canvas.grid.node(camera, x, y) && canvas.grid.tie(camera, x, y) === tie) return { x: box.left + x, y: box.top + y };
        }
      }
      return null;
    },
    what,
    i,
  );
}
