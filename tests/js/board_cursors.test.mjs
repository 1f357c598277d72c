import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { FakeElement, open } from "./page.mjs";

const EVERY = 120; // ms between two places

/** Somebody's own place on a board, in a step with this mode; `told` gathers what the others hear, but for the first `late` places. */
async function stand(mode = {}, late = 0) {
  const page = open({});
  const { Cursors } = await import("../../static/js/board/cursors.js");
  const scroller = new FakeElement();
  const told = [];
  const view = { model: { state: { mode } }, card: () => ({ is_private: false }), zone: () => ({ part: () => at(5, 5) }) };
  const viewport = { scroller, toBoard: (x, y) => ({ x, y }) };
  const cursors = new Cursors({
    view,
    viewport,
    connection: {
      point: (place) => told.push(place),
      async stay(place) {
        if (late > 0) return late-- > 0;
        told.push(place);
        return false;
      },
    },
    preferences: { get: () => true },
    root: { dataset: { view: "board" } },
    me: () => ({ ref: "ada" }),
    follower: { allow() {}, take() {} },
  });
  cursors.start(true);
  return { cursors, view, scroller, told, layer: page.querySelector("[data-cursors]") };
}

const at = (left, top) => ({ getBoundingClientRect: () => ({ left, top, width: 0, height: 0 }) });
const card = (has = {}) => ({ matches: () => true, closest: (selector) => ({ "[data-zone]": { dataset: { zone: "market" } }, "[data-card]": { dataset: { card: "c1" } }, ...has })[selector] ?? null });
const vote = { ...card(), closest: (selector) => (selector.includes("[data-vote]") ? {} : card().closest(selector)) };

function touch(scroller, target) {
  scroller.happen("pointerdown", { pointerType: "touch", target });
  scroller.happen("focusin", { target });
  scroller.happen("pointermove", { pointerType: "mouse", target, clientX: 1, clientY: 2 });
  mock.timers.tick(EVERY);
}

test("nobody hears who votes for what, by finger, key or mouse", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { scroller, told } = await stand();
  touch(scroller, vote);
  assert.deepEqual(told, []);
  touch(scroller, card());
  assert.deepEqual(told, [{ zone: "market", card: "c1", x: 1, y: 2 }]);
  mock.timers.reset();
});

test("while all write for themselves no place is told, not even one that waited", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { scroller, told, view } = await stand({ is_private: true });
  touch(scroller, card());
  assert.deepEqual(told, []);
  view.model = { state: { mode: {} } };
  scroller.happen("focusin", { target: card() });
  view.model = { state: { mode: { is_private: true } } };
  mock.timers.tick(EVERY);
  assert.deepEqual(told, []);
  view.model = null;
  touch(scroller, card());
  assert.deepEqual(told, [], "nobody knows yet what the step is");
  mock.timers.reset();
});

test("who is at a card that is not seen is drawn at what is seen of it, else at the title of the zone", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { cursors, view, layer } = await stand();
  const drawn = () => layer.children[0].style.transform;
  view.face = () => ({ element: at(0, 0) }); // filtered out: an element without a size
  view.guide = { seen: () => null };
  cursors.take({ ref: "ben", name: "Ben", zone: "market", card: "c1" });
  assert.equal(drawn(), "translate(5px, 5px)");
  view.guide = { seen: () => ({ element: at(70, 80) }) }; // in a folded stack: the stack
  cursors.take({ ref: "ben", name: "Ben", zone: "market", card: "c1" });
  assert.equal(drawn(), "translate(70px, 80px)");
  mock.timers.reset();
});

test("a place that came too soon to be passed on is told again, unless one is elsewhere by then", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { scroller, told } = await stand({}, 3);
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) {
      mock.timers.tick(EVERY);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  scroller.happen("focusin", { target: card() });
  mock.timers.tick(EVERY);
  const elsewhere = card({ "[data-card]": { dataset: { card: "c2" } } });
  scroller.happen("focusin", { target: elsewhere });
  await settle();
  assert.deepEqual(told, [{ zone: "market", card: "c2" }]);
  await settle();
  assert.equal(told.length, 1, "once it was passed on it is told no more");
  mock.timers.reset();
});
