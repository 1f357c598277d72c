// What was taken off the board, to be brought back.
import { nameOf } from "./card.js";
import { make, makeButton } from "./dom.js";
import { removedCards } from "./state.js";
import { say } from "./texts.js";

export class RemovedCards {
  #box = document.querySelector("[data-removed]");
  #seen = "";

  constructor(view) {
    this.view = view;
  }

  draw({ state }) {
    const cards = removedCards(state);
    const mayRestore = (card) => this.view.may("restore_card", { card });
    const seen = JSON.stringify(cards.map((card) => [card.id, card.text, mayRestore(card)]));
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#box.hidden = !cards.length;
    this.#box.querySelector("[data-removed-title]").textContent = say("removed", { count: cards.length });
    this.#box.querySelector("[data-removed-list]").replaceChildren(...cards.map((card) => this.#line(card, mayRestore(card))));
  }

  #line(card, mayRestore) {
    const back = mayRestore && makeButton(say("restore"), "secondary", () => this.#restore(card.id), { "aria-label": `${say("restore")}: ${nameOf(card)}` });
    return make("li", {}, make("p", { dir: "auto" }, card.text), back);
  }

  /** The focus goes with the card; where that is not in sight, to the next that can be brought back. */
  #restore(id) {
    const buttons = [...this.#box.querySelectorAll("button")];
    const place = buttons.indexOf(document.activeElement);
    this.view.act("restore_card", { card: id });
    this.view.announce(say("youRestored"));
    if (this.view.guide.find(id)) return;
    const left = [...this.#box.querySelectorAll("button")];
    (left[place] ?? left.at(-1) ?? document.querySelector("[data-scroll]")).focus();
  }
}
