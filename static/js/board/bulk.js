// One action for several cards: stack, merge, tag, move, take off.
import { nameOf } from "./card.js";
import { make, partsOf } from "./dom.js";
import { newId } from "./outbox.js";
import { say } from "./texts.js";

const MOST_MERGED = 20;

export class Bulk {
  #dialog = document.querySelector("[data-merge]");
  #part = partsOf(this.#dialog);
  #bar = document.querySelector("[data-selection]");
  #ids = [];

  /** @param options {view, announce} */
  constructor({ view, announce }) {
    this.view = view;
    this.announce = announce;
    this.#part("merge-cancel").addEventListener("click", () => this.#dialog.close());
    this.#part("merge-form").addEventListener("submit", (event) => this.#merge(event));
    this.#dialog.addEventListener("close", () => document.querySelector("[data-selecting]").focus());
    this.#bar.querySelector("[data-bulk-tag]").addEventListener("submit", (event) => this.#tag(event));
    const places = this.#bar.querySelector("[data-bulk-move]");
    places.addEventListener("change", () => {
      const [zone, column] = JSON.parse(places.value || "[]");
      places.value = "";
      if (zone) this.#done(() => view.mover.moveTo(this.#chosen("move_card"), { zone, column }));
    });
  }

  /** What the buttons of the bar do. */
  get actions() {
    return {
      stack: () => this.#done(() => this.view.mover.stack(this.#chosen("stack_card"))),
      merge: () => this.#open(),
      remove: () => this.#done(() => this.#remove()),
      clear: () => this.view.selection.turn(false),
    };
  }

  /** Which places there are to move to. */
  draw() {
    const select = this.#bar.querySelector("[data-bulk-move]");
    const places = this.view.lists.map(({ zone, column }) => [JSON.stringify([zone, column]), this.view.placeName(zone, column)]);
    const seen = JSON.stringify(places);
    if (select.dataset.seen === seen) return;
    select.dataset.seen = seen;
    select.replaceChildren(select.options[0], ...places.map(([value, title]) => make("option", { value }, title)));
  }

  /** The chosen cards with which one may do something, in the order of the page. */
  #chosen(kind) {
    const { view } = this;
    const order = [...document.querySelectorAll("[data-zones] [data-card]")].map((element) => element.dataset.card);
    return order.filter((id) => view.selection.has(id) && view.may(kind, { card: view.card(id) }));
  }

  #done(action) {
    action();
    this.view.selection.turn(false);
    document.querySelector("[data-selecting]").focus();
  }

  #remove() {
    this.view.actAll(this.#chosen("remove_card").map((card) => ({ kind: "remove_card", card })));
    this.announce(say("youRemoved"));
  }

  #tag(event) {
    event.preventDefault();
    const input = event.target.querySelector("input");
    const tag = input.value.replace(/^#/, "").trim();
    if (!tag) return input.focus();
    input.value = "";
    this.#done(() => this.view.actAll(this.#chosen("tag_card").map((card) => ({ kind: "tag_card", card, tag }))));
    this.announce(say("youTagged", { tag }));
  }

  #open() {
    this.#ids = this.#chosen("merge_cards").slice(0, MOST_MERGED);
    if (this.#ids.length < 2) return;
    const cards = this.#ids.map((id) => this.view.card(id));
    this.#part("merge-title").value = cards.find((card) => card.title)?.title ?? "";
    this.#part("merge-text").value = cards.map((card) => card.text).join("\n\n");
    this.#part("merge-list").replaceChildren(...cards.map((card) => make("li", { dir: "auto" }, nameOf(card))));
    this.#dialog.showModal();
    this.#part("merge-text").focus();
  }

  #merge(event) {
    event.preventDefault();
    const text = this.#part("merge-text").value.trim();
    if (!text) return this.#part("merge-text").focus();
    const { zone, rank } = this.view.card(this.#ids[0]);
    this.view.act("merge_cards", { card: newId(), cards: this.#ids, zone, rank, title: this.#part("merge-title").value.trim(), text });
    this.announce(say("youMerged", { count: this.#ids.length }));
    this.view.selection.turn(false);
    this.#dialog.close();
  }
}
