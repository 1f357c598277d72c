// Several cards at once: chosen by their boxes, by Shift or Ctrl and a click, or with a rubber band; then one action for all.
import { setText } from "./dom.js";
import { say } from "./texts.js";

export class Selection {
  #ids = new Set();
  #isOn = false;
  #bar = document.querySelector("[data-selection]");
  #button = document.querySelector("[data-selecting]");

  /** @param options {view, announce, actions: {name: (ids) => void}} */
  constructor({ view, announce, actions }) {
    this.view = view;
    this.announce = announce;
    this.#button.addEventListener("click", () => this.turn(!this.#isOn));
    for (const button of this.#bar.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do](this.ids));
    }
  }

  get ids() {
    return [...this.#ids];
  }

  get isOn() {
    return this.#isOn;
  }

  has(id) {
    return this.#ids.has(id);
  }

  /** Show or put away the boxes on the cards. */
  turn(isOn) {
    this.#isOn = isOn;
    this.#button.setAttribute("aria-pressed", String(isOn));
    if (!isOn) this.#ids.clear();
    this.#tell();
  }

  set(id, isChosen) {
    if (isChosen) this.#ids.add(id);
    else this.#ids.delete(id);
    this.#isOn ||= isChosen;
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
    this.#tell();
  }

  add(ids) {
    for (const id of ids) this.#ids.add(id);
    if (ids.length) this.turn(true);
  }

  /** Cards that are no more cannot stay chosen. */
  keep(live) {
    const size = this.#ids.size;
    for (const id of this.#ids) if (!live(id)) this.#ids.delete(id);
    if (this.#ids.size !== size) this.#show();
  }

  #tell() {
    this.#show();
    if (this.#isOn) this.announce(say("selected", { count: this.#ids.size }));
    this.view.redraw();
  }

  #show() {
    this.#bar.hidden = !this.#isOn;
    setText(this.#bar.querySelector("[data-selected-count]"), say("selected", { count: this.#ids.size }));
    for (const button of this.#bar.querySelectorAll("[data-least]")) {
      button.setAttribute("aria-disabled", String(this.#ids.size < Number(button.dataset.least)));
    }
  }
}
