// What a reader does with a page, step by step.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { accessible, openPage, spot, text } from "./watch.mjs";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types into a field that finds actors, and takes the first choice. */
async function choose(page, selector, name) {
  await page.click(selector, { clickCount: 3 });
  await page.type(selector, name);
  await page.waitForSelector(`${selector}-choices [role=option]`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

const counts = (page) =>
  page.evaluate(() => {
    const { nodes, ties } = window.demarche.scene;
    return { nodes: nodes.length, ties: ties.length, places: ties.reduce((sum, t) => sum + t.count, 0) };
  });

/** Waits for what a page offers to save. */
async function saved(folder, ending) {
  for (let i = 0; i < 100; i += 1) {
    const found = readdirSync(folder).find((name) => name.endsWith(ending));
    if (found) return path.join(folder, found);
    await wait(100);
  }
  throw new Error(`nothing was saved as ${ending}`);
}

export async function checkPage(browser, file, name, { demarche, first, frames = 0 }) {
  const url = pathToFileURL(file(`${name}.html`)).href;
  const { page, silent } = await openPage(browser, url);
  const shot = (what) => page.screenshot({ path: file(`${name}-${what}.png`) });
  const drawn = Number(await page.evaluate(() => document.documentElement.dataset.drawn));
  const size = statSync(file(`${name}.html`)).size;
  const data = await page.$eval("#rows", (e) => new Blob([e.textContent]).size);
  console.log(`    ${name}: first picture ${drawn} ms; page ${Math.round((size - data) / 1024)} KB and data ${(data / 1e6).toFixed(2)} MB`);
  assert.ok(drawn <= first, `first picture after ${drawn} ms`);
  assert.ok(size - data <= 400 * 1024 && data <= 10e6, "size");
  await shot("graph");
  await accessible(page, "graph");

  // An actor by its name, by its place, by keys.
  const actors = await page.evaluate(() => window.demarche.scene.nodes.slice(0, 3).map((n) => n.actor.name));
  await choose(page, "#search", actors[1]);
  assert.ok((await text(page, "#details h2")).includes(actors[1]));
  await wait(100);
  await shot("actor");
  await accessible(page, "actor");
  await page.keyboard.press("Escape");
  await page.click("#fit");
  await page.evaluate(() => window.demarche.pickNothing());
  const node = await spot(page, "node", 0);
  await page.mouse.move(node.x, node.y);
  await page.mouse.click(node.x, node.y);
  assert.ok((await text(page, "#details h2")).includes(actors[0]), "click on an actor");
  assert.ok((await page.$$("#details h3")).length > 0);
  await page.focus("#canvas");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const focus = await page.evaluate(() => window.demarche.canvas.stress.focus?.actor.name);
  assert.ok(focus && (await text(page, "#said")).includes(focus.slice(0, 5)), "told where the keys are");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => window.demarche.pick.what), "node");
  await page.focus("#canvas");
  for (const key of ["+", "-", "0"]) await page.keyboard.press(key);
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.up("Shift");
  await page.keyboard.press("0");

  // A tie and its evidence: through the panel, and through its line.
  await page.evaluate(() => window.demarche.pickNothing());
  await page.click("#details .tie");
  await page.waitForSelector("#details h3");
  await page.click("#details li .tie");
  assert.ok((await page.$$("#details .evidence mark.trigger")).length > 0, "trigger");
  assert.ok((await page.$$("#details .evidence mark.actor")).length > 1, "actors");
  assert.ok((await text(page, "#details .evidence ul")).includes("% sure"));
  await wait(100);
  await shot("evidence");
  await accessible(page, "evidence");
  await page.evaluate(() => window.demarche.pickNothing());
  await page.click("#fit");
  await wait(400);
  let isHit = false;
  for (let i = 0; i < 40 && !isHit; i += 1) {
    if (name === "large") {
      // From afar lines are too dense to aim at.
      await page.evaluate((k) => {
        const { canvas } = window.demarche;
        const tie = canvas.scene.ties[k];
        Object.assign(canvas.camera, { x: (tie.source.x + tie.target.x) / 2, y: (tie.source.y + tie.target.y) / 2, scale: 1.5 });
        canvas.paint();
      }, i);
    }
    const tie = await spot(page, "tie", i);
    if (!tie) continue;
    await page.mouse.move(tie.x, tie.y);
    assert.equal(await page.$eval("#tip", (e) => e.hidden), false);
    await page.mouse.click(tie.x, tie.y);
    isHit = (await page.evaluate(() => window.demarche.pick.what)) === "tie";
  }
  assert.ok(isHit, "click on a line");
  await page.evaluate(() => window.demarche.pickNothing());

  await filters(page, shot);

  // Neighbourhood, path.
  await choose(page, "#search", actors[0]);
  const [near] = await page.$$("#details .buttons button:nth-child(3)");
  await near.click();
  const around = await counts(page);
  assert.ok(around.nodes > 1);
  await page.click("#reset");
  await wait(50);
  const all = await counts(page);
  assert.ok(around.nodes < all.nodes);
  const ends = await page.evaluate(() => {
    const { scene } = window.demarche;
    const from = scene.nodes[0];
    const far = scene.nodes.find((n) => n !== from && n.ties.length > 0 && !n.ties.some((t) => t.source === from || t.target === from) && n.ties.some((t) => [t.source, t.target].some((m) => m.ties.some((u) => u.source === from || u.target === from))));
    return [from.actor.id, (far ?? scene.nodes[1]).actor.id];
  });
  await choose(page, "#path-from", ends[0]);
  await choose(page, "#path-to", ends[1]);
  assert.equal(await text(page, "#details h2"), "Path");
  assert.ok((await page.$$("#details .path .step")).length > 0, "a path");
  await wait(100);
  await shot("path");
  await page.evaluate(() => window.demarche.pickNothing());

  // Time.
  if (!(await page.$eval("#time", (e) => e.hidden))) {
    const before = await counts(page);
    await page.click("#play");
    await wait(900);
    await page.click("#play");
    assert.notEqual(await text(page, "#time-label"), "all times");
    assert.ok((await counts(page)).ties <= before.ties);
    await page.focus("#time-range");
    await page.keyboard.press("Home");
    await page.click("#alone");
    await wait(60);
    await shot("time");
    await page.click("#alone");
    await page.keyboard.press("End");
    await page.click("#reset");
  }

  // Matrix, timeline.
  await page.click("#tab-matrix");
  await page.waitForSelector(".matrix");
  await accessible(page, "matrix");
  await shot("matrix");
  await page.click(".matrix td button");
  assert.equal(await page.evaluate(() => window.demarche.pick.what), "tie");
  await page.focus("#tab-matrix");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("#view-timeline h2");
  await accessible(page, "timeline");
  await shot("timeline");
  if (await page.$("#view-timeline .tie")) await page.click("#view-timeline .tie");
  await page.click("#tab-graph");

  // Dark, communities.
  await page.click("#theme");
  await page.click("#colour");
  await wait(100);
  await shot("dark");
  await accessible(page, "dark");
  await page.click("#tab-matrix");
  await accessible(page, "dark matrix");
  await page.click("#tab-graph");
  await page.click("#theme");
  await page.click("#colour");

  if (name === "sample") await corrects(page, file, name, demarche);
  await saves(page, file, name, demarche);
  await moves(page, frames);
  await silent(name);
  await page.close();
}

