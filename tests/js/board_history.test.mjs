import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../static/js/board/history.js";

/** A page on which doing is noted, and everything is undone by its opposite. */
function page() {
  const history = new History();
  const log = [];
  const perform = (asked) => {
    log.push(...asked);
    return { ids: asked.map((word) => `id-${word}`), back: asked.map((word) => (word.startsWith("un") ? word.slice(2) : `un${word}`)) };
  };
  return { history, log, perform, act: (...words) => history.did(perform(words)) };
}

test("the last thing is undone first, and done again in the other order", () => {
  const { history, log, perform, act } = page();
  act("tag");
  act("move");
  history.undo(perform);
  history.undo(perform);
  assert.deepEqual(log, ["tag", "move", "unmove", "untag"]);
  history.redo(perform);
  history.redo(perform);
  assert.deepEqual(log.slice(4), ["tag", "move"]);
  assert.ok(!history.canRedo);
});

test("who goes on after undoing has nothing to do again", () => {
  const { history, perform, act } = page();
  act("tag");
  history.undo(perform);
  act("move");
  assert.ok(!history.canRedo);
  assert.equal(history.redo(perform), undefined);
});

test("several things that were done as one are undone as one", () => {
  const { history, log, perform, act } = page();
  act("tag", "move");
  history.undo(perform);
  assert.deepEqual(log, ["tag", "move", "untag", "unmove"]);
  assert.ok(!history.canUndo);
});

test("what was refused, or cannot be undone, is not offered", () => {
  const { history, act } = page();
  act("tag");
  history.forget("id-tag");
  history.did({ ids: ["x"], back: [] });
  assert.ok(!history.canUndo);
});
