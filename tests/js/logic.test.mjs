// Conditions in the browser: the same cases as on the server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { fold, holds, numberOf, wayThrough } from "../../static/js/survey/logic.js";

const cases = JSON.parse(await readFile(new URL("../shared/logic_cases.json", import.meta.url)));
const factsFrom = (object) => new Map(Object.entries(object));

for (const { name, condition, facts, holds: expected } of cases.conditions) {
  test(`the browser judges the shared case: ${name}`, () => {
    assert.equal(holds(condition, factsFrom(facts)), expected);
  });
}

for (const { name, questions, facts, shown } of cases.ways) {
  test(`the browser finds the shared way: ${name}`, () => {
    const way = wayThrough(questions, (question) => factsFrom(facts[question.key] ?? {}));
    assert.deepEqual([...way.shown].sort(), shown);
  });
}

test("accents and capitals do not count, and numbers have a comma or a point", () => {
  assert.equal(fold("Évaluation STRASSE"), "evaluation strasse");
  assert.deepEqual(["3,5", "-2", "1e3", "", "3\n", " 3"].map(numberOf), [3.5, -2, null, null, null, null]);
});
