import assert from "node:assert/strict";
import { test } from "node:test";

import { Own } from "../../static/js/board/own.js";
import { apply, emptyState, newCard } from "../../static/js/board/state.js";

const NOTHING = { cards: [], comments: {}, reactions: {} };

function own(told = {}) {
  const made = new Own();
  made.replace({ ...NOTHING, ...told });
  return made;
}

function board(...cards) {
  return cards.reduce((state, card) => apply(state, { kind: "add_card", card: newCard(card) }), emptyState("open"));
}

test("on a board that names nobody, what the server says is ours has our name", () => {
  const said = { id: "c1", author: "", text: "Yes", at: "", is_removed: false };
  const state = board({ id: "a" }, { id: "b", comments: [said, { ...said, id: "c2" }], reactions: { like: ["", ""], heart: [""] } });
  const { cards } = own({ cards: ["a"], comments: { b: ["c2"] }, reactions: { b: ["like"] } }).named(state, "me");
  assert.equal(cards.a.author, "me");
  assert.equal(cards.b.author, "");
  assert.deepEqual(cards.b.comments.map((comment) => comment.author), ["", "me"]);
  assert.deepEqual(cards.b.reactions, { like: ["me", ""], heart: [""] });
  assert.equal(state.cards.a.author, "", "what is committed stays as it is");
});

test("where people are named nothing is drawn anew", () => {
  const state = board({ id: "a", author: "me", reactions: { like: ["me"] } });
  assert.equal(own({ cards: ["a"], reactions: { a: ["like"] } }).named(state, "me"), state);
});

test("a card that is ours is the same object as long as nothing changes, so that it is drawn once", () => {
  const [mine, state] = [own({ cards: ["a", "gone"] }), board({ id: "a" }, { id: "b" })];
  assert.equal(mine.named(state, "me").cards.a, mine.named({ ...state }, "me").cards.a);
});

test("what we do now is ours at once, and no longer when we take it back", () => {
  const mine = own();
  let state = board({ id: "b" });
  const did = (change) => {
    state = apply(state, change);
    mine.did(change);
  };
  did({ kind: "add_card", card: newCard({ id: "a" }) });
  did({ kind: "merge_cards", made: [newCard({ id: "m" })] });
  did({ kind: "comment", card: "b", comment: { id: "c1", author: "", text: "Yes", at: "", is_removed: false } });
  did({ kind: "react", card: "b", reaction: "like", seats: ["", ""] });
  const { a, b, m } = mine.named(state, "me").cards;
  assert.deepEqual([a.author, m.author, b.author, b.comments[0].author], ["me", "me", "", "me"]);
  assert.deepEqual(b.reactions.like, ["me", ""]);
  did({ kind: "unreact", card: "b", reaction: "like", seats: [""] });
  assert.deepEqual(mine.named(state, "me").cards.b.reactions.like, [""]);
});
