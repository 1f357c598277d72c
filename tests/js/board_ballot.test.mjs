import assert from "node:assert/strict";
import { test } from "node:test";

import { ballotOf, chosen } from "../../static/js/board/ballot.js";

const cast = (round, choices) => ({ op_id: "1", kind: "cast_ballot", round, choices });

test("the newest ballot that waits is shown, else what the server has of this round", () => {
  const told = { round: "r", choices: { c: 1 } };
  assert.deepEqual(ballotOf("r", [], told), { c: 1 });
  assert.deepEqual(ballotOf("r", [cast("r", { a: 1 }), { kind: "vote", card: "a" }, cast("r", { a: 1, b: 1 }), cast("before", { a: 3 })], told), { a: 1, b: 1 });
  assert.deepEqual(ballotOf("r", [cast("r", {})], told), {}, "taken back, though the server does not know it yet");
  assert.deepEqual(ballotOf("next", [cast("r", { a: 1 })], told), {}, "each round begins with an empty ballot");
});

test("dots are given within their number, and taken back", () => {
  const round = { kind: "dots", votes_each: 3, most_per_card: 2 };
  assert.deepEqual(chosen(round, { a: 2 }, "b", 1), { a: 2, b: 1 });
  assert.equal(chosen(round, { a: 2 }, "b", 2), null);
  assert.deepEqual(chosen(round, { a: 2, b: 1 }, "a", 0), { b: 1 });
});

test("a choice of places never has gaps or doubles, whatever is chosen", () => {
  const round = { kind: "ranking", votes_each: 3 };
  const choose = (ballot, card, place) => chosen(round, ballot, card, place);
  assert.deepEqual(choose({}, "a", 2), { a: 1 }, "nobody is before it");
  assert.deepEqual(choose({ a: 1, b: 2 }, "a", 2), { b: 1, a: 2 }, "they change places");
  assert.deepEqual(choose({ a: 1, b: 2 }, "c", 1), { c: 1, a: 2, b: 3 }, "the others move down");
  assert.deepEqual(choose({ a: 1, b: 2, c: 3 }, "a", 0), { b: 1, c: 2 }, "the others close up");
  assert.deepEqual(choose({ a: 1, b: 2, c: 3 }, "d", 2), { a: 1, d: 2, b: 3 }, "the last has no place any more");
});
