import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { advance, apply, cardsIn, emptyState, inverse, newCard, overlay, preview, rankAt, removedCards } from "../../static/js/board/state.js";

const cases = JSON.parse(await readFile(new URL("../shared/board_cases.json", import.meta.url)));

/** The base with these parts, each named by its path, put in their place. */
function becoming(base, parts) {
  const after = structuredClone(base);
  for (const [path, value] of Object.entries(parts)) {
    const way = path.split(".");
    const last = way.pop();
    way.reduce((inside, step) => inside[step], after)[last] = value;
  }
  return after;
}

for (const { name, base, change, becomes } of cases.changes) {
  test(`the browser applies the shared case: ${name}`, () => {
    const before = cases.bases[base];
    const untouched = structuredClone(before);
    assert.deepEqual(advance(before, 5, change), becoming(before, { ...becomes, number: 5 }));
    assert.deepEqual(before, untouched);
  });
}

for (const { name, base, add, zone, order } of cases.orders) {
  test(`the browser orders the shared case: ${name}`, () => {
    const state = { ...cases.bases[base], cards: { ...cases.bases[base].cards, ...add } };
    assert.deepEqual(cardsIn(state, zone).map((card) => card.id), order);
  });
}

for (const { name, base, change, undo } of cases.undo) {
  test(`the browser undoes the shared case: ${name}`, () => {
    assert.deepEqual(inverse(cases.bases[base], change), undo);
  });
}

// Taken back at once, these leave the board as it was but for what only counts up.
const COUNTING = new Set(["edit_card", "comment", "remove_comment", "cast_ballot", "add_card", "merge_cards", "split_card"]);
for (const { name, me, base, change, undo } of cases.undo.filter((found) => !COUNTING.has(found.change.kind))) {
  test(`a change and what undoes it leave the board as it was: ${name}`, () => {
    const before = cases.bases[base];
    let after = apply(before, change);
    for (const operation of undo) {
      const shown = preview(after, operation, me);
      if (shown) after = apply(after, shown);
      else assert.equal(operation.kind, "attach_file"); // only the server knows the file
    }
    if (undo.length && change.kind !== "detach_file" && change.kind !== "attach_file") assert.deepEqual(withoutOrder(after), withoutOrder(before));
  });
}

function withoutOrder(state) {
  const name = (item) => item.id ?? String(item);
  const sorted = (key, value) => (Array.isArray(value) ? value.toSorted((a, b) => (name(a) < name(b) ? -1 : 1)) : value);
  return JSON.parse(JSON.stringify(state, sorted));
}

function boardWith(...cards) {
  return cards.reduce((state, card) => apply(state, { kind: "add_card", card }), emptyState("open"));
}

function card(id, rank, more = {}) {
  return newCard({ id, zone: "market", text: id, rank, ...more });
}

test("a change for an unknown card is an error, so that the browser asks for the whole board", () => {
  assert.throws(() => apply(emptyState(), { kind: "edit_card", card: "a", text: "b", revision: 2 }));
  assert.throws(() => apply(boardWith(card("a", 1)), { kind: "something_new", card: "a" }));
});

test("a place among cards becomes a rank between its neighbours", () => {
  const state = boardWith(card("a", 10), card("b", 20), card("c", 40));
  assert.ok(rankAt(state, "market", 0) < 10);
  assert.equal(rankAt(state, "market", 1), 15);
  assert.ok(rankAt(state, "market", 3) > 40);
  assert.equal(rankAt(state, "market", 1, "a"), 30); // a itself does not count: between b and c
  assert.equal(rankAt(emptyState(), "market", 0), 1024);
});

test("what is on the way is shown on top of what is committed, votes once", () => {
  const state = boardWith(card("a", 1, { votes: 2 }));
  const pending = [
    { op_id: "1", kind: "add_card", card: "n", zone: "market", text: "New", rank: 0 },
    { op_id: "2", kind: "edit_card", card: "n", text: "Newer", was: "New" },
    { op_id: "3", kind: "vote", card: "a" },
    { op_id: "4", kind: "edit_card", card: "gone", text: "x", was: "y" },
  ];
  const shown = overlay(state, pending, "me", []);
  assert.deepEqual(cardsIn(shown.state, "market").map((c) => [c.text, c.votes]), [["Newer", 0], ["a", 3]]);
  assert.ok(shown.voted.has("a"));
  assert.equal(overlay(state, pending, "me", ["a"]).state.cards.a.votes, 2);
});

test("every operation can be shown before the server answers", () => {
  const state = boardWith(card("a", 1, { themes: ["t"] }));
  const operations = [
    [{ kind: "move_card", card: "a", zone: "strengths", rank: 5 }, (s) => s.cards.a.zone === "strengths"],
    [{ kind: "remove_card", card: "a" }, (s) => removedCards(s).length === 1],
    [{ kind: "restore_card", card: "a" }, (s) => removedCards(s).length === 0],
    [{ kind: "cite_theme", card: "a", theme: "u" }, (s) => s.cards.a.themes.join() === "t,u"],
    [{ kind: "uncite_theme", card: "a", theme: "t" }, (s) => s.cards.a.themes.length === 0],
    [{ kind: "unvote", card: "a" }, (s) => s.cards.a.votes === 0],
  ];
  for (const [operation, holds] of operations) assert.ok(holds(apply(state, preview(state, operation, "me"))), operation.kind);
});
