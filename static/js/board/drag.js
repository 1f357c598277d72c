// Moving cards by mouse, pen or finger: with a mouse anywhere on the card, with a finger at its grip; a line shows where it will stand.
// Nothing is moved before the hand has gone a little way, so that a click never shifts a card.
import { make, oncePerFrame } from "./dom.js";
import { placeIn } from "./geometry.js";

const EDGE = 50; // px from the edge: the board scrolls along
const SLACK = 6; // px before a press becomes a move

export class Draggable {
  constructor(view, ground) {
    this.view = view;
    ground.addEventListener("pointerdown", (event) => this.#press(event));
  }

  #press(event) {
    const element = event.target.closest("[data-card]");
    const grip = event.target.closest("[data-grip]");
    if (!element || event.button !== 0) return;
    const id = element.dataset.card;
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      if (event.target.closest("button, a, input, textarea, label")) return;
      event.preventDefault();
      return this.view.selection.set(id, !this.view.selection.has(id));
    }
    if (!grip && (event.pointerType !== "mouse" || event.target.closest("button, a, input, textarea, label, form, .board-menu"))) return;
    if (!this.view.may("move_card", { card: this.view.card(id) })) return;
    event.preventDefault();
    grip?.focus({ preventScroll: true });
    this.#wait(event, id, element);
  }

  #wait(start, id, element) {
    const controller = new AbortController();
    const { signal } = controller;
    const move = (event) => {
      if (event.pointerId !== start.pointerId || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < SLACK) return;
      controller.abort();
      new Drag(this.view, id, element, start).follow(event);
    };
    addEventListener("pointermove", move, { signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => controller.abort(), { signal });
  }
}

class Drag {
  #target = null; // {zone, column, before} or {zone, x, y}
  #mark = make("div", { class: "board-mark", "aria-hidden": "true" });
  #lists;
  #controller = new AbortController();

  constructor(view, id, element, start) {
    Object.assign(this, { view, id, element, start, x: start.clientX, y: start.clientY });
    this.ids = view.selection.has(id) ? view.selection.ids : [id];
    this.scroller = document.querySelector("[data-scroll]");
    this.origin = this.#scrolled();
    this.zoom = view.viewport.zoom;
    view.hold(true);
    this.others = this.ids.filter((other) => other !== id).map((other) => view.face(other)?.element).filter(Boolean);
    this.#lists = view.lists.map((list) => measure(list, element, this.origin));
    this.home = element.getBoundingClientRect();
    const ground = view.viewport.content.getBoundingClientRect();
    this.ground = { left: ground.left + this.origin.x, top: ground.top + this.origin.y };
    element.classList.add("board-card--held");
    for (const other of this.others) other.classList.add("board-card--along");
    this.draw = oncePerFrame(() => this.#draw());
    const { signal } = this.#controller;
    addEventListener("pointermove", (event) => event.pointerId === start.pointerId && this.follow(event), { signal });
    addEventListener("pointerup", (event) => event.pointerId === start.pointerId && this.#end(true), { signal });
    addEventListener("pointercancel", (event) => event.pointerId === start.pointerId && this.#end(false), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && this.#end(false), { signal });
  }

  /** A pointer reports more often than the screen is drawn: once a frame is enough. */
  follow(event) {
    this.x = event.clientX;
    this.y = event.clientY;
    this.draw();
  }

  #scrolled() {
    return { x: scrollX + this.scroller.scrollLeft, y: scrollY + this.scroller.scrollTop };
  }

  #draw() {
    if (this.#controller.signal.aborted) return;
    const moved = this.#scrollAlong();
    const now = this.#scrolled();
    const across = this.x - this.start.clientX + now.x - this.origin.x;
    const down = this.y - this.start.clientY + now.y - this.origin.y;
    this.element.style.transform = `translate(${across / this.zoom}px, ${down / this.zoom}px)`;
    this.view.dragged?.(this.id, across / this.zoom, down / this.zoom);
    this.#aim(this.x + now.x, this.y + now.y, across, down);
    if (moved) this.draw();
  }

  #scrollAlong() {
    const box = this.scroller.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    const by = (at, from, to) => (at < from + EDGE ? -12 : at > to - EDGE ? 12 : 0);
    const [left, down] = [by(this.x, box.left, box.right), by(this.y, top, bottom)];
    const before = this.#scrolled();
    if (left || down) {
      this.scroller.scrollBy(left, down);
      if (this.view.root.dataset.view === "list") scrollBy(0, down);
    }
    const now = this.#scrolled();
    return now.x !== before.x || now.y !== before.y;
  }

  /** Find the place under the pointer among what was measured: nothing on the board moves while a card is held. */
  #aim(x, y, across, down) {
    const list = this.#lists.find(({ box }) => box.width && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
    if (!list || !list.isOpen) {
      this.#target = null;
      return this.#mark.remove();
    }
    if (list.isFree) {
      this.#mark.remove();
      this.#target = { zone: list.zone, ...this.#freePlace(list, across, down) };
      return;
    }
    const place = placeIn(list.cards, list.lanes, x, y);
    if (this.#target?.list === list && this.#target.place === place) return;
    this.#target = { zone: list.zone, column: list.column, before: list.cards[place]?.id ?? null, place, list };
    this.#showMark(list, place);
  }

  #freePlace({ area }, across, down) {
    const left = this.home.left + this.origin.x + across - area.left;
    const top = this.home.top + this.origin.y + down - area.top;
    const within = (value, room) => Math.round(Math.max(0, Math.min(1000, (1000 * value) / Math.max(1, room))));
    return { x: within(left, area.width - this.home.width), y: within(top, area.height - this.home.height) };
  }

