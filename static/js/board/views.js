// The two views of the same board: as areas to look over, or as a list to go through. The elements are the same; the choice is kept.
import { say } from "./texts.js";

const NARROW = matchMedia("(max-width: 47.99rem)");

export class Views {
  #root = document.getElementById("board");
  #buttons = [...document.querySelectorAll("[data-view-choice]")];

  /** @param options {preferences, viewport, map, announce, redraw} */
  constructor(options) {
    Object.assign(this, options);
    document.querySelector("[data-views]").hidden = false;
    for (const button of this.#buttons) button.addEventListener("click", () => this.choose(button.dataset.viewChoice));
    NARROW.addEventListener("change", () => this.preferences.get("view") || this.#show(this.byDefault));
    this.#show(this.preferences.get("view") || this.byDefault);
  }

  /** A phone reads a list; a wide screen looks over a board. */
  get byDefault() {
    return NARROW.matches ? "list" : "board";
  }

  get now() {
    return this.#root.dataset.view;
  }

  choose(view) {
    this.preferences.set("view", view);
    this.#show(view);
    this.announce(say(view === "list" ? "listView" : "boardView"));
  }

  switch() {
    this.choose(this.now === "list" ? "board" : "list");
  }

  #show(view) {
    this.#root.dataset.view = view;
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button.dataset.viewChoice === view));
    this.viewport.turn(view === "board");
    this.map.turn(view === "board" && this.preferences.get("map"));
    this.redraw();
  }
}
