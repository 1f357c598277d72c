// What is told of the cards of groups that cards of a plenary were copied from: their votes, once a vote there is closed.
import { originsOf } from "./heritage.js";
import { say } from "./texts.js";

const SPREAD = 4000; // ms over which the browsers of a room ask, when all have a reason to at once

export class Origins {
  #votes = {}; // origin: {group, kind, votes, people, voted}
  #asked = new Set();
  #turn = 0;
  #shown = 0; // the turn whose answer is shown
  #timer = null;

  /** @param options {url: "" where there is nothing to be told, groups, redraw} */
  constructor(options) {
    Object.assign(this, options);
  }

  /** Ask for what is told of cards that came since. */
  draw({ state }) {
    if (!this.url) return;
    const fresh = Object.values(state.cards).flatMap((card) => originsOf(state, card)).filter((id) => !this.#asked.has(id));
    if (!fresh.length) return;
    const isFirst = !this.#asked.size;
    for (const id of fresh) this.#asked.add(id);
    if (isFirst) this.look();
    else this.lookSoon();
  }

  /** Ask anew after something that all browsers heard at the same time: a vote may be closed since. */
  lookSoon() {
    if (!this.url || !this.#asked.size) return;
    this.#timer ??= setTimeout(() => this.look(), Math.random() * SPREAD);
  }

  /** Ask anew, at once. An answer that comes after that to a later question is passed over. */
  async look() {
    if (!this.url || !this.#asked.size) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const turn = ++this.#turn;
    const answer = await fetch(this.url, { headers: { Accept: "application/json" } }).catch(() => null); // without network the next look says it
    if (!answer?.ok) return;
    const { origins } = await answer.json();
    if (turn < this.#shown) return;
    this.#shown = turn;
    this.#votes = origins;
    this.redraw();
  }

  /** A sentence for each origin of a card of which something is told. */
  linesOf(state, card) {
    if (!this.url) return [];
    const told = originsOf(state, card).map((id) => this.#votes[id]).filter(Boolean);
    return told.map(({ group, kind, ...counted }) => say(`origin_${kind}`, { group: this.groups[group], ...counted }));
  }
}
