// Puts the changes of a board in the order of their numbers: doubles are dropped, later ones wait for those before them. Pure.

export class Sequence {
  #waiting = new Map();

  /** @param number the number of the last change that is known */
  constructor(number) {
    this.number = number;
  }

  /** Take a message; returns the messages that are now in order, oldest first. */
  take(message) {
    // What only we may see comes to us first, then to everybody as "unseen" under the same number.
    const isKnown = message.change?.kind === "unseen" && this.#waiting.has(message.number);
    if (message.number > this.number && !isKnown) this.#waiting.set(message.number, message);
    const ready = [];
    for (let next; (next = this.#waiting.get(this.number + 1)); ) {
      this.#waiting.delete(next.number);
      this.number = next.number;
      ready.push(next);
    }
    return ready;
  }

  /** Start again from a whole board; what came in between and is newer stays. */
  restart(number) {
    this.number = number;
    for (const waiting of [...this.#waiting.keys()]) if (waiting <= number) this.#waiting.delete(waiting);
  }

  /** Whether something is missing before what has come. */
  get hasGap() {
    return this.#waiting.size > 0;
  }
}
