import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft, newId, Outbox } from "../../static/js/board/outbox.js";
import { Sequence } from "../../static/js/board/sequence.js";

class Storage {
  #values = new Map();
  get length() { return this.#values.size; }
  key(i) { return [...this.#values.keys()][i]; }
  getItem(key) { return this.#values.get(key) ?? null; }
  setItem(key, value) { this.#values.set(key, value); }
  removeItem(key) { this.#values.delete(key); }
}

const ids = (operations) => operations.map((operation) => operation.op_id);

test("what was not acknowledged is there after a reload, in order, and gone once done", () => {
  const storage = new Storage();
  const before = new Outbox(storage, "board:seat");
  for (const op_id of ["c", "a", "b"]) before.add({ op_id, kind: "vote", card: "x" });
  before.done("a");
  const after = new Outbox(storage, "board:seat");
  assert.deepEqual(ids(after.pending), ["c", "b"]);
  after.done("c");
  after.done("b");
  assert.deepEqual(new Outbox(storage, "board:seat").pending, []);
  assert.equal(storage.length, 0);
});

test("two windows of the same person do not overwrite each other, and others' operations are not theirs", () => {
  const storage = new Storage();
  const [one, two, other] = ["b:s", "b:s", "b:t"].map((owner) => new Outbox(storage, owner));
  one.add({ op_id: "1" });
  two.add({ op_id: "2" });
  other.add({ op_id: "3" });
  assert.deepEqual(ids(new Outbox(storage, "b:s").pending).sort(), ["1", "2"]);
});

test("what the server refused waits for the person with the reason, over a reload too", () => {
  const storage = new Storage();
  const outbox = new Outbox(storage, "b:s");
  outbox.add({ op_id: "1", text: "my words" });
  outbox.returnToSender("1", "The board is locked.");
  const after = new Outbox(storage, "b:s");
  assert.deepEqual(after.pending, []);
  assert.deepEqual(after.returned, [{ operation: { op_id: "1", text: "my words" }, reason: "The board is locked.", isStray: false }]);
});

test("where joining is refused, all that waits goes back to its person", () => {
  const outbox = new Outbox(new Storage(), "b:s");
  for (const op_id of ["1", "2"]) outbox.add({ op_id, text: op_id });
  outbox.returnToSender("1", "The card is gone.");
  outbox.returnAll("There is no such board.");
  assert.deepEqual(outbox.pending, []);
  assert.deepEqual(outbox.returned.map(({ reason }) => reason), ["The card is gone.", "There is no such board."]);
});

test("what is left of a board that was left waits on the next one, drafts too, and once only", () => {
  const storage = new Storage();
  const [old, others] = ["old:me", "old:you"].map((owner) => new Outbox(storage, owner));
  for (const op_id of ["b", "a"]) old.add({ op_id, kind: "add_card", zone: "market", text: op_id });
  old.returnToSender("b", "The board was locked.");
  others.add({ op_id: "theirs" });
  new Draft(storage, "old:me", "market").text = "half a thou";
  new Draft(storage, "old:me", "edit:abc").text = JSON.stringify({ title: "T", text: "half changed", was: { title: "", text: "whole" } });
  new Outbox(storage, "new:me").adopt("old:me", "Done elsewhere");
  const found = new Outbox(storage, "new:me");
  found.adopt("old:me", "Done elsewhere");
  assert.deepEqual(found.pending, []);
  assert.deepEqual(found.returned.map(({ operation }) => operation.text), ["b", "a", "half a thou", "half changed"]);
  for (const { reason, isStray } of found.returned) assert.deepEqual([reason, isStray], ["Done elsewhere", true]);
  assert.equal(found.returned[3].operation.title, "T");
  assert.deepEqual(new Outbox(storage, "old:me").returned, []);
  assert.equal(new Draft(storage, "old:me", "market").text, "");
  assert.equal(new Outbox(storage, "old:you").pending.length, 1);
});

test("without storage everything works until the page is closed", () => {
  const broken = { get length() { throw new Error("denied"); }, setItem() { throw new Error("full"); }, removeItem() { throw new Error("denied"); }, getItem() { throw new Error("denied"); } };
  const outbox = new Outbox(broken, "b:s");
  outbox.add({ op_id: "1" });
  assert.deepEqual(ids(outbox.pending), ["1"]);
  outbox.done("1");
  outbox.adopt("a:s", "Done elsewhere");
  assert.deepEqual([outbox.pending, outbox.returned], [[], []]);
  const draft = new Draft(broken, "b:s", "market");
  draft.text = "x";
  assert.equal(draft.text, "");
});

test("ids look like those of the server", () => {
  const made = new Set(Array.from({ length: 500 }, () => newId()));
  assert.equal(made.size, 500);
  for (const id of made) assert.match(id, /^[0-9a-z]{12}$/);
});

test("changes come out in order, each once, however they arrive", () => {
  const sequence = new Sequence(4);
  const take = (number) => sequence.take({ number }).map((message) => message.number);
  assert.deepEqual(take(6), []);
  assert.ok(sequence.hasGap);
  assert.deepEqual(take(4), []);
  assert.deepEqual(take(7), []);
  assert.deepEqual(take(5), [5, 6, 7]);
  assert.deepEqual(take(6), []);
  assert.ok(!sequence.hasGap);
  take(10);
  sequence.restart(9);
  assert.ok(sequence.hasGap);
  assert.deepEqual(take(9), [10]); // the board was newer than what came: what waits follows
});
