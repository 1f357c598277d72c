import assert from "node:assert/strict";
import { test } from "node:test";

import { Following, goneSince, placeOf } from "../../static/js/board/following.js";

const inside = (found) => ({ closest: (selector) => (found[selector] ? { dataset: found[selector] } : null) });
const nobody = () => false;

test("a place is a card in its zone, or the zone alone, and nothing outside of zones", () => {
  const card = inside({ "[data-zone]": { zone: "market" }, "[data-card]": { card: "c1" } });
  assert.deepEqual(placeOf(card, nobody), { zone: "market", card: "c1" });
  assert.deepEqual(placeOf(inside({ "[data-zone]": { zone: "market" } }), nobody), { zone: "market", card: "" });
  assert.equal(placeOf(inside({}), nobody), null);
});

test("of a card that others do not see only the zone is told", () => {
  const card = inside({ "[data-zone]": { zone: "market" }, "[data-card]": { card: "c1" } });
  assert.deepEqual(placeOf(card, (id) => id === "c1"), { zone: "market", card: "" });
});

test("where one votes there is no place, in a card or in a ballot", () => {
  const zone = { "[data-zone]": { zone: "market" }, "[data-card]": { card: "c1" } };
  for (const part of ["data-vote", "data-choice", "data-round"]) {
    const voting = { closest: (selector) => (selector.includes(`[${part}]`) ? {} : inside(zone).closest(selector)) };
    assert.equal(placeOf(voting, nobody), null);
  }
});

test("whoever is missing from a list that names all has left; from one that does not, nobody has", () => {
  const people = [{ ref: "ada" }, { ref: "ben" }];
  assert.deepEqual(goneSince(["ben", "chloe"], { count: 2, people }), ["chloe"]);
  assert.deepEqual(goneSince(["ben", "chloe"], { count: 1, people }), ["chloe"]);
  assert.deepEqual(goneSince(["ben", "chloe"], { count: 3, people }), []);
});

test("one hears only of whom one follows, and only when that person goes somewhere else", () => {
  const following = new Following();
  assert.equal(following.take("ben", { zone: "market", card: "c1" }), false);
  following.begin("ben", "Ben");
  assert.ok(following.isOn);
  assert.deepEqual(following.place, { zone: "market", card: "c1" }); // where Ben was before he was followed
  assert.equal(following.take("ben", { zone: "market", card: "c1" }), false);
  assert.equal(following.take("ben", { zone: "market" }), true);
  assert.equal(following.take("chloe", { zone: "needs" }), false);
  following.end();
  assert.equal(following.isOn, false);
  assert.equal(following.place, null);
  assert.equal(following.take("ben", { zone: "needs" }), false);
});

test("following ends for the page when the person leaves, not when others do", () => {
  const following = new Following();
  assert.equal(following.left(["ben"]), false);
  following.begin("ben", "Ben");
  following.take("ben", { zone: "market" });
  assert.equal(following.left(["chloe"]), false);
  assert.equal(following.left(["chloe", "ben"]), true);
  assert.equal(following.place, null);
});
