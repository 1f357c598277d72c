// Looking at a board: zoom around a point, pan by dragging the ground, fit everything in sight. Scrolling stays the browser's own.
import { isTyping, setText } from "./dom.js";
import { bounded, fitting, scrollFor } from "./geometry.js";
import { say } from "./texts.js";

const STEP = 1.2;
const READABLE = 0.7; // the smallest zoom at which a board is shown first

export class Viewport {
  #zoom = 1;
  #isOn = false;
  #hasBegun = false;
  #changed;
  #level = document.querySelector("[data-zoom-level]");
  #pinch = null; // {distance, zoom}
  #settling = null;
  #fingers = new Map();
  #size = { width: 0, height: 0 }; // of the board at life size, kept so that zooming asks for no layout

  /** @param changed is called when what is in sight has changed */
  constructor({ changed, announce }) {
    this.scroller = document.querySelector("[data-scroll]");
    this.sizer = document.querySelector("[data-sizer]");
    this.content = document.querySelector("[data-zones]");
    this.announce = announce;
    this.#changed = changed;
    this.scroller.addEventListener("scroll", () => changed(), { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.scroller.addEventListener("pointerdown", (event) => this.#press(event));
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this[button.dataset.zoom]());
    }
    new ResizeObserver(() => this.#measure()).observe(this.content);
  }

  /** Zooming belongs to the board view; in the list view the page is read as it is. */
  turn(isOn) {
    this.#isOn = isOn;
    this.scroller.toggleAttribute("tabindex", false);
    if (isOn) this.scroller.tabIndex = 0;
    this.#apply(isOn ? this.#zoom : 1);
    this.#measure();
    this.begin();
  }

  /** At first sight all zones stand side by side, as far as their words can still be read. */
  begin() {
    const [width, contentWidth] = [this.scroller.clientWidth, this.content.offsetWidth];
    if (this.#hasBegun || !this.#isOn || !this.content.querySelector("[data-cards]")) return;
    this.#hasBegun = true;
    this.#zoom = Math.max(READABLE, fitting({ width, height: Infinity, contentWidth, contentHeight: 1 }));
    this.#apply(this.#zoom);
  }

  get zoom() {
    return this.#isOn ? this.#zoom : 1;
  }

  /** Zoom to a level; the point (x, y) of the window, by default its middle, stays where it is. */
  zoomTo(zoom, x, y) {
    if (!this.#isOn) return;
    const box = this.scroller.getBoundingClientRect();
    const to = bounded(zoom);
    const next = scrollFor({
      left: this.scroller.scrollLeft,
      top: this.scroller.scrollTop,
      from: this.#zoom,
      to,
      x: (x ?? box.left + box.width / 2) - box.left,
      y: (y ?? box.top + box.height / 2) - box.top,
    });
    this.#zoom = to;
    this.#hurry();
    this.#apply(to);
    this.scroller.scrollTo(next.left, next.top);
    this.#changed();
  }

  nearer() {
    this.#step(STEP);
  }

  farther() {
    this.#step(1 / STEP);
  }

  whole() {
    this.zoomTo(1);
    this.announce(say("zoomed", { percent: 100 }));
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    this.zoomTo(fitting({ width, height, contentWidth: this.content.offsetWidth, contentHeight: this.content.offsetHeight }));
    this.scroller.scrollTo(0, 0);
    this.announce(say("zoomed", { percent: Math.round(this.#zoom * 100) }));
  }

  /** Bring an element into sight, large enough to be read. */
  reveal(element, { atLeast = 0.6, block = "center" } = {}) {
    if (this.#isOn && this.#zoom < atLeast) this.zoomTo(1);
    element.scrollIntoView({ block, inline: block, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  /** Bring a point of the board to the middle of what one sees. */
  lookAt({ x, y }) {
    const { scroller, zoom } = this;
    scroller.scrollTo(x * zoom - scroller.clientWidth / 2, y * zoom - scroller.clientHeight / 2);
  }

  /** The middle of what one sees of the board, as a point of the window. */
  get middle() {
    const { left, right, top, bottom } = this.scroller.getBoundingClientRect();
    return { x: (Math.max(0, left) + Math.min(innerWidth, right)) / 2, y: (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2 };
  }

  /** A point of the window as a point of the board, in the board's own pixels. */
  toBoard(x, y) {
    const box = this.content.getBoundingClientRect();
    return { x: (x - box.left) / this.zoom, y: (y - box.top) / this.zoom };
  }

  /** While one zooms, what is painted is only scaled; when the hand rests it is painted again, sharp. */
  #hurry() {
    this.content.style.willChange = "transform"; // not a class: it would have every card styled anew
    clearTimeout(this.#settling);
    // Counted from the next frame: on a slow device a frame may take longer than the hand rests.
    requestAnimationFrame(() => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => (this.content.style.willChange = ""), 400);
    });
  }

  #step(by) {
    this.zoomTo(this.#zoom * by);
    this.announce(say("zoomed", { percent: Math.round(this.#zoom * 100) }));
  }

  #apply(zoom) {
    this.content.style.transform = zoom === 1 ? "" : `scale(${zoom})`;
    setText(this.#level, `${Math.round(zoom * 100)}%`);
    this.#resize();
  }

  #measure() {
    this.#size = { width: this.content.offsetWidth, height: this.content.offsetHeight };
    this.#resize();
  }

  /** The scaled board takes its scaled room, so that the browser's own scrolling reaches all of it and not more. */
  #resize() {
    const side = (length) => (this.#isOn ? `${Math.ceil(length * this.#zoom)}px` : "");
    Object.assign(this.sizer.style, { inlineSize: side(this.#size.width), blockSize: side(this.#size.height) });
    this.#changed();
  }

  #wheel(event) {
    if (!this.#isOn || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.zoomTo(this.#zoom * Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 120), event.clientX, event.clientY);
  }

  #press(event) {
    if (!this.#isOn) return;
    if (event.pointerType === "touch") return this.#touch(event);
    const isGround = !event.target.closest("[data-card], button, a, summary") && !isTyping(event.target);
    if (event.button !== 1 && !(event.button === 0 && isGround && !event.shiftKey)) return;
    event.preventDefault();
    this.scroller.focus({ preventScroll: true });
    this.#follow(event, (moved, last) => this.scroller.scrollBy(last.clientX - moved.clientX, last.clientY - moved.clientY));
  }

  /** Two fingers spread the board; one scrolls it, which the browser does by itself. */
  #touch(event) {
    this.#fingers.set(event.pointerId, event);
    this.#follow(event, (moved) => {
      this.#fingers.set(moved.pointerId, moved);
      if (this.#fingers.size !== 2) return;
      const [a, b] = [...this.#fingers.values()];
      const distance = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      this.#pinch ??= { distance, zoom: this.#zoom };
      this.zoomTo((this.#pinch.zoom * distance) / this.#pinch.distance, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
    });
  }

  #follow(start, moved) {
    let last = start;
    const controller = new AbortController();
    const { signal } = controller;
    if (start.pointerType !== "touch") this.scroller.style.cursor = "grabbing";
    const move = (event) => {
      if (event.pointerId !== start.pointerId) return;
      moved(event, last);
      last = event;
    };
    const end = (event) => {
      if (event.pointerId !== start.pointerId) return;
      this.#fingers.delete(event.pointerId);
      this.#pinch = null;
      this.scroller.style.cursor = "";
      controller.abort();
    };
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", end, { signal });
    addEventListener("pointercancel", end, { signal });
  }
}
