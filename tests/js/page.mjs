// As much of a page as the board's classes need to be tested without a browser; import it before them.

/** An element: its children, attributes and listeners, and parts that are made when they are first looked for. */
export class FakeElement {
  children = [];
  dataset = {};
  style = {};
  hidden = false;
  textContent = "";
  #attributes = new Map();
  #listeners = {};
  #parts = null;

  constructor(tag = "div") {
    this.tag = tag;
  }

  /** One that stands in the templates, with whatever parts are looked for. */
  static ofTemplate() {
    const made = new FakeElement();
    made.#parts = new Map();
    return made;
  }

  setAttribute(name, value) {
    this.#attributes.set(name, value);
  }

  removeAttribute(name) {
    this.#attributes.delete(name);
  }

  append(...children) {
    for (const child of children) this.insertBefore(child, null);
  }

  insertBefore(child, before) {
    child.remove?.();
    const at = before ? this.children.indexOf(before) : this.children.length;
    this.children.splice(at, 0, child);
    if (child instanceof FakeElement) child.parent = this;
  }

  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((child) => child !== this);
    this.parent = undefined;
  }

  contains(other) {
    return this === other || this.children.some((child) => child instanceof FakeElement && child.contains(other));
  }

  matches(selector) {
    return selector === this.tag || this.#attributes.has(selector.slice(1, -1));
  }

  /** A child with this tag or attribute; where it stands in the templates, it is there once it is looked for. */
  querySelector(selector) {
    const found = this.children.filter((child) => child instanceof FakeElement);
    const mine = found.find((child) => child.matches(selector)) ?? found.map((child) => child.querySelector(selector)).find(Boolean);
    if (mine || !this.#parts) return mine ?? null;
    if (!this.#parts.has(selector)) this.#parts.set(selector, FakeElement.ofTemplate());
    return this.#parts.get(selector);
  }

  addEventListener(name, listener) {
    this.#listeners[name] = listener;
  }

  /** Something happens here. */
  happen(name, event = {}) {
    this.#listeners[name]({ target: this, ...event });
  }

  focus() {}
}

/** A page with these sentences; returns what stands for the document. */
export function open(texts) {
  const page = FakeElement.ofTemplate();
  page.getElementById = () => ({ textContent: JSON.stringify(texts) });
  page.createElement = (tag) => new FakeElement(tag);
  globalThis.document = page;
  return page;
}
