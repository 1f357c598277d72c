// Undo and redo of what this person did on this page. Others' work is never undone: undoing is an operation like any other. Pure.
const LONGEST = 100;

export class History {
  #done = [];
  #undone = [];

  /** Something was done: `ids` of its operations, `back`: the operations that undo it. */
  did(entry) {
    this.#undone = [];
    this.#push(this.#done, entry);
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** Undo the last; `perform` does operations and returns the entry that undoes them. Returns what was undone, or nothing. */
  undo(perform) {
    return this.#turn(this.#done, this.#undone, perform);
  }

  redo(perform) {
    return this.#turn(this.#undone, this.#done, perform);
  }

  /** The server refused an operation: there is nothing to undo. */
  forget(opId) {
    const others = ({ ids }) => !ids.includes(opId);
    this.#done = this.#done.filter(others);
    this.#undone = this.#undone.filter(others);
  }

  #turn(from, to, perform) {
    const entry = from.pop();
    if (!entry) return undefined;
    this.#push(to, perform(entry.back));
    return entry;
  }

  #push(list, entry) {
    if (!entry.back.length) return;
    list.push(entry);
    if (list.length > LONGEST) list.shift();
  }
}
