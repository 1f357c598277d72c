// One zone as it is seen: its title, the field for a new card, its lists of cards (one, or one for each column).
import { copyOf, make, setText } from "./dom.js";
import { Draft } from "./outbox.js";
import { lengthOf, say } from "./texts.js";

// How many cards stand side by side in the board view: few steps, so that the zone does not jump with every card.
const LANES = [[9, 2], [30, 3], [70, 4], [130, 5], [Infinity, 7]];

export class ZoneView {
  #lists = new Map(); // column: list
  #columns = "";

  /** @param options {zone, storage, drafts, limit, onAdd(text)} */
  constructor(options) {
    this.options = options;
    this.key = options.zone.key;
    const { element, part } = copyOf("zone-template");
    this.root = element;
    this.part = part;
    element.dataset.zone = this.key;
    element.setAttribute("aria-labelledby", `zone-${this.key}`);
    part("title").id = `zone-${this.key}`;
    this.#prepareAdd();
    this.show(options.zone);
  }

  /** Title, help and columns, as they are now. */
  show(zone) {
    this.zone = zone;
    const name = this.part("name");
    setText(name, zone.title);
    name.lang = zone.lang;
    const help = this.part("help");
    setText(help, zone.help);
    help.lang = zone.lang;
    setText(this.part("add-label"), say("newCard", { zone: zone.title }));
    this.root.dataset.layout = zone.layout;
    const columns = JSON.stringify([zone.layout, zone.columns]);
    if (columns === this.#columns) return;
    this.#columns = columns;
    this.#makeLists();
  }

  #makeLists() {
    const { layout, columns } = this.zone;
    this.#lists.clear();
    const parts = (layout === "columns" ? columns : [{ key: "", title: "" }]).map(({ key, title, lang }) => {
      const list = make("ul", { class: "board-cards", role: "list", data: { cards: "", column: key } });
      this.#lists.set(key, list);
      if (!key) {
        list.setAttribute("aria-labelledby", `zone-${this.key}`);
        return list;
      }
      const heading = make("h3", { class: "board-column__title", id: `zone-${this.key}-${key}`, lang }, title);
      list.setAttribute("aria-labelledby", heading.id);
      return make("div", { class: "board-column" }, heading, list);
    });
    this.part("lists").replaceChildren(...parts);
  }

  /** The list of a column; that of the first for a column that is no more. */
  list(column) {
    return this.#lists.get(column) ?? this.#lists.values().next().value;
  }

  get lists() {
    return [...this.#lists].map(([column, list]) => ({ zone: this.key, column, list, root: list.closest(".board-column") ?? this.root }));
  }

  /** Say how many cards there are, how many of them are shown, and whether one may be added. */
  count(all, shown, mayAdd) {
    setText(this.part("count"), shown === all ? String(all) : say("shownOf", { shown, count: all }));
    this.part("empty").hidden = all > 0;
    this.part("add").hidden = !mayAdd;
    this.root.dataset.lanes = LANES.find(([most]) => all <= most)[1];
    this.root.classList.toggle("board-zone--locked", Boolean(this.zone.is_locked));
    this.part("locked").hidden = !this.zone.is_locked;
  }

  #prepareAdd() {
    const { storage, drafts, limit, onAdd } = this.options;
    const form = this.part("add");
    const input = form.querySelector("textarea");
    const row = form.querySelector("[data-add-row]");
    const left = form.querySelector("[data-left]");
    const draft = new Draft(storage, drafts, this.key);
    input.id = `add-${this.key}`;
    this.part("add-label").htmlFor = input.id;
    const fit = () => {
      row.hidden = !input.value && document.activeElement !== input;
      grow(input);
      countDown(left, input.value, limit);
    };
    input.value = draft.text;
    input.addEventListener("focus", fit);
    input.addEventListener("blur", () => setTimeout(fit, 150));
    input.addEventListener("input", () => {
      draft.text = input.value;
      fit();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text || lengthOf(text) > limit) return input.focus();
      onAdd(text);
      input.value = draft.text = "";
      fit();
      input.focus();
    });
    row.hidden = !input.value;
  }

  /** What is written for a new card and not added yet. */
  get words() {
    return this.root.querySelector("textarea").value.trim();
  }

  /** Put the cursor where a new card is written. */
  write() {
    this.root.querySelector("textarea").focus();
  }
}

/** A text area as high as its text. */
export function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/** Say what is left when it gets tight. */
export function countDown(element, text, limit) {
  const rest = limit - lengthOf(text.trim());
  const isNear = rest < 200;
  element.textContent = isNear ? say(rest < 0 ? "over" : "left", { count: Math.abs(rest) }) : "";
  element.classList.toggle("board-left--over", rest < 0);
}
