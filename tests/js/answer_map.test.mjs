// The map of answers: what is where on the screen.
import assert from "node:assert/strict";
import { test } from "node:test";

import { around, inSight, nearest, toScreen, whole, zoomed } from "../../static/js/components/answer-map-view.js";

const SIZE = { width: 400, height: 300 };
const POINTS = [[0, 0, 1], [0.5, 0.5, 2], [-1, -1, 1]];

test("the middle of the map is the middle of the screen, and up is up", () => {
  assert.deepEqual(toScreen(whole(), SIZE, 0, 0), [200, 150]);
  assert.ok(toScreen(whole(), SIZE, 0, 1)[1] < 150);
});

test("everything is in sight at first, and less when nearer", () => {
  assert.equal(inSight(whole(), SIZE, POINTS), 3);
  assert.equal(inSight(zoomed(whole(), SIZE, 8, 200, 150), SIZE, POINTS), 1);
});

test("what lies under the pointer stays under it when one goes nearer", () => {
  const [x, y] = toScreen(whole(), SIZE, 0.5, 0.5);
  const [left, top] = toScreen(zoomed(whole(), SIZE, 3, x, y), SIZE, 0.5, 0.5);
  assert.ok(Math.abs(left - x) < 1e-9 && Math.abs(top - y) < 1e-9);
});

test("one cannot go nearer without end", () => {
  let view = whole();
  for (let i = 0; i < 50; i += 1) view = zoomed(view, SIZE, 2, 10, 10);
  assert.equal(view.scale, 40);
});

test("a theme can be put in the middle", () => {
  const [x, y] = toScreen(around([0.5, 0.5], 2, SIZE), SIZE, 0.5, 0.5);
  assert.ok(Math.abs(x - 200) < 1e-9 && Math.abs(y - 150) < 1e-9);
});

test("a press means the nearest point within reach, of the theme that is shown", () => {
  assert.equal(nearest(whole(), SIZE, POINTS, 205, 150, 14), 0);
  assert.equal(nearest(whole(), SIZE, POINTS, 205, 150, 14, 2), -1);
  assert.equal(nearest(whole(), SIZE, POINTS, 300, 20, 14), -1);
});