async function filters(page, shot) {
  const all = await counts(page);
  for (const selector of await page.$$eval("#filters input[data-filter]", (boxes) => boxes.map((b) => b.dataset.filter))) {
    const box = `#filters input[data-filter="${selector}"]`;
    await page.$eval(box, (b) => b.closest("details")?.setAttribute("open", ""));
    await page.click(box);
    const less = await counts(page);
    assert.ok(less.places < all.places || less.nodes < all.nodes, `filter ${selector}`);
    await page.click(box);
  }
  assert.deepEqual(await counts(page), all);
  for (const flag of ["#flag-loners", "#flag-rolledUp"]) {
    await page.click(flag);
    assert.ok((await counts(page)).nodes <= all.nodes, flag);
    if (flag === "#flag-rolledUp") {
      await wait(60);
      await shot("states");
    }
    await page.click(flag);
  }
  await page.focus("#confidence");
  for (let i = 0; i < 18; i += 1) await page.keyboard.press("ArrowRight");
  assert.ok((await counts(page)).places < all.places, "confidence");
  await page.click("#reset");
  const sources = await page.$$eval("#source option", (o) => o.map((x) => x.value));
  await page.select("#source", sources[1]);
  assert.ok((await counts(page)).places < all.places, "source");
  await page.click("#reset");
  await page.select("#voice", "text");
  assert.ok((await counts(page)).places <= all.places, "what the texts say themselves");
  await page.click("#reset");
  await page.$eval("#day-from", (e) => {
    e.value = "2999-01-01";
    e.dispatchEvent(new Event("change"));
  });
  assert.equal((await counts(page)).ties, 0, "dates");
  await page.click("#reset");
  assert.deepEqual(await counts(page), all, "all again");
}

