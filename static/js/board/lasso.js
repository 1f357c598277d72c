// A rubber band: Shift and a drag over the ground choose the cards that it touches.
import { make, oncePerFrame } from "./dom.js";

export class Lasso {
  #band = make("div", { class: "board-lasso", "aria-hidden": "true" });

  constructor(view) {
    this.view = view;
    const { scroller } = view.viewport;
    scroller.addEventListener("pointerdown", (event) => {
      const isGround = !event.target.closest("[data-card], button, a, input, textarea, summary");
      if (event.shiftKey && event.button === 0 && isGround && view.root.dataset.view === "board") this.#begin(event);
    });
  }

  #begin(start) {
    start.preventDefault();
    const { viewport } = this.view;
    const from = viewport.toBoard(start.clientX, start.clientY);
    let to = from;
    viewport.content.append(this.#band);
    const draw = oncePerFrame(() => {
      const { left, top, right, bottom } = around(from, to);
      Object.assign(this.#band.style, { inlineSize: `${right - left}px`, blockSize: `${bottom - top}px`, transform: `translate(${left}px, ${top}px)` });
    });
    const controller = new AbortController();
    const { signal } = controller;
    addEventListener("pointermove", (event) => {
      to = viewport.toBoard(event.clientX, event.clientY);
      draw();
    }, { signal });
    for (const name of ["pointerup", "pointercancel"]) {
      addEventListener(name, () => {
        controller.abort();
        this.#band.remove();
        if (name === "pointerup") this.view.selection.add(this.#touched(around(from, to)));
      }, { signal });
    }
    draw();
  }

  #touched(box) {
    const { viewport } = this.view;
    return [...viewport.content.querySelectorAll("[data-card]:not([hidden])")].filter((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const [a, b] = [viewport.toBoard(left, top), viewport.toBoard(right, bottom)];
      return a.x < box.right && b.x > box.left && a.y < box.bottom && b.y > box.top;
    }).map((element) => element.dataset.card);
  }
}

function around(a, b) {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) };
}
