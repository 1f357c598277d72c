// Shortcuts. Those with Ctrl always work; those of a single letter only while the focus is on the board, and one can turn them off.
import { isTyping } from "./dom.js";
import { nameOfKey } from "./shortcuts.js";

export class Keys {
  #dialog = document.querySelector("[data-keys]");
  #box = document.querySelector("[data-keys-on]");

  /** @param options {preferences, actions: {undo, redo, search, write, switchView, nearer, farther, fit, whole, select, edit, next, previous}} */
  constructor({ preferences, actions }) {
    this.actions = actions;
    this.preferences = preferences;
    this.#box.checked = preferences.get("shortcuts");
    this.#box.addEventListener("change", () => preferences.set("shortcuts", this.#box.checked));
    for (const button of document.querySelectorAll("[data-keys-open]")) button.addEventListener("click", () => this.help());
    this.#dialog.querySelector("[data-keys-close]").addEventListener("click", () => this.#dialog.close());
    addEventListener("keydown", (event) => this.#press(event));
  }

  help() {
    this.#dialog.showModal();
  }

  #press(event) {
    if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const name = nameOfKey(event, this.preferences.get("shortcuts") && event.target.closest("#board") !== null);
    if (!name) return;
    event.preventDefault();
    if (name === "help") this.help();
    else this.actions[name](event.target.closest("[data-card]")?.dataset.card);
  }
}
