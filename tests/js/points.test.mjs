// Points to hand out: what is left while somebody writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { left } from "../../static/js/components/points.js";

test("what is written is taken from the total, and too much goes below nothing", () => {
  assert.equal(left(100, ["60", " 30 ", ""]), 10);
  assert.equal(left(10, ["7", "8"]), -5);
});

test("what is no whole number counts for nothing", () => {
  assert.equal(left(100, ["many", "-5", "1e3", "2.5", "99999999999"]), 100);
});
