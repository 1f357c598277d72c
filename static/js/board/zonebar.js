// From zone to zone: on a phone one zone at a time, in the board view a quick way there.
import { make, setText } from "./dom.js";
import { say } from "./texts.js";

export class ZoneBar {
  #bar = document.querySelector("[data-switch]");
  #buttons = new Map(); // zone: button
  #chosen = "";
  #seen = "";

  /** @param options {root, viewport, find(key): ZoneView, announce} */
  constructor(options) {
    Object.assign(this, options);
  }

  /** The zones and how many cards are shown in each. */
  draw(zones) {
    const seen = JSON.stringify(zones.map(({ key, title }) => [key, title]));
    if (seen !== this.#seen) this.#make(zones);
    this.#seen = seen;
    for (const { key } of zones) setText(this.#buttons.get(key).lastElementChild, this.find(key).part("count").textContent);
  }

  #make(zones) {
    this.#buttons = new Map(
      zones.map(({ key, title, lang }) => [key, make("button", { type: "button", on: { click: () => this.#go(key) } }, make("span", { lang }, title), " ", make("span", { class: "board-switch__count" }))]),
    );
    this.#bar.replaceChildren(...this.#buttons.values());
    this.#bar.hidden = zones.length < 2;
    this.show(this.#buttons.has(this.#chosen) ? this.#chosen : zones[0]?.key);
  }

  #go(key) {
    this.show(key);
    if (this.root.dataset.view !== "board") return;
    this.viewport.reveal(this.find(key).part("title"), { block: "start" });
    this.announce(say("atZone", { zone: this.find(key).zone.title }));
  }

  /** Which zone a phone shows. */
  show(key) {
    this.#chosen = key;
    for (const [zone, button] of this.#buttons) {
      button.setAttribute("aria-pressed", String(zone === key));
      this.find(zone).root.classList.toggle("board-zone--shown", zone === key);
    }
  }
}
