// Finding cards again: words and what a card is about; what does not match is out of sight, and the count is said.
import { make, setText } from "./dom.js";
import { matches } from "./looking.js";
import { say } from "./texts.js";

export class Filter {
  #form = document.querySelector("[data-filter]");
  #said = document.querySelector("[data-found]");
  #wanted = {};

  /** @param changed is called when something else is looked for */
  constructor({ changed, announce, groups }) {
    this.groups = groups;
    this.changed = changed;
    this.announce = announce;
    const read = () => {
      this.#wanted = Object.fromEntries([...new FormData(this.#form)].filter(([, value]) => value.trim()));
      changed();
    };
    this.#form.addEventListener("input", read);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.announce(this.#said.textContent);
    });
    this.#form.addEventListener("reset", () => setTimeout(read));
    this.#form.querySelector("[data-filter-clear]").addEventListener("click", () => {
      this.#form.reset();
      this.#form.querySelector("[type=search]").focus();
    });
  }

  get isOn() {
    return Object.keys(this.#wanted).length > 0;
  }

  shows(card, themes) {
    return !this.isOn || matches(card, this.#wanted, card.themes.map((id) => themes[id]?.title ?? ""));
  }

  /** What there is to choose from, and how much is found. */
  offer(cards, themes) {
    const used = new Set(cards.flatMap((card) => card.themes));
    this.#options("theme", [...used].map((id) => [id, themes[id]?.title ?? ""]));
    this.#options("tag", [...new Set(cards.flatMap((card) => card.tags))].map((tag) => [tag, tag]));
    const from = [...new Set(cards.map((card) => card.group))].filter(Boolean);
    this.#options("group", from.length > 1 ? from.map((id) => [id, this.groups[id] ?? ""]) : []);
    const shown = this.isOn ? cards.filter((card) => this.shows(card, themes)).length : cards.length;
    setText(this.#said, this.isOn ? say("found", { shown, count: cards.length }) : "");
    this.#form.classList.toggle("board-filter--on", this.isOn);
    this.#form.querySelector("[data-filter-clear]").hidden = !this.isOn;
  }

  /** Look for nothing any more. */
  showAll() {
    this.#form.reset();
    this.#wanted = {};
    this.changed();
  }

  focus() {
    this.#form.querySelector("[type=search]").focus();
  }

  #options(name, found) {
    const select = this.#form.elements[name];
    const rows = found.filter(([, title]) => title).sort((a, b) => a[1].localeCompare(b[1]));
    const seen = JSON.stringify(rows);
    if (select.dataset.seen === seen) return;
    select.dataset.seen = seen;
    const chosen = select.value;
    select.replaceChildren(select.options[0], ...rows.map(([value, title]) => make("option", { value }, title)));
    select.value = rows.some(([value]) => value === chosen) ? chosen : "";
    select.closest("label").hidden = !rows.length;
  }
}
