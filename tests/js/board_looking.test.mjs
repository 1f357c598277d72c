import assert from "node:assert/strict";
import { test } from "node:test";

import { bounded, distanceTo, fitting, placeIn, scrollFor } from "../../static/js/board/geometry.js";
import { fold, matches } from "../../static/js/board/looking.js";
import { nameOfKey } from "../../static/js/board/shortcuts.js";

const card = { title: "Canal", text: "Ateliers partagés près du canal", tags: ["outils"], kind: "need", colour: "", group: "g1", themes: ["t1"], votes: 2 };

test("accents, capitals and the order of the words do not matter when one searches", () => {
  assert.equal(fold("  Été À Liège "), "ete a liege");
  assert.ok(matches(card, { words: "CANAL partages" }));
  assert.ok(!matches(card, { words: "canal trees" }));
});

test("a card is found by the title of a theme that it cites", () => {
  assert.ok(matches(card, { words: "repair" }, ["Repair cafés"]));
  assert.ok(!matches(card, { words: "repair" }, []));
});

test("all that is asked for must hold", () => {
  assert.ok(matches(card, { theme: "t1", votes: "2" }));
  assert.ok(!matches(card, { theme: "t1", votes: "3" }));
  assert.ok(!matches(card, { theme: "t2" }));
  assert.ok(matches(card, { kind: "need", group: "g1", tag: "outils" }));
  for (const other of [{ kind: "note" }, { group: "g2" }, { tag: "arbres" }, { colour: "doubt" }]) assert.ok(!matches(card, other));
});

test("the point under the hand stays there when one zooms", () => {
  const { left, top } = scrollFor({ left: 100, top: 40, from: 1, to: 2, x: 50, y: 10 });
  assert.equal((left + 50) / 2, 100 + 50);
  assert.equal((top + 10) / 2, 40 + 10);
});

test("zoom has its limits, and fitting never makes a small board larger than life", () => {
  assert.equal(bounded(9), 2);
  assert.equal(bounded(0), 0.2);
  assert.equal(fitting({ width: 1000, height: 500, contentWidth: 2000, contentHeight: 800 }), 0.5);
  assert.equal(fitting({ width: 1000, height: 500, contentWidth: 200, contentHeight: 80 }), 1);
});

const box = (left, top, height = 10) => ({ left, right: left + 10, top, bottom: top + height });

test("in one column a card goes before the first whose middle is lower", () => {
  const cards = [box(0, 0), box(0, 20), box(0, 40)];
  assert.equal(placeIn(cards, 1, 5, -5), 0);
  assert.equal(placeIn(cards, 1, 5, 22), 1);
  assert.equal(placeIn(cards, 1, 5, 99), 3);
  assert.equal(placeIn([], 1, 5, 99), 0);
});

test("in rows a card goes where the pointer is in its row, however high the cards are", () => {
  const cards = [box(0, 0), box(20, 0, 30), box(0, 40), box(20, 40)];
  assert.equal(placeIn(cards, 2, 2, 25), 0);
  assert.equal(placeIn(cards, 2, 12, 5), 1);
  assert.equal(placeIn(cards, 2, 99, 5), 2);
  assert.equal(placeIn(cards, 2, 2, 45), 2);
  assert.equal(placeIn(cards, 2, 2, 99), 4);
});

test("keys of a single letter count only where they are allowed; those with Ctrl always", () => {
  assert.equal(nameOfKey({ key: "n" }, true), "write");
  assert.equal(nameOfKey({ key: "n" }, false), undefined);
  assert.equal(nameOfKey({ key: "k", ctrlKey: true }, false), "search");
  assert.equal(nameOfKey({ key: "n", altKey: true }, true), undefined);
});

test("the nearest box is the one that holds a point, else that with the shortest way", () => {
  const box = { left: 10, right: 20, top: 10, bottom: 20 };
  assert.equal(distanceTo(box, 12, 18), 0);
  assert.equal(distanceTo(box, 25, 15), 5);
  assert.equal(distanceTo(box, 7, 6), 5);
});
