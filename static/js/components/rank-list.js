// Lets people put items in order by dragging or by buttons, and writes each place into the select that the server reads.
// Where there are many, people first tick what matters to them and then order only that. Two may share a place.

/** Move one id to a place (0-based) in the order, or take it out with place -1. Pure, so that it can be tested. */
export function move(order, id, place, max) {
  const rest = order.filter((other) => other !== id);
  if (place < 0) return rest;
  if (!order.includes(id) && rest.length >= max) return order;
  const at = Math.min(place, rest.length);
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/** Who still shares the place of the one before: only pairs that no move has parted. */
export function keptTies(before, after, tied) {
  const stays = (id) => after.indexOf(id) > 0 && after[after.indexOf(id) - 1] === before[before.indexOf(id) - 1];
  return new Set([...tied].filter(stays));
}

/** Place of each id in an order, where some share the place of the one before; the next place counts them all. */
export function placesOf(order, tied) {
  const places = new Map();
  order.forEach((id, at) => places.set(id, at > 0 && tied.has(id) ? places.get(order[at - 1]) : at + 1));
  return places;
}

/** Which of an order share the place of the one before, by the numbers in their selects. */
export function tiesFrom(order, places) {
  const placeOf = new Map(places.map(({ id, place }) => [id, place]));
  return new Set(order.filter((id, at) => at > 0 && placeOf.get(id) === placeOf.get(order[at - 1])));
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
  const typed = [...items].map(([id, item]) => ({ id, place: Number(item.select.value) }));
  let order = orderFrom(typed);
  let tied = "ties" in text ? tiesFrom(order, typed) : new Set();

  const chooses = "choose" in text;
  const ranked = column("ol", chooses ? text.textChosen : text.textRanked, text.textEmpty);
  const pool = column("ul", text.textPool, text.textAll);
  pool.list.classList.add("rank--pool");
  pool.root.hidden = chooses; // the checkboxes stand for it; its selects stay in the form
  list.replaceWith(...(chooses ? [choosing(items, text.textChoose)] : []), ranked.root, pool.root);
  root.classList.add("field--rank-live");

  /** Show the order, write it into the selects, and keep the focus where the person is. */
  function show() {
    const places = placesOf(order, tied);
    for (const [id, item] of items) {
      const at = order.indexOf(id);
      item.select.value = at < 0 ? "" : String(places.get(id));
      item.element.classList.toggle("rank__item--placed", at >= 0);
      item.place.textContent = at < 0 ? "" : String(places.get(id));
      item.add.hidden = at >= 0;
      item.up.hidden = item.down.hidden = item.remove.hidden = at < 0;
      item.up.disabled = at === 0;
      item.down.disabled = at === order.length - 1;
      if (item.tie) {
        item.tie.hidden = at < 0;
        item.tie.disabled = at <= 0;
        item.tie.setAttribute("aria-pressed", String(tied.has(id)));
      }
      if (item.pick) {
        item.pick.checked = at >= 0;
        item.pick.parentElement.hidden = isWithheld(item);
      }
    }
    ranked.fill(order.map((id) => items.get(id).element));
    pool.fill([...items].filter(([id]) => !order.includes(id)).map(([, item]) => item.element));
  }

  function change(next) {
    tied = keptTies(order, next, tied);
    order = next;
  }

  function say(template, id) {
    said.textContent = template
      .replace("{item}", items.get(id).label)
      .replace("{place}", String(placesOf(order, tied).get(id)))
      .replace("{count}", String(order.length));
  }

  /** One person's move: change, show, announce, and give the focus back to a button that still works. */
  function act(id, place, focus) {
    const next = move(order, id, place, max);
    if (next === order) {
      said.textContent = text.saidFull;
      show(); // takes back a tick that found no place
      return;
    }
    change(next);
    show();
    say(order.includes(id) ? text.saidMoved : text.saidRemoved, id);
    const item = items.get(id);
    [item[focus], item.up, item.down, item.pick ?? item.add].find((button) => button && !button.hidden && !button.disabled)?.focus();
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const [id, item] of items) {
    item.add.addEventListener("click", () => act(id, order.length, "up"));
    item.up.addEventListener("click", () => act(id, order.indexOf(id) - 1, "up"));
    item.down.addEventListener("click", () => act(id, order.indexOf(id) + 1, "down"));
    item.remove.addEventListener("click", () => act(id, -1, chooses ? "pick" : "add"));
    item.tie?.addEventListener("click", () => tie(id));
    item.pick?.addEventListener("change", () => act(id, item.pick.checked ? order.length : -1, "pick"));
    drag(id, item);
  }

  /** Share the place of the one before, or stop doing so. */
  function tie(id) {
    if (!tied.delete(id)) tied.add(id);
    show();
    say(tied.has(id) ? text.saidTied : text.saidMoved, id);
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Dragging by pointer, finger included; the keyboard has the buttons. */
  function drag(id, item) {
    let before = null;
    const follow = (event) => {
      const others = order.filter((other) => other !== id);
      const inside = chooses || event.clientY < ranked.root.getBoundingClientRect().bottom + 24;
      const place = others.findIndex((other) => event.clientY < middle(items.get(other).element));
      const next = move(order, id, inside ? (place < 0 ? others.length : place) : -1, max);
      if (next.join() === order.join()) return;
      change(next);
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

  /** An answer to an earlier question may take things away (survey logic marks them): they leave the order. */
  function withhold() {
    const next = order.filter((id) => !isWithheld(items.get(id)));
    if (next.length < order.length) change(next);
    show();
  }
  const watch = new MutationObserver(withhold);
  for (const { element } of items.values()) {
    watch.observe(element, { attributes: true, attributeFilter: ["data-withheld"] });
  }
  withhold();
}

function isWithheld(item) {
  return "withheld" in item.element.dataset;
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

/** A checkbox for each item, to choose before ordering. The selects carry the answer; these have no name to send. */
function choosing(items, title) {
  const root = document.createElement("div");
  root.className = "choices";
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", title);
  const heading = document.createElement("p");
  heading.className = "rank-column__title";
  heading.textContent = title;
  root.append(heading);
  for (const item of items.values()) {
    const row = document.createElement("div");
    row.className = "check";
    item.pick = document.createElement("input");
    item.pick.type = "checkbox";
    item.pick.className = "check__box";
    item.pick.id = `${item.select.id}-pick`;
    const label = document.createElement("label");
    label.className = "check__label";
    label.htmlFor = item.pick.id;
    label.textContent = item.label;
    if (item.lang) label.lang = item.lang;
    row.append(item.pick, label);
    root.append(row);
  }
  return root;
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
  const tie = "ties" in text ? button("=", text.textTie, true) : null;
  const up = button("↑", text.textUp, true);
  const down = button("↓", text.textDown, true);
  const remove = button("×", text.textRemove, true);
  element.prepend(grip, place);
  element.append(buttons);
  return { element, label, lang: labelElement.lang, select, place, grip, add, tie, up, down, remove };
}
