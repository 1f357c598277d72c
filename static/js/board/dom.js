// Small help for making elements; people's words always go in as text.

/** An element with attributes and children; `on` holds listeners, a missing or false attribute is left out. */
export function make(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  Object.assign(element.dataset, data);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with words; `kind` is a variant of .button. */
export function makeButton(label, kind, action, attributes = {}) {
  return make("button", { type: "button", class: `button button--${kind}`, on: { click: action }, ...attributes }, label);
}

/** Set a text only where it differs, so that nothing is announced or laid out again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A copy of a template's first element, and a function that finds its parts by their data attribute. */
export function copyOf(templateId) {
  const element = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  return { element, part: partsOf(element) };
}

/** part("text") is the element with data-text. */
export function partsOf(element) {
  return (name) => element.querySelector(`[data-${name}]`);
}

/** Whether keys belong to what is being typed. */
export function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

/** The browser's storage, or nothing where a strict browser throws at the mere mention. */
export function storageOrNothing() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Do something at most once a frame; in a hidden window, where there are no frames, soon. */
export function oncePerFrame(action) {
  let isComing = false;
  return () => {
    if (isComing) return;
    isComing = true;
    const soon = document.hidden ? (then) => setTimeout(then, 100) : requestAnimationFrame;
    soon(() => {
      isComing = false;
      action();
    });
  };
}
