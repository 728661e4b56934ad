// The server in a browser: the page, a pasted article, a graph that grows.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";

import { accessible, openPage, text } from "./watch.mjs";

/** Starts the server; its address, once it can be opened. */
function start(demarche, graph, ...more) {
  const child = spawn(demarche, ["serve", graph, "--port", "0", ...more], { stdio: ["ignore", "ignore", "pipe"] });
  const address = new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const found = /http:\/\/[\d.:]+\//.exec(said);
      if (found) resolve(found[0]);
    });
    child.on("exit", () => reject(new Error(said)));
  });
  return { child, address };
}

export async function checkServer(browser, file, demarche) {
  copyFileSync(file("sample.json"), file("live.json"));
  const { child, address } = start(demarche, file("live.json"));
  try {
    const url = String(await address);
    const { page, silent } = await openPage(browser, url);
    await accessible(page, "served");
    const before = await page.evaluate(() => window.demarche.scene.nodes.length);

    await page.click("#paste-open");
    await page.type("#paste-text", "Norway's Foreign Minister Kari Berg met Swedish Prime Minister Olof Lind in Oslo. Norway condemned Russia. <script>window.harmed=1</script>");
    await accessible(page, "box for an article");
    await page.screenshot({ path: file("served-paste.png") });
    await page.click("#paste-read");
    await page.waitForSelector("#view-article .text");
    assert.ok((await text(page, "#view-article .text")).includes("Norway"));
    assert.ok((await page.$$("#view-article .mention.country")).length > 1);
    await page.screenshot({ path: file("served-article.png") });
    await page.click("#paste-open");
    await page.evaluate(() => {
      document.getElementById("paste-text").value = "  ";
    });
    const errors = page.waitForResponse((r) => r.url().endsWith("/api/read"));
    await page.click("#paste-read");
    assert.equal((await errors).status(), 400);
    await page.waitForFunction(() => document.getElementById("paste-problem").textContent !== "");
    await page.click("#paste-close");

    // The graph grows under the page.
    copyFileSync(file("thousand.json"), file("live.json"));
    await page.waitForFunction((n) => window.demarche.scene.nodes.length > n + 100, { timeout: 15_000 }, before);

    // The refusal of the empty text is told by the browser too.
    await silent("served").catch((error) => {
      if (!/400 \(Bad Request\)/.test(String(error.message)) || /harmed|dialog|request:/.test(String(error.message))) throw error;
    });
    await page.close();

    // A page of another site cannot read or write.
    const other = await browser.newPage();
    await other.goto("data:text/html,<p>another site");
    const answers = await other.evaluate(async (base) => {
      const attempts = [
        fetch(`${base}api/graph`),
        fetch(`${base}api/read`, { method: "POST", body: "x" }),
        fetch(`${base}api/read`, { method: "POST", mode: "no-cors", body: "x" }).then((r) => {
          if (r.type === "opaque") throw new Error("opaque");
          return r;
        }),
      ];
      return (await Promise.allSettled(attempts)).map((a) => a.status);
    }, url);
    assert.deepEqual(answers, ["rejected", "rejected", "rejected"]);
    await other.close();
  } finally {
    const stopped = new Promise((resolve) => {
      child.on("exit", resolve);
    });
    child.kill("SIGTERM");
    assert.equal(await stopped, 0, "stops when asked to");
  }
}

/** Buttons write into the file that the server was given, and the page follows. */
export async function checkCorrections(browser, file, demarche) {
  copyFileSync(file("sample.json"), file("live.json"));
  rmSync(file("live-fixes.toml"), { force: true });
  const { child, address } = start(demarche, file("live.json"), "--corrections", file("live-fixes.toml"));
  try {
    const { page, silent } = await openPage(browser, String(await address));
    const places = () => page.evaluate(() => window.demarche.scene.ties.reduce((sum, t) => sum + t.count, 0));
    const before = await places();
    assert.equal(existsSync(file("live-fixes.toml")), false, "nothing is written before a reader asks for it");
    await page.evaluate(() => {
      const app = window.demarche;
      app.pickTie(app.scene.ties.find((t) => ["supports", "opposes"].includes(t.line)), true);
    });
    await page.$eval("#day-until", (e) => {
      e.value = "2999-01-01";
      e.dispatchEvent(new Event("change"));
    });
    assert.equal(await places(), before);
    await page.click('[data-correct="wrong"]');
    assert.ok((await text(page, "#fixes-write")).includes("live-fixes.toml"));
    await page.click("#fixes-write");
    await page.waitForFunction(() => document.getElementById("fixes-said").textContent.includes("1 entry written"));
    assert.match(readFileSync(file("live-fixes.toml"), "utf8"), /^\[\[reject\]\]\nkey = "[0-9a-f]{8}-[0-9a-f]{8}"\nnote = /);
    await page.waitForFunction((n) => window.demarche.scene.ties.reduce((sum, t) => sum + t.count, 0) === n - 1, { timeout: 15_000 }, before);
    // What was chosen stays; what was picked is gone, as nothing says so any more.
    assert.equal(await page.$eval("#day-until", (e) => e.value), "2999-01-01");
    await page.evaluate(() => {
      const app = window.demarche;
      app.pickNode(app.scene.nodes[0], true);
    });
    const name = await text(page, "#details h2");
    await page.click('[data-correct="twin"]');
    await page.evaluate(() => {
      const app = window.demarche;
      app.pickNode(app.scene.nodes.find((n) => n.actor.kind === app.scene.nodes[0].actor.kind && n !== app.scene.nodes[0]), true);
    });
    await page.click('[data-correct="same"]');
    const nodes = await page.evaluate(() => window.demarche.model.actors.length);
    await page.click("#fixes-write");
    await page.waitForFunction((n) => window.demarche.model.actors.length === n - 1, { timeout: 15_000 }, nodes);
    assert.ok((await text(page, "#details h2")).length > 0 && name.length > 0);
    // One that is the wrong way round, and two that are not one: into the same file.
    await page.evaluate(() => {
      const app = window.demarche;
      app.pickTie(app.scene.ties.find((t) => ["supports", "opposes"].includes(t.line)), true);
    });
    await page.click('[data-correct="turned"]');
    await page.evaluate(() => window.demarche.pickNode(window.demarche.scene.nodes[0], true));
    await page.click('[data-correct="twin"]');
    await page.evaluate(() => {
      const app = window.demarche;
      app.pickNode(app.scene.nodes.find((n) => n.actor.kind === app.scene.nodes[0].actor.kind && n !== app.scene.nodes[0]), true);
    });
    await page.click('[data-correct="apart"]');
    await page.click("#fixes-write");
    await page.waitForFunction(() => document.getElementById("fixes-said").textContent.includes("2 entries written"));
    const tables = readFileSync(file("live-fixes.toml"), "utf8").match(/^\[\[.+\]\]$/gm);
    assert.deepEqual(tables, ["[[reject]]", "[[merge]]", "[[change]]", "[[never-merge]]"]);
    // Without the page's token nobody writes.
    const entry = { method: "POST", headers: { "content-type": "application/toml" }, body: '[[drop]]\nactor = "Iraq"\n' };
    const { status } = await fetch(new URL("api/corrections", String(await address)), entry);
    assert.equal(status, 403);
    assert.equal(readFileSync(file("live-fixes.toml"), "utf8").includes("drop"), false);
    await silent("corrections");
    await page.close();
  } finally {
    child.kill("SIGTERM");
  }
}