/** The buttons that say what is wrong; what they collect, `demarche` takes. */
async function corrects(page, file, name, demarche) {
  await page.evaluate(() => window.demarche.pickNothing());
  await page.evaluate(() => {
    const app = window.demarche;
    app.pickTie(app.scene.ties.find((t) => ["supports", "opposes"].includes(t.line)), true);
  });
  assert.equal(await page.$eval("#fixes", (e) => e.hidden), true);
  await page.click('[data-correct="wrong"]');
  await page.click('[data-correct="wrong"]');
  assert.equal(await text(page, "#fixes-count"), "1 correction", "the same twice is once");
  await page.evaluate(() => {
    const app = window.demarche;
    app.pickNode(app.scene.nodes[0], true);
  });
  await page.click('[data-correct="twin"]');
  await page.evaluate(() => {
    const app = window.demarche;
    app.pickNode(app.scene.nodes.find((n) => n.actor.kind === app.scene.nodes[0].actor.kind && n !== app.scene.nodes[0]), true);
  });
  await page.click('[data-correct="apart"]');
  assert.equal(await text(page, "#fixes-count"), "2 corrections");
  await page.evaluate(() => {
    const app = window.demarche;
    app.pickTie(app.scene.ties.filter((t) => ["supports", "opposes"].includes(t.line))[1], true);
  });
  await page.click('[data-correct="turned"]');
  assert.equal(await text(page, "#fixes-count"), "3 corrections");
  await accessible(page, "corrections");
  await page.screenshot({ path: file(`${name}-corrections.png`) });
  assert.equal(await page.$eval("#fixes-write", (e) => e.hidden), true, "no server, nothing to write to");
  const fixes = await page.$eval("#fixes-text", (e) => e.value);
  writeFileSync(file(`${name}-fixes.toml`), fixes);
  const change = fixes.slice(fixes.indexOf("[[change]]"));
  const holder = /^holder = "(.+)"$/m.exec(change)[1];
  writeFileSync(file(`${name}-turned.toml`), change);
  const [before, after, turned] = [[], ["fixes"], ["turned"]].map((which) => {
    const more = which.flatMap((w) => ["--corrections", file(`${name}-${w}.toml`)]);
    const said = execFileSync(demarche, ["export", file(`${name}.json`), ...more, "-o", "json:-"], { maxBuffer: 1e9 });
    const places = (edges) => edges.reduce((sum, e) => sum + e.evidence.length, 0);
    const { edges } = JSON.parse(said);
    return { all: places(edges), held: places(edges.filter((e) => e.source === holder && e.polarity)) };
  });
  assert.equal(after.all, before.all - 1, "one sentence less");
  assert.deepEqual(turned, { all: before.all, held: before.held + 1 }, "one is the other's");
  // What is copied is what is shown; where the browser does not let a page copy, it is marked.
  const copies = async (may) => {
    await page.evaluate((may) => {
      window.copied = "";
      const writeText = async (words) => (may ? (window.copied = words) : Promise.reject(new Error("not allowed")));
      Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
    }, may);
    await page.click("#fixes-copy");
    await page.waitForFunction((may) => document.getElementById("fixes-said").textContent.startsWith(may ? "Copied" : "Press"), {}, may);
    return page.evaluate(() => window.copied);
  };
  assert.equal(await copies(true), fixes);
  assert.equal(await copies(false), "");
  assert.equal(await page.$eval("#fixes-text", (e) => e.value.slice(e.selectionStart, e.selectionEnd)), fixes);
  await page.click("#fixes-forget");
  assert.equal(await page.$eval("#fixes", (e) => e.hidden), true);
  await page.evaluate(() => window.demarche.pickNothing());
}

