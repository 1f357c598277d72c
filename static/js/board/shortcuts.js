// Which key stands for what. Pure.

const WITH_CTRL = { z: "undo", y: "redo", k: "search" };
const ALONE = { "/": "search", n: "write", v: "switchView", "+": "nearer", "=": "nearer", "-": "farther", 0: "fit", 1: "whole", x: "select", e: "edit", o: "open", j: "next", k: "previous", "?": "help" };

/** What a key stands for, or nothing; `isAlone`: keys without Ctrl count too. */
export function nameOfKey({ key, ctrlKey, metaKey, altKey, shiftKey }, isAlone) {
  const letter = key.toLowerCase();
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return letter === "z" && shiftKey ? "redo" : WITH_CTRL[letter];
  return isAlone ? ALONE[letter] : undefined;
}
