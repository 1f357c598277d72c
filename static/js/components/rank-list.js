// Lets people put items in order by dragging or by buttons, and writes each place into the select that the server reads.

/** Move one id to a place (0-based) in the order, or take it out with place -1. Pure, so that it can be tested. */
export function move(order, id, place, max) {
  const rest = order.filter((other) => other !== id);
  if (place < 0) return rest;
  if (!order.includes(id) && rest.length >= max) return order;
  const at = Math.min(place, rest.length);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** The order that a set of selects stands for: by number, ties as they stand on the page. */
export function orderFrom(places) {
  return places
    .filter(({ place }) => place > 0)
    .sort((a, b) => a.place - b.place)
    .map(({ id }) => id);
}

export function start(root) {
  const text = root.dataset;
  const max = Number(text.max);
  const said = root.querySelector("[data-said]");
  const list = root.querySelector("[data-entries]");
  const items = new Map([...list.children].map((element) => [element.dataset.id, prepare(element, text)]));
  let order = orderFrom([...items].map(([id, item]) => ({ id, place: Number(item.select.value) })));

  const ranked = column("ol", text.textRanked, text.textEmpty);
  const pool = column("ul", text.textPool, text.textAll);
  pool.list.classList.add("rank--pool");
  list.replaceWith(ranked.root, pool.root);
  root.classList.add("field--rank-live");

  /** Show the order, write it into the selects, and keep the focus where the person is. */
  function show() {
    for (const [id, item] of items) {
      const place = order.indexOf(id);
      item.select.value = place < 0 ? "" : String(place + 1);
      item.element.classList.toggle("rank__item--placed", place >= 0);
      item.place.textContent = place < 0 ? "" : String(place + 1);
      item.add.hidden = place >= 0;
      item.up.hidden = item.down.hidden = item.remove.hidden = place < 0;
      item.up.disabled = place === 0;
      item.down.disabled = place === order.length - 1;
    }
    ranked.fill(order.map((id) => items.get(id).element));
    pool.fill([...items].filter(([id]) => !order.includes(id)).map(([, item]) => item.element));
  }

  function say(template, id) {
    said.textContent = template
      .replace("{item}", items.get(id).label)
      .replace("{place}", String(order.indexOf(id) + 1))
      .replace("{count}", String(order.length));
  }

  /** One person's move: change, show, announce, and give the focus back to a button that still works. */
  function act(id, place, focus) {
    const before = order;
    order = move(order, id, place, max);
    if (order === before) {
      said.textContent = text.saidFull;
      return;
    }
    show();
    say(order.includes(id) ? text.saidMoved : text.saidRemoved, id);
    const item = items.get(id);
    [item[focus], item.up, item.down, item.add].find((button) => button && !button.hidden && !button.disabled)?.focus();
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const [id, item] of items) {
    item.add.addEventListener("click", () => act(id, order.length, "up"));
    item.up.addEventListener("click", () => act(id, order.indexOf(id) - 1, "up"));
    item.down.addEventListener("click", () => act(id, order.indexOf(id) + 1, "down"));
    item.remove.addEventListener("click", () => act(id, -1, "add"));
    drag(id, item);
  }

  /** Dragging by pointer, finger included; the keyboard has the buttons. */
  function drag(id, item) {
    let before = null;
    const follow = (event) => {
      const others = order.filter((other) => other !== id);
      const inside = event.clientY < ranked.root.getBoundingClientRect().bottom + 24;
      const place = others.findIndex((other) => event.clientY < middle(items.get(other).element));
      const next = move(order, id, inside ? (place < 0 ? others.length : place) : -1, max);
      if (next.join() === order.join()) return;
      order = next;
      show();
    };
    const end = () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      item.element.classList.remove("rank__item--dragged");
      if (before.join() === order.join()) return;
      say(order.includes(id) ? text.saidMoved : text.saidRemoved, id);
      root.dispatchEvent(new Event("change", { bubbles: true }));
    };
    item.grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      before = order;
      item.element.classList.add("rank__item--dragged");
      // On the window and without capture: the element moves through the page while it is held.
      addEventListener("pointermove", follow);
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    });
  }

  show();
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}

/** A titled list that says something when it is empty. */
function column(tag, title, empty) {
  const root = document.createElement("div");
  root.className = "rank-column";
  const heading = document.createElement("p");
  heading.className = "rank-column__title";
  heading.textContent = title;
  const none = document.createElement("p");
  none.className = "rank-column__empty";
  none.textContent = empty;
  const list = document.createElement(tag);
  list.className = "rank";
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", title);
  root.append(heading, list, none);
  return {
    root,
    list,
    fill(elements) {
      // Elements that already stand right are left alone: moving them would drop the focus and a running drag.
      elements.forEach((element, at) => {
        if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
      });
      none.hidden = elements.length > 0;
      list.hidden = elements.length === 0;
    },
  };
}

/** Give one item its place number, grip and buttons, and put the select out of sight. */
function prepare(element, text) {
  const labelElement = element.querySelector("[data-label]");
  const label = labelElement.textContent.trim();
  const select = element.querySelector("select");
  element.querySelector("[data-select]").hidden = true;

  const span = document.createElement("span");
  span.className = labelElement.className;
  if (labelElement.lang) span.lang = labelElement.lang;
  span.textContent = label;
  labelElement.replaceWith(span);

  const place = document.createElement("span");
  place.className = "rank__place";
  place.setAttribute("aria-hidden", "true");

  const grip = document.createElement("span");
  grip.className = "rank__grip";
  grip.title = text.textDrag;
  grip.setAttribute("aria-hidden", "true");

  const buttons = document.createElement("div");
  buttons.className = "rank__buttons";
  const button = (sign, word, isShort) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "rank__button";
    made.textContent = isShort ? sign : `${sign} ${word}`;
    made.setAttribute("aria-label", `${word}: ${label}`);
    made.title = word;
    buttons.append(made);
    return made;
  };
  const add = button("+", text.textAdd, false);
  const up = button("↑", text.textUp, true);
  const down = button("↓", text.textDown, true);
  const remove = button("×", text.textRemove, true);
  element.prepend(grip, place);
  element.append(buttons);
  return { element, label, select, place, grip, add, up, down, remove };
}
