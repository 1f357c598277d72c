// The overview map: zones and cards as small boxes, and a frame around what is in sight. For the eye and the hand; by keyboard
// one goes through the zones instead, so the map is hidden from screen readers.
import { oncePerFrame } from "./dom.js";

const WIDTH = 180;
const TALLEST = 150;

export class OverviewMap {
  #canvas = document.querySelector("[data-map]");
  #boxes = { zones: [], cards: [] };
  #scale = 1;
  #isOn = false;

  constructor(viewport) {
    this.viewport = viewport;
    this.draw = oncePerFrame(() => this.#draw());
    this.measure = oncePerFrame(() => this.#measure());
    const go = (event) => {
      const box = this.#canvas.getBoundingClientRect();
      const { scroller, zoom } = viewport;
      const x = ((event.clientX - box.left) / this.#scale) * zoom - scroller.clientWidth / 2;
      const y = ((event.clientY - box.top) / this.#scale) * zoom - scroller.clientHeight / 2;
      scroller.scrollTo(x, y);
    };
    this.#canvas.addEventListener("pointerdown", (event) => {
      this.#canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    this.#canvas.addEventListener("pointermove", (event) => this.#canvas.hasPointerCapture(event.pointerId) && go(event));
  }

  turn(isOn) {
    this.#isOn = isOn;
    this.#canvas.hidden = !isOn;
    if (isOn) this.measure();
  }

  /** Where everything stands; asked when cards came, went or moved, not when one scrolls. */
  #measure() {
    if (!this.#isOn) return;
    const { content, zoom } = this.viewport;
    const ground = content.getBoundingClientRect();
    const box = (element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return [(left - ground.left) / zoom, (top - ground.top) / zoom, width / zoom, height / zoom];
    };
    this.#boxes = {
      zones: [...content.querySelectorAll("[data-zone]")].map(box),
      cards: [...content.querySelectorAll("[data-card]:not([hidden])")].map(box),
    };
    this.#draw();
  }

  #draw() {
    if (!this.#isOn) return;
    const { content, scroller, zoom } = this.viewport;
    const [width, height] = [content.offsetWidth, content.offsetHeight];
    if (!width || !height) return;
    this.#scale = Math.min(WIDTH / width, TALLEST / height);
    const density = devicePixelRatio;
    const [w, h] = [Math.round(width * this.#scale), Math.round(height * this.#scale)];
    Object.assign(this.#canvas.style, { inlineSize: `${w}px`, blockSize: `${h}px` });
    if (this.#canvas.width !== w * density || this.#canvas.height !== h * density) {
      this.#canvas.width = w * density;
      this.#canvas.height = h * density;
    }
    const pen = this.#canvas.getContext("2d");
    const style = getComputedStyle(this.#canvas);
    pen.setTransform(density * this.#scale, 0, 0, density * this.#scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = style.getPropertyValue("--surface-sunken");
    for (const box of this.#boxes.zones) pen.fillRect(...box);
    pen.fillStyle = style.getPropertyValue("--line-strong");
    for (const box of this.#boxes.cards) pen.fillRect(...box);
    pen.strokeStyle = style.getPropertyValue("--action");
    pen.lineWidth = 2 / this.#scale;
    const frame = [scroller.scrollLeft, scroller.scrollTop, scroller.clientWidth, scroller.clientHeight].map((side) => side / zoom);
    pen.strokeRect(frame[0] + pen.lineWidth / 2, frame[1] + pen.lineWidth / 2, Math.min(frame[2], width) - pen.lineWidth, Math.min(frame[3], height) - pen.lineWidth);
  }
}
