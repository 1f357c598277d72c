import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { open } from "./page.mjs";

const SETTLES = 1500; // ms at one place before it is said

test("only where the followed person is is said, not where the one before is or was, and nothing where it is unknown", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  open({ following: "You follow {name}.", followingWhom: "You follow {name}.", followedInZone: "{name} is in {zone}" });
  globalThis.addEventListener = () => {};
  globalThis.Element = class {};
  const { Follower } = await import("../../static/js/board/follower.js");
  const said = [];
  const zones = {};
  const view = { root: { dataset: {} }, zone: (key) => zones[key], title: (key) => key, guide: { seen: () => null }, bar: { show() {} }, viewport: { reveal() {} } };
  const follower = new Follower({ view, people: { showFollowed() {} }, announcer: { now() {}, later: (sentence) => said.push(sentence) } });
  follower.toggle("ben", "Ben");
  follower.take("ben", { zone: "market" });
  mock.timers.tick(SETTLES);
  assert.deepEqual(said, [], "a zone that this page does not know");
  const root = { dataset: {}, removeAttribute() {}, offsetParent: {} };
  zones.market = { key: "market", root, part: () => ({}) };
  document.activeElement = { closest: () => null };
  follower.take("chloe", { zone: "market" });
  follower.take("ben", { zone: "needs" });
  follower.toggle("chloe", "Chloé");
  mock.timers.tick(SETTLES);
  assert.deepEqual(said, [], "Chloé went nowhere since");
  follower.take("chloe", { zone: "needs" });
  follower.take("chloe", { zone: "market" });
  mock.timers.tick(SETTLES);
  assert.deepEqual(said, ["Chloé is in market"]);
  mock.timers.reset();
});
