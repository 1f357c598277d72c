import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeElement, open } from "./page.mjs";
import { start } from "../../static/js/components/menu.js";

test("Escape closes an open menu and nothing around it; where it is folded the key is others'", () => {
  open({});
  const details = FakeElement.ofTemplate();
  const done = [];
  const press = () => details.happen("keydown", { key: "Escape", stopPropagation: () => done.push("stopped"), preventDefault: () => done.push("prevented") });
  details.open = true;
  start(details);
  press();
  assert.equal(details.open, false);
  assert.deepEqual(done, ["stopped", "prevented"], "a dialog around it closes by default");
  press();
  assert.equal(done.length, 2);
});
