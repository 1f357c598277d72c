import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../static/js/board/outbox.js";
import { emptyState, newCard } from "../../static/js/board/state.js";

globalThis.document = { getElementById: () => ({ textContent: "{}" }) }; // where the page has its sentences
const { Store } = await import("../../static/js/board/store.js");

const me = { ref: "me", name: "Ada", votes: { limit: 5, elsewhere: 1, cards: ["a", "b", "c"] }, ballot: { round: "r", choices: { a: 1 } }, own: { cards: [], comments: {}, reactions: {} } };

function storeWith(cards, more = {}) {
  const store = new Store({ settings: { language: "en" }, outbox: new Outbox(null, "board:me") });
  store.join(me);
  store.replace({ ...emptyState("open"), cards: Object.fromEntries(cards.map((card) => [card.id, newCard(card)])), people: {}, themes: {}, ...more });
  return store;
}

test("votes on cards that went into another, or were taken off, are given back", () => {
  const store = storeWith([{ id: "a" }, { id: "b", went_into: ["m"] }, { id: "c", is_removed: true }]);
  assert.equal(store.model().votesLeft, 3);
});

test("a ballot on the way is shown over that of the server, and stays when it is done", () => {
  const store = storeWith([{ id: "a" }], { round: { id: "r" } });
  assert.deepEqual(store.model().ballot, { a: 1 });
  const { operation } = store.keep({ kind: "cast_ballot", round: "r", choices: { a: 2 } });
  store.takeVotes({ ...me, ballot: { round: "r", choices: { a: 3 } } });
  assert.deepEqual(store.model().ballot, { a: 2 }, "what another window cast before is older");
  store.settled(store.outbox.done(operation.op_id));
  assert.deepEqual(store.model().ballot, { a: 2 });
  store.takeVotes({ ...me, ballot: { round: "r", choices: { a: 3 } } });
  assert.deepEqual(store.model().ballot, { a: 3 });
});
