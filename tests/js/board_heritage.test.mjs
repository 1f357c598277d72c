import assert from "node:assert/strict";
import { test } from "node:test";

import { commentsOf, filesOf, forebears, originsOf } from "../../static/js/board/heritage.js";
import { apply, emptyState, newCard } from "../../static/js/board/state.js";

const said = (id, at) => ({ id, author: "", text: id, at, is_removed: false });
const board = (...cards) => cards.reduce((state, card) => apply(state, { kind: "add_card", card: newCard(card) }), emptyState("open"));
const state = board(
  { id: "a", comments: [said("first", "2026-01-01T09:00")], files: [{ id: "plan" }] },
  { id: "b", comments: [said("third", "2026-01-01T11:00")] },
  { id: "m", parents: ["a", "b"], comments: [said("second", "2026-01-01T10:00")] },
  { id: "mm", parents: ["m", "a", "elsewhere"], files: [{ id: "photo" }] },
);

test("a card shows the files and comments of what it was made of, each once, and says where they are", () => {
  const { mm } = state.cards;
  assert.deepEqual(forebears(state, mm).map(({ id }) => id), ["m", "a", "b"]);
  assert.deepEqual(filesOf(state, mm).map(({ file, of }) => [file.id, of.id]), [["photo", "mm"], ["plan", "a"]]);
  assert.deepEqual(commentsOf(state, mm).map(({ comment, of }) => [comment.id, of.id]), [["first", "a"], ["second", "m"], ["third", "b"]]);
});

test("a card made of nothing shows its own, in the order in which it has them", () => {
  assert.deepEqual(filesOf(state, state.cards.a).map(({ file }) => file.id), ["plan"]);
  assert.deepEqual(commentsOf(state, state.cards.b).map(({ comment }) => comment.id), ["third"]);
});

test("cards that were made of one another in a circle, which a broken import might bring, end too", () => {
  const circle = board({ id: "x", parents: ["y"] }, { id: "y", parents: ["x"] });
  assert.deepEqual(forebears(circle, circle.cards.x).map(({ id }) => id), ["y", "x"]);
});

test("the origins of a card are the cards of other boards that it, or what it was made of, was copied from", () => {
  const plenary = board({ id: "p", parents: ["one"] }, { id: "q", parents: ["two", "one"] }, { id: "both", parents: ["p", "q"] }, { id: "own" });
  assert.deepEqual(originsOf(plenary, plenary.cards.p), ["one"]);
  assert.deepEqual(originsOf(plenary, plenary.cards.both), ["one", "two"]);
  assert.deepEqual(originsOf(plenary, plenary.cards.own), []);
});