async function saves(page, file, name, demarche) {
  const folder = mkdtempSync(file(`${name}-saved-`));
  const client = await page.createCDPSession();
  await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  for (const kind of ["svg", "png", "json"]) {
    await page.$eval(".menu", (e) => e.setAttribute("open", ""));
    await page.click(`#save-${kind}`);
    const found = await saved(folder, `.${kind}`);
    assert.ok(statSync(found).size > 1000, kind);
    if (kind === "svg") assert.match(readFileSync(found, "utf8"), /^<svg [^>]+><title>/);
    if (kind === "json") {
      execFileSync(demarche, ["export", found, "-o", path.join(folder, "again.json")]);
      const [here, there] = [found, path.join(folder, "again.json")].map((f) => JSON.parse(readFileSync(f, "utf8")));
      assert.equal(there.edges.length, here.edges.length);
      assert.equal(there.nodes.length, here.nodes.length);
    }
  }
  await page.$eval(".menu", (e) => e.removeAttribute("open"));
  await page.pdf({ path: file(`${name}-print.pdf`), landscape: true, printBackground: true });
  assert.ok(existsSync(file(`${name}-print.pdf`)));
}

/** Drags for a second; how many pictures there were. */
async function moves(page, least) {
  await page.click("#fit");
  await wait(300);
  const box = await page.$eval("#canvas", (e) => {
    const { left, top, width, height } = e.getBoundingClientRect();
    return { left, top, width, height };
  });
  const rate = await page.evaluate(async () => {
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
  });
  console.log(`    panning: ${rate.toFixed(0)} frames a second`);
  assert.ok(rate >= least, `panning: ${rate} frames a second`);
  await page.mouse.move(box.left + 30, box.top + 30);
  await page.mouse.down();
  await page.mouse.move(box.left + 90, box.top + 60, { steps: 6 });
  await page.mouse.up();
  await page.mouse.wheel({ deltaY: -240 });
  await page.click("#zoom-in");
  await page.click("#zoom-out");
  await wait(300);
}

/** A graph of nobody, and a telephone. */
export async function checkSmall(browser, file) {
  const { page, silent } = await openPage(browser, pathToFileURL(file("nobody.html")).href);
  for (const view of ["matrix", "timeline", "graph"]) await page.click(`#tab-${view}`);
  await page.focus("#canvas");
  for (const key of ["ArrowRight", "Enter", "0", "+", "Escape"]) await page.keyboard.press(key);
  assert.ok((await text(page, "#details")).includes("Nobody"));
  await accessible(page, "nobody");
  await silent("nobody");
  await page.close();
  const phone = await openPage(browser, pathToFileURL(file("sample.html")).href);
  await phone.page.setViewport({ width: 400, height: 800, hasTouch: true, isMobile: true });
  await wait(200);
  await phone.page.screenshot({ path: file("phone.png") });
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 400, `${wide} pixels wide`);
  await phone.page.emulateMediaType("print");
  await phone.page.setViewport({ width: 900, height: 1270 });
  await wait(300);
  await phone.page.screenshot({ path: file("print.png") });
  await phone.silent("phone");
  await phone.page.close();
}

