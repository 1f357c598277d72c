// Changes a card's text in its place. Others may change it meanwhile: they are named, and on saving both keep their words.
import { countDown, grow } from "./view.js";
import { lengthOf, say } from "./texts.js";

const TELL_EVERY = 2000; // ms between two signs of "is writing"

export class Editor {
  #form;
  #input;
  #meanwhile;
  #text;
  #was;
  #options;
  #toldAt = 0;

  constructor(options) {
    this.#options = options;
    this.#was = options.card.text;
    this.#form = document.getElementById("edit-template").content.firstElementChild.cloneNode(true);
    this.#input = this.#form.querySelector("[data-input]");
    this.#meanwhile = this.#form.querySelector("[data-meanwhile]");
    const label = this.#form.querySelector("[data-label]");
    this.#input.id = `edit-${options.card.id}`;
    label.htmlFor = this.#input.id;
    label.textContent = say("editLabel");
    this.#input.value = this.#was;
    this.#text = options.element.querySelector("[data-text]");
    this.#text.hidden = true;
    this.#text.after(this.#form);
    this.#listen();
    grow(this.#input);
    this.#input.focus();
    this.#input.setSelectionRange(this.#was.length, this.#was.length);
  }

  #listen() {
    const left = this.#form.querySelector("[data-left]");
    this.#input.addEventListener("input", () => {
      grow(this.#input);
      countDown(left, this.#input.value, this.#options.limit);
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
    this.#form.querySelector("[data-cancel]").addEventListener("click", () => this.close());
  }

  /** Somebody else's words arrived while we write; ours stay where they are. */
  cardChanged(card) {
    if (card.text === this.#was) return;
    this.#meanwhile.hidden = false;
    const now = document.createElement("q");
    now.dir = "auto";
    now.textContent = card.text;
    this.#meanwhile.replaceChildren(say("meanwhile", { name: say("somebody") }), " ", now);
  }

  close() {
    this.#form.remove();
    this.#text.hidden = false;
    this.#options.onClose();
  }
}
