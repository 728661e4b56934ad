// The page of `demarche serve`: follows the graph as it grows, reads a pasted article.

import { announce, byId } from "./dom.js";

/** Milliseconds between questions to the server. */
const EVERY = 2500;

/**
 * What a page of the server sends with requests that make it work; empty on an offline page.
 */
export function liveToken() {
  return document.querySelector('meta[name="demarche-token"]')?.getAttribute("content") ?? "";
}

/**
 * Asks whether the graph has changed, and hands over the new rows.
 * @param {(rows: any) => void} onRows
 */
export function followGraph(onRows) {
  let version = "";
  const ask = async () => {
    try {
      const answer = await fetch("api/version", { cache: "no-store" });
      if (answer.ok) {
        const now = (await answer.json()).version;
        if (version && now !== version) {
          const rows = await fetch("api/rows", { cache: "no-store" });
          if (rows.ok) onRows(await rows.json());
        }
        version = now;
        byId("server").hidden = true;
      }
    } catch {
      byId("server").textContent = "The server does not answer; what is shown stays.";
      byId("server").hidden = false;
    }
    window.setTimeout(ask, EVERY);
  };
  void ask();
}

/**
 * The box for an article.
 * @param {(rows: any) => void} onRows
 */
export function pasteBox(onRows) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("paste"));
  const text = /** @type {HTMLTextAreaElement} */ (byId("paste-text"));
  const problem = byId("paste-problem");
  byId("paste-open").hidden = false;
  byId("paste-open").addEventListener("click", () => dialog.showModal());
  byId("paste-close").addEventListener("click", () => dialog.close());
  byId("paste-read").addEventListener("click", async () => {
    problem.textContent = "";
    try {
      const answer = await fetch("api/read", {
        method: "POST",
        headers: { "content-type": "text/plain; charset=utf-8", "x-demarche-token": liveToken() },
        body: text.value,
      });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.error ?? "the server refused");
      dialog.close();
      onRows(said);
      announce("The article was read");
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
  });
}
