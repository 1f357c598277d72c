import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { emptyState, newCard } from "../../static/js/board/state.js";
import { open } from "./page.mjs";

const TEXTS = { origin_dots: "{group}: {votes} dots by {people} of {voted}", origin_approval: "{group}: {people} of {voted} approve" };
const SPREAD = 4000; // ms over which browsers ask

open(TEXTS);
const { Origins } = await import("../../static/js/board/origins.js");

/** A plenary with copies of cards of a group, and the questions of its browser, each to be answered. */
function plenary(url = "/origins", ...parents) {
  const cards = parents.map((parent) => newCard({ id: `copy-${parent}`, parents: [parent] }));
  const state = { ...emptyState("open"), cards: Object.fromEntries(cards.map((card) => [card.id, card])) };
  const asked = [];
  globalThis.fetch = () => new Promise((answer) => asked.push((origins) => answer({ ok: true, json: async () => ({ origins }) })));
  return { state, asked, origins: new Origins({ url, groups: { g: "Climate" }, redraw() {} }) };
}

const settled = () => new Promise(setImmediate);
const votes = (count) => ({ a: { group: "g", kind: "dots", votes: count, people: 2, voted: 3 } });

test("dots and people are told apart, each by how many voted", async () => {
  const { state, asked, origins } = plenary("/origins", "a", "b");
  origins.draw({ state });
  asked[0]({ ...votes(5), b: { group: "g", kind: "approval", votes: 2, people: 2, voted: 3 } });
  await settled();
  assert.deepEqual(origins.linesOf(state, state.cards["copy-a"]), ["Climate: 5 dots by 2 of 3"]);
  assert.deepEqual(origins.linesOf(state, state.cards["copy-b"]), ["Climate: 2 of 3 approve"]);
});

test("an answer that comes after that to a later question is passed over", async () => {
  const { state, asked, origins } = plenary("/origins", "a");
  origins.draw({ state });
  origins.look();
  asked[1](votes(7));
  await settled();
  asked[0](votes(1));
  await settled();
  assert.deepEqual(origins.linesOf(state, state.cards["copy-a"]), ["Climate: 7 dots by 2 of 3"]);
});

test("what all browsers hear at the same time they ask about one after the other, and once", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0.5);
  const { state, asked, origins } = plenary("/origins", "a");
  origins.draw({ state });
  assert.equal(asked.length, 1, "the page has just been opened");
  for (let step = 0; step < 3; step += 1) origins.lookSoon();
  origins.draw({ state: { ...state, cards: { ...state.cards, more: newCard({ id: "more", parents: ["c"] }) } } });
  mock.timers.tick(SPREAD / 2 - 1);
  assert.equal(asked.length, 1);
  mock.timers.tick(SPREAD);
  assert.equal(asked.length, 2);
  mock.restoreAll();
  mock.timers.reset();
});

test("on the board of a group no card is looked at", () => {
  const { asked, origins } = plenary("");
  const state = { get cards() { throw new Error("looked at"); } };
  origins.draw({ state });
  origins.lookSoon();
  assert.deepEqual(origins.linesOf(state, newCard({ id: "c", parents: ["a"] })), []);
  assert.deepEqual(asked, []);
});
