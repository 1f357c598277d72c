// What is told of the cards of groups that cards of a plenary were copied from: their votes, once a vote there is closed.
import { originsOf } from "./heritage.js";
import { say } from "./texts.js";

export class Origins {
  #votes = {}; // origin: {group, votes}
  #asked = new Set();

  /** @param options {url: "" where there is nothing to be told, groups, redraw} */
  constructor(options) {
    Object.assign(this, options);
  }

  /** Ask for what is told of cards that came since. */
  draw({ state }) {
    const fresh = Object.values(state.cards).flatMap((card) => originsOf(state, card)).filter((id) => !this.#asked.has(id));
    for (const id of fresh) this.#asked.add(id);
    if (fresh.length) this.look();
  }

  /** Ask anew: a vote may be closed since. */
  async look() {
    if (!this.url || !this.#asked.size) return;
    const answer = await fetch(this.url, { headers: { Accept: "application/json" } }).catch(() => null); // without network the next look says it
    if (!answer?.ok) return;
    this.#votes = (await answer.json()).origins;
    this.redraw();
  }

  /** A sentence for each origin of a card of which something is told. */
  linesOf(state, card) {
    const told = originsOf(state, card).map((id) => this.#votes[id]).filter(Boolean);
    return told.map(({ group, votes }) => say("votesAtOrigin", { group: this.groups[group], count: votes }));
  }
}
