// The pure parts of the editor's enhancements.
import assert from "node:assert/strict";
import test from "node:test";
import { shown } from "../../static/js/components/condition-lines.js";
import { renumbered } from "../../static/js/components/option-rows.js";
import { placeAt } from "../../static/js/components/question-order.js";

test("a question dropped between two others takes the place of the second", () => {
  assert.equal(placeAt(5, [10, 20, 30]), 1);
  assert.equal(placeAt(25, [10, 20, 30]), 3);
  assert.equal(placeAt(99, [10, 20, 30]), 4);
  assert.equal(placeAt(1, []), 1);
});

test("the fields of a new row get its number, and others keep theirs", () => {
  assert.equal(renumbered("o-choices-3-label-en", "o-choices", 7), "o-choices-7-label-en");
  assert.equal(renumbered("o-rows-12-key", "o-rows", 0), "o-rows-0-key");
  assert.equal(renumbered("title-en", "o-choices", 7), "title-en");
});

test("a line offers what can be said of the question, and the field that it needs", () => {
  assert.deepEqual(shown("choice", "has", true).choice, true);
  assert.deepEqual(shown("choice", "answered", true), { tests: shown("choice", "", true).tests, choice: false, value: false });
  assert.equal(shown("number", "above", false).value, true);
  assert.ok(!shown("number", "", false).tests.includes("contains"));
  assert.deepEqual(shown(undefined, "has", false), { tests: [], choice: false, value: false });
});
