// The page's filter against that of the program (tests/filter.rs).
// usage: node filter.mjs CASES.json

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { readModel } from "./web/model.js";
import { newFilter, select } from "./web/select.js";

let tried = 0;
for (const { rows, filters } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const model = readModel(rows);
  for (const { page, counted, filter } of filters) {
    const set = { ...page, hiddenLines: new Set(page.hiddenLines), hiddenStatuses: new Set(page.hiddenStatuses) };
    const scene = select(model, { ...newFilter(), ...set });
    const found = {};
    for (const tie of scene.ties) {
      for (const { edge, evidence } of tie.parts) found[edge.id] = evidence.length;
    }
    assert.deepEqual(found, counted, filter);
    tried += 1;
  }
}
console.log(`${tried} filters`);
