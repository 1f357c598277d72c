// Finds every [data-component] and gives it its small enhancement; a page without script has lost nothing but comfort.
document.documentElement.classList.remove("no-script");

const pending = new Map();

/** Import a component's module once, however many elements ask for it. */
function load(name) {
  if (!pending.has(name)) pending.set(name, import(`./components/${name}.js`));
  return pending.get(name);
}

/** Start the components inside a piece of the page; call it again for pieces that were added later. */
export async function enhance(root) {
  const elements = root.querySelectorAll("[data-component]:not([data-ready])");
  for (const element of elements) {
    element.dataset.ready = "";
    for (const name of element.dataset.component.split(/\s+/).filter((word) => /^[a-z-]+$/.test(word))) {
      load(name)
        .then((module) => module.start(element))
        .catch((problem) => console.warn(`component ${name} did not start`, problem));
    }
  }
}

enhance(document);
