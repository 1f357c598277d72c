// Putting items in order: the arithmetic behind the buttons and the dragging.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keptTies, move, orderFrom, placesOf, tiesFrom } from "../../static/js/components/rank-list.js";

test("an added item goes to the end of the order", () => {
  assert.deepEqual(move(["a", "b"], "c", 2, 6), ["a", "b", "c"]);
});

test("an item moves up past exactly one other", () => {
  assert.deepEqual(move(["a", "b", "c"], "c", 1, 6), ["a", "c", "b"]);
});

test("an item moves down past exactly one other", () => {
  assert.deepEqual(move(["a", "b", "c"], "a", 1, 6), ["b", "a", "c"]);
});

test("an item taken out closes the gap", () => {
  assert.deepEqual(move(["a", "b", "c"], "b", -1, 6), ["a", "c"]);
});

test("a full order refuses another item and says so by staying itself", () => {
  const order = ["a", "b", "c"];
  assert.equal(move(order, "d", 0, 3), order);
});

test("a full order can still be rearranged", () => {
  assert.deepEqual(move(["a", "b", "c"], "c", 0, 3), ["c", "a", "b"]);
});

test("selects filled in without script, with gaps and ties, still give one order", () => {
  const places = [{ id: "a", place: 4 }, { id: "b", place: 0 }, { id: "c", place: 1 }, { id: "d", place: 4 }];
  assert.deepEqual(orderFrom(places), ["c", "a", "d"]);
});

test("equal numbers in selects share a place, and the place after them counts both", () => {
  const places = [{ id: "a", place: 4 }, { id: "b", place: 1 }, { id: "c", place: 1 }];
  const order = orderFrom(places);
  const tied = tiesFrom(order, places);
  assert.deepEqual([...placesOf(order, tied)], [["b", 1], ["c", 1], ["a", 3]]);
});

test("a move parts those it comes between and leaves other shared places alone", () => {
  const before = ["a", "b", "c", "d"];
  const tied = new Set(["b", "d"]);
  assert.deepEqual([...keptTies(before, move(before, "d", 1, 9), tied)], []);
  assert.deepEqual([...keptTies(before, move(before, "a", -1, 9), tied)], ["d"]);
  assert.deepEqual([...keptTies(before, before, tied)], ["b", "d"]);
});

test("the first of an order shares its place with nobody before it", () => {
  assert.deepEqual([...placesOf(["a", "b"], new Set(["a"]))], [["a", 1], ["b", 2]]);
});
