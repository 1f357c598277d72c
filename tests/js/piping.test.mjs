// Earlier answers in later questions.
import assert from "node:assert/strict";
import { test } from "node:test";

import { filled, shortened } from "../../static/js/survey/piping.js";

test("an answer stands where its key stood, and a missing one leaves a gap", () => {
  const said = new Map([["name", "the <b>Senne</b> $&"], ["city", ""]]);
  assert.equal(filled("How long is {{name}} in {{ city }}, {{other}}?", said), "How long is the <b>Senne</b> $& in …, …?");
});

test("an answer is one line and not endless", () => {
  assert.equal(shortened(" two \n lines "), "two lines");
  assert.equal(shortened("x".repeat(5000)).length, 200);
});
