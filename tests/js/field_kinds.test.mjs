// The small calculations behind fields that are enhanced: the sketch of the region, the slider, files, added rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tooLarge } from "../../static/js/components/file-field.js";
import { nearest, toDegrees, toSketch } from "../../static/js/components/map-point.js";
import { numberIn } from "../../static/js/components/slider.js";

const box = { south: 50.76, north: 50.92, west: 4.23, east: 4.5 };
const size = { width: 600, height: 563 };

test("a point of the sketch has the degrees that lead back to it", () => {
  const [x, y] = toSketch(box, size, 50.847, 4.352);
  const [lat, lon] = toDegrees(box, size, x, y);
  assert.ok(Math.abs(lat - 50.847) < 1e-9 && Math.abs(lon - 4.352) < 1e-9);
});

test("north is up and east is right", () => {
  assert.deepEqual(toSketch(box, size, box.north, box.west), [0, 0]);
  assert.deepEqual(toSketch(box, size, box.south, box.east), [600, 563]);
});

test("a press beside the sketch is a point on its edge", () => {
  assert.deepEqual(toDegrees(box, size, -50, 9999), [box.south, box.west]);
});

test("the nearest of several places is found", () => {
  const places = [{ name: "far", x: 0, y: 0 }, { name: "near", x: 9, y: 9 }, { name: "farther", x: 90, y: 90 }];
  assert.equal(nearest(places, 10, 10).name, "near");
});

test("a slider follows a number with a comma or a point, and nothing else", () => {
  assert.equal(numberIn(" 3,5 "), 3.5);
  assert.equal(numberIn("3.5"), 3.5);
  assert.equal(numberIn(""), null);
  assert.equal(numberIn("1e999"), null);
  assert.equal(numberIn("many"), null);
});

test("only the files above the limit are named", () => {
  const files = [{ name: "small", size: 1024 }, { name: "exact", size: 1024 * 1024 }, { name: "large", size: 1024 * 1024 + 1 }];
  assert.deepEqual(tooLarge(files, 1), ["large"]);
});
