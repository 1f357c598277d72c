import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./page.mjs";

const texts = { present: "{count} here", you: "{name} (you)", follow: "Follow", followName: "Follow {name}", moreThan: "{count} more", facilitation: "Facilitation" };
const [ada, ben] = [{ ref: "ada", name: "Ada" }, { ref: "ben", name: "Ben" }];

/** Who is here, on a page of its own; `gone` gathers who was said to have left. */
async function start() {
  const page = open(texts);
  const { People } = await import("../../static/js/board/people.js");
  const gone = [];
  return { people: new People({ follow() {}, left: (refs) => gone.push(...refs) }), list: page.querySelector("[data-people-list]"), gone };
}

const lines = (list) => list.children.map((line) => [line.dataset.name, line.querySelector("[data-follow]") !== null]);

test("nobody follows oneself, though the news that one is here came before the answer", async () => {
  const { people, list } = await start();
  people.change({ count: 2, joined: [ada, ben], left: [] });
  people.start({ count: 2, people: [ada, ben] }, ada);
  assert.deepEqual(lines(list), [["Ada", false], ["Ben", true]]);
  people.start({ count: 2, people: [ada, ben] }, ben);
  assert.deepEqual(lines(list), [["Ada", true], ["Ben", false]], "whoever sits on another seat");
});

test("whoever comes back to a board with more people than are named hears of nobody that they left", async () => {
  const { people, gone } = await start();
  people.start({ count: 2, people: [ada, ben] }, ada);
  people.start({ count: 61, people: [ada] }, ada);
  assert.deepEqual(gone, []);
  people.change({ count: 2, joined: [ben], left: [] });
  people.start({ count: 1, people: [ada] }, ada);
  assert.deepEqual(gone, ["ben"]);
});
