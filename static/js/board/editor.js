// Changes a card's text in its place. Others may change it meanwhile: they are named, and on saving both keep their words.
import { copyOf, make } from "./dom.js";
import { lengthOf, say } from "./texts.js";
import { countDown, grow } from "./zone.js";

const TELL_EVERY = 2000; // ms between two signs of "is writing"

export class Editor {
  #form;
  #input;
  #meanwhile;
  #text;
  #was;
  #options;
  #toldAt = 0;

  /** @param options {element, card, limit, onTyping, onSave, onClose} */
  constructor(options) {
    this.#options = options;
    this.#was = options.card.text;
    const { element, part } = copyOf("edit-template");
    this.#form = element;
    this.#input = part("input");
    this.#meanwhile = part("meanwhile");
    this.#input.id = `edit-${options.card.id}`;
    part("label").htmlFor = this.#input.id;
    part("label").textContent = say("editLabel");
    this.#input.value = this.#was;
    this.#text = options.element.querySelector("[data-text]");
    this.#text.hidden = true;
    this.#text.after(this.#form);
    this.#listen(part);
    grow(this.#input);
    this.#input.focus();
    this.#input.setSelectionRange(this.#was.length, this.#was.length);
  }

  get words() {
    return this.#input.value;
  }

  get isChanged() {
    return this.#input.value.trim() !== this.#was;
  }

  #listen(part) {
    this.#input.addEventListener("input", () => {
      grow(this.#input);
      countDown(part("left"), this.#input.value, this.#options.limit);
      if (Date.now() - this.#toldAt > TELL_EVERY) {
        this.#toldAt = Date.now();
        this.#options.onTyping();
      }
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#input.value.trim();
      if (!text || lengthOf(text) > this.#options.limit) return this.#input.focus();
      if (text !== this.#was) this.#options.onSave(text, this.#was);
      this.close();
    });
    this.#form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
      if (event.key === "Escape") {
        event.stopPropagation();
        this.close();
      }
    });
    part("cancel").addEventListener("click", () => this.close());
  }

  /** Somebody else's words arrived while we write; ours stay where they are. */
  cardChanged(card) {
    if (card.text === this.#was) return;
    this.#meanwhile.hidden = false;
    this.#meanwhile.replaceChildren(say("meanwhile", { name: say("somebody") }), " ", make("q", { dir: "auto" }, card.text));
  }

  close() {
    this.#form.remove();
    this.#text.hidden = false;
    this.#options.onClose();
  }
}