  /** The mark stands on the ground, not in the list, so that showing it moves nothing and lays out nothing. */
  #showMark({ cards, area, lanes }, place) {
    const near = cards[place] ?? cards[place - 1];
    const isUpright = lanes > 1 && near !== undefined;
    const gap = 6 * this.zoom;
    const left = isUpright ? (cards[place] ? near.left - gap : near.right + gap) : area.left;
    const top = isUpright ? near.top : cards[place] ? near.top - gap : near ? near.bottom + gap : area.top;
    const [width, height] = isUpright ? [4, (near.bottom - near.top) / this.zoom] : [area.width / this.zoom, 4];
    const { content } = this.view.viewport;
    const ground = this.ground;
    if (this.#mark.parentNode !== content) content.append(this.#mark);
    Object.assign(this.#mark.style, {
      inlineSize: `${width}px`,
      blockSize: `${height}px`,
      transform: `translate(${(left - ground.left) / this.zoom}px, ${(top - ground.top) / this.zoom}px)`,
    });
  }

  #end(isMeant) {
    this.#controller.abort();
    this.element.classList.remove("board-card--held");
    for (const other of this.others) other.classList.remove("board-card--along");
    this.element.style.transform = "";
    this.#mark.remove();
    const target = this.#target;
    this.view.hold(false);
    if (isMeant && target) this.#drop(target);
    else this.view.drawn?.();
  }

  /** The held card first, then those that were chosen with it, in their order, below it. */
  #drop({ zone, column, before, x, y }) {
    const mine = new Set(this.ids);
    const list = this.view.shownIn(zone, column).map((card) => card.id);
    const at = before === null ? list.length : list.indexOf(before);
    const anchor = list.slice(at).find((id) => !mine.has(id)) ?? null;
    const isSame = this.ids.length === 1 && x === undefined && list.includes(this.id) && list[list.indexOf(this.id) + 1] === (anchor ?? undefined);
    if (isSame) return;
    this.view.mover.put([this.id, ...this.ids.filter((id) => id !== this.id)], { zone, column, before: anchor, x, y });
  }
}

/** Where the cards of a list stand, in coordinates that stay when one scrolls, the held one left out. */
function measure({ zone, column, list, root }, held, origin) {
  const inPage = (element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    return { left: left + origin.x, right: right + origin.x, top: top + origin.y, bottom: bottom + origin.y, width, height };
  };
  const cards = [...list.children].filter((child) => child !== held && !child.hidden).map((child) => ({ ...inPage(child), id: child.dataset.card }));
  const isFree = list.closest("[data-zone]").dataset.layout === "free" && getComputedStyle(list).position === "relative" && list.closest("[data-view=board]") !== null;
  const lanes = Number(getComputedStyle(list).getPropertyValue("--lanes")) || 1;
  const isOpen = list.closest(".board-zone--locked") === null;
  return { zone, column, list, cards, isFree, lanes, isOpen, box: inPage(root), area: inPage(list) };
}
