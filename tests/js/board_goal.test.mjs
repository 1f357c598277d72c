import assert from "node:assert/strict";
import { test } from "node:test";

import { goalIn, hashOf } from "../../static/js/board/goal.js";

test("a card or zone is found again in the address that leads to it", () => {
  for (const goal of [{ card: "0123456789ab" }, { zone: "zone_1-a" }]) assert.deepEqual(goalIn(hashOf(goal)), goal);
  assert.equal(hashOf({ card: "", zone: "" }), "");
  for (const hash of ["", "#main", "#card-", "#card-a b", "#card-<b>"]) assert.equal(goalIn(hash), null);
});