/** A page in a frame of another one: no panels, as high as it says, what is clicked below the picture. */
export async function checkEmbed(browser, file) {
  writeFileSync(
    file("host.html"),
    `<!doctype html><html lang="en"><title>Host</title><h1>Host</h1>
<iframe id="picture" src="embed.html" sandbox="allow-scripts" style="width:100%;border:0" title="Picture"></iframe><script>
window.told = [];
addEventListener("message", (e) => {
  const frame = document.getElementById("picture");
  if (e.source !== frame.contentWindow) return;
  told.push(e.data);
  if (e.data?.demarche === "height") frame.style.height = e.data.height + "px";
  document.documentElement.dataset.drawn = "1";
});
</script></html>`,
  );
  const { page, silent } = await openPage(browser, pathToFileURL(file("host.html")).href, pathToFileURL(file("")).href);
  await page.waitForSelector("#picture");
  const frame = await (await page.$("#picture")).contentFrame();
  await frame.waitForFunction(() => document.documentElement.dataset.drawn);
  for (const panel of ["nav", "#tabs", "#search-box", ".tools", "#time", "#details"]) {
    assert.equal(await frame.$eval(panel, (e) => e.getClientRects().length), 0, `${panel} is not there`);
  }
  const fits = async () => {
    await wait(300);
    const inner = await frame.evaluate(() => [document.body.getBoundingClientRect().height, document.documentElement.scrollHeight - innerHeight]);
    const outer = await page.$eval("#picture", (e) => e.getBoundingClientRect().height);
    assert.ok(Math.abs(inner[0] - outer) <= 1 && inner[1] <= 0, `${inner} in a frame of ${outer}`);
    return outer;
  };
  const before = await fits();
  await frame.evaluate(() => window.demarche.pickTie(window.demarche.scene.ties[0]));
  assert.ok((await frame.$$("#details .evidence")).length > 0, "the words behind a line");
  const after = await fits();
  assert.ok(after > before + 50, `${before} before, ${after} with evidence`);
  await page.screenshot({ path: file("embed.png") });
  await frame.evaluate(() => window.demarche.pickNothing());
  assert.ok(Math.abs((await fits()) - before) <= 1);
  await page.setViewport({ width: 420, height: 800 });
  await fits();
  const said = await page.evaluate(() => window.told);
  assert.ok(said.every((m) => m.demarche === "height" && Object.keys(m).length === 2), "nothing but heights");
  await silent("embedded");
  await page.close();
  const alone = await openPage(browser, pathToFileURL(file("embed.html")).href);
  await accessible(alone.page, "embedded");
  await alone.silent("alone");
  await alone.page.close();
}

export async function checkArticle(browser, file) {
  const { page, silent } = await openPage(browser, pathToFileURL(file("article.html")).href);
  assert.equal(await page.$eval("#tab-article", (e) => e.getAttribute("aria-selected")), "true");
  await page.screenshot({ path: file("article.png") });
  await accessible(page, "article");
  assert.ok((await page.$$(".text .mention")).length > 10);
  const whole = await page.evaluate(() => {
    const shown = document.querySelector("#view-article .text").cloneNode(true);
    for (const reference of shown.querySelectorAll(".reference")) reference.remove();
    return shown.textContent === window.demarche.model.article.text;
  });
  assert.ok(whole, "the text is all there");
  await page.click(".text .mention.person");
  assert.equal(await page.evaluate(() => window.demarche.pick.what), "node");
  await page.click(".text .reference");
  assert.equal(await page.evaluate(() => window.demarche.pick.what), "tie");
  await page.click(".statements .tie");
  assert.ok(await page.$("#details .evidence"));
  await page.click("#theme");
  await page.screenshot({ path: file("article-dark.png") });
  await accessible(page, "article, dark");
  await page.click("#tab-graph");
  await silent("article");
  await page.close();
}

export async function checkHostile(browser, file) {
  const { page, silent } = await openPage(browser, pathToFileURL(file("hostile.html")).href);
  await page.screenshot({ path: file("hostile.png") });
  const count = await page.evaluate(() => window.demarche.scene.nodes.length);
  for (let i = 0; i < count; i += 1) {
    await page.evaluate((k) => {
      const app = window.demarche;
      app.pickNode(app.scene.nodes[k], true);
    }, i);
    await choose(page, "#search", await page.evaluate((k) => window.demarche.scene.nodes[k].actor.name.slice(0, 12), i)).catch(() => {});
  }
  const ties = await page.evaluate(() => window.demarche.scene.ties.length);
  for (let i = 0; i < ties; i += 1) {
    await page.evaluate((k) => {
      const app = window.demarche;
      app.pickTie(app.scene.ties[k], true);
    }, i);
    const links = await page.$$eval("a[href]", (all) => all.map((a) => a.protocol));
    assert.ok(links.every((p) => ["http:", "https:", "file:"].includes(p)), String(links));
  }
  for (const view of ["matrix", "timeline", "graph"]) await page.click(`#tab-${view}`);
  for (const b of await page.$$("#view-graph button")) await b.click();
  // Nothing but the page's own elements came to be.
  assert.equal((await page.$$("script")).length, 2);
  assert.equal((await page.$$("style")).length, 1);
  assert.equal((await page.$$("img, svg, iframe, object")).length, 0);
  const svg = await page.evaluate(() => {
    const app = window.demarche;
    return [...app.scene.nodes].length > 0;
  });
  assert.ok(svg);
  await silent("hostile");
  await page.close();
}
