import assert from "node:assert/strict";
import { test } from "node:test";

import { mayDo } from "../../static/js/board/allowing.js";

const person = { is_host: false, can_work: true };
const board = (more = {}) => ({ state: "open", mode: {}, zones: { market: { is_locked: false }, prepared: { is_locked: true } }, ...more });

test("a locked card or zone keeps its words and places, and takes votes, reactions, comments and links", () => {
  for (const card of [{ zone: "market", is_locked: true }, { zone: "prepared", is_locked: false }]) {
    const may = (kind) => mayDo(kind, { state: board(), me: person, card });
    for (const kind of ["vote", "unvote", "react", "comment", "remove_comment", "link_cards"]) assert.ok(may(kind), kind);
    for (const kind of ["edit_card", "move_card", "remove_card", "tag_card", "cite_theme", "attach_file", "split_card"]) assert.ok(!may(kind), kind);
    assert.ok(mayDo("edit_card", { state: board(), me: { ...person, is_host: true }, card }), "hosts change it");
  }
  assert.ok(!mayDo("add_card", { state: board(), me: person, zone: { is_locked: true } }));
  assert.ok(mayDo("edit_card", { state: board(), me: person, card: { zone: "market", is_locked: false } }));
});

test("the step and the state of the board hold for locked and other cards alike", () => {
  const card = { zone: "market", is_locked: true };
  assert.ok(!mayDo("vote", { state: board({ mode: { may: ["comment"] } }), me: person, card }));
  assert.ok(mayDo("comment", { state: board({ mode: { may: ["comment"] } }), me: person, card }));
  assert.ok(!mayDo("vote", { state: board({ state: "locked" }), me: person, card }));
  assert.ok(!mayDo("vote", { state: board({ state: "preparing" }), me: person, card }));
  assert.ok(!mayDo("vote", { state: board(), me: { ...person, can_work: false }, card }));
});
