// Changes a card's words in their place. Others may change them meanwhile: that is shown, and on saving both keep their words.
// What is neither saved nor cancelled waits as a draft, with the words that it began from.
import { copyOf, make } from "./dom.js";
import { editIn } from "./outbox.js";
import { lengthOf, say } from "./texts.js";
import { countDown, grow } from "./zone.js";

const TELL_EVERY = 700; // ms between two signs of what is being written

export class Editor {
  #form;
  #input;
  #title;
  #meanwhile;
  #shown;
  #was;
  #options;
  #toldAt = 0;

  /** @param options {element, card, limit, draft, onTyping(text), onSave({text, was, title, title_was}), onClose} */
  constructor(options) {
    this.#options = options;
    const begun = editIn(options.draft.text);
    this.#was = begun?.was ?? { text: options.card.text, title: options.card.title };
    const { element, part } = copyOf("edit-template");
    this.#form = element;
    this.#input = part("input");
    this.#title = part("title-input");
    this.#meanwhile = part("meanwhile");
    for (const [input, label, name] of [[this.#input, part("label"), "edit"], [this.#title, part("title-label"), "edit-title"]]) {
      input.id = `${name}-${options.card.id}`;
      label.htmlFor = input.id;
    }
    this.#input.value = (begun ?? this.#was).text;
    this.#title.value = (begun ?? this.#was).title;
    this.#shown = ["text", "title"].map((name) => options.element.querySelector(`[data-${name}]`));
    for (const shown of this.#shown) shown.hidden = true;
    this.#shown[0].after(this.#form);
    this.#listen(part);
    grow(this.#input);
    this.#input.focus();
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
    this.cardChanged(options.card);
  }

  get words() {
    return [this.#title.value, this.#input.value].filter(Boolean).join("\n");
  }

  get isChanged() {
    return this.#input.value.trim() !== this.#was.text || this.#title.value.trim() !== this.#was.title;
  }

  #listen(part) {
    this.#form.addEventListener("input", () => this.#keep());
    this.#input.addEventListener("input", () => {
      grow(this.#input);
      countDown(part("left"), this.#input.value, this.#options.limit);
      if (Date.now() - this.#toldAt > TELL_EVERY) {
        this.#toldAt = Date.now();
        this.#options.onTyping(this.#input.value);
      }
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#form.requestSubmit();
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    });
    part("cancel").addEventListener("click", () => this.#end());
  }

  #keep() {
    const [title, text] = [this.#title.value, this.#input.value];
    this.#options.draft.text = this.isChanged ? JSON.stringify({ title, text, was: this.#was }) : "";
  }

  /** Saved, or not wanted any more. */
  #end() {
    this.#options.draft.text = "";
    this.close();
  }

  #save() {
    const text = this.#input.value.trim();
    const title = this.#title.value.trim();
    if (!text || lengthOf(text) > this.#options.limit) return this.#input.focus();
    if (this.isChanged) {
      const named = title === this.#was.title ? {} : { title, title_was: this.#was.title };
      this.#options.onSave({ text, was: this.#was.text, ...named });
    }
    this.#end();
  }

  /** Somebody else's words arrived while we write; ours stay where they are. */
  cardChanged(card) {
    if (card.text === this.#was.text && card.title === this.#was.title) return;
    this.#meanwhile.hidden = false;
    const now = [card.title, card.text].filter(Boolean).join("\n");
    this.#meanwhile.replaceChildren(say("meanwhile", { name: say("somebody") }), " ", make("q", { dir: "auto" }, now));
  }

  /** Put it away; what is not saved is there when it is opened again. */
  close() {
    this.#form.remove();
    this.#shown[0].hidden = false;
    this.#shown[1].hidden = !this.#shown[1].textContent;
    this.#options.onClose();
  }
}
