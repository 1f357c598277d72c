// The proof of work as the browser makes it, held to the same cases as the server that checks it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { isSolution, prefixOf, sha256, solve } from "../../static/js/survey/work.js";

const cases = JSON.parse(await readFile(new URL("../shared/work_cases.json", import.meta.url)));

test("our hash is SHA-256, for texts of every length around the ends of a block", () => {
  for (let length = 0; length < 200; length++) {
    const text = "a7:Z".repeat(50).slice(0, length);
    const ours = [...sha256(text)].map((word) => word.toString(16).padStart(8, "0")).join("");
    assert.equal(ours, createHash("sha256").update(text).digest("hex"));
  }
});

test("the smallest solution is the one that the server knows", () => {
  for (const { token, bits, prefix, smallest } of cases) {
    assert.equal(prefixOf(token), prefix);
    assert.equal(solve(token, bits), smallest);
    assert.ok(isSolution(prefix, smallest, bits));
  }
});
