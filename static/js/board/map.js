// The overview map: zones and cards as small boxes, and a frame around what is in sight. For the eye and the hand; by keyboard
// one goes through the zones instead, so the map is hidden from screen readers.
import { oncePerFrame } from "./dom.js";

const WIDTH = 180;
const TALLEST = 150;

export class OverviewMap {
  #box = document.querySelector("[data-map]");
  #canvas = this.#box.querySelector("canvas");
  #frame = this.#box.querySelector("[data-map-frame]");
  #scale = 1;
  #isOn = false;

  constructor(viewport) {
    this.viewport = viewport;
    this.draw = oncePerFrame(() => this.#aim());
    this.measure = oncePerFrame(() => this.#draw());
    const go = (event) => {
      const box = this.#box.getBoundingClientRect();
      const { scroller, zoom } = viewport;
      const x = ((event.clientX - box.left) / this.#scale) * zoom - scroller.clientWidth / 2;
      const y = ((event.clientY - box.top) / this.#scale) * zoom - scroller.clientHeight / 2;
      scroller.scrollTo(x, y);
    };
    this.#box.addEventListener("pointerdown", (event) => {
      this.#box.setPointerCapture(event.pointerId);
      go(event);
    });
    this.#box.addEventListener("pointermove", (event) => this.#box.hasPointerCapture(event.pointerId) && go(event));
  }

  turn(isOn) {
    this.#isOn = isOn;
    this.#box.hidden = !isOn;
    if (isOn) this.measure();
  }

  /** Where everything stands; drawn when cards came, went or moved. */
  #draw() {
    if (!this.#isOn) return;
    const { content, zoom } = this.viewport;
    const [width, height] = [content.offsetWidth, content.offsetHeight];
    if (!width || !height) return;
    const ground = content.getBoundingClientRect();
    const boxOf = (element) => {
      const { left, top, width: across, height: down } = element.getBoundingClientRect();
      return [(left - ground.left) / zoom, (top - ground.top) / zoom, across / zoom, down / zoom];
    };
    const zones = [...content.querySelectorAll("[data-zone]")].map(boxOf);
    const cards = [...content.querySelectorAll("[data-card]:not([hidden])")].map(boxOf);
    this.#scale = Math.min(WIDTH / width, TALLEST / height);
    const [w, h] = [Math.round(width * this.#scale), Math.round(height * this.#scale)];
    Object.assign(this.#canvas.style, { inlineSize: `${w}px`, blockSize: `${h}px` });
    this.#canvas.width = w * devicePixelRatio;
    this.#canvas.height = h * devicePixelRatio;
    const pen = this.#canvas.getContext("2d");
    const style = getComputedStyle(this.#canvas);
    pen.scale(devicePixelRatio * this.#scale, devicePixelRatio * this.#scale);
    pen.fillStyle = style.getPropertyValue("--surface-sunken");
    for (const box of zones) pen.fillRect(...box);
    pen.fillStyle = style.getPropertyValue("--line-strong");
    for (const box of cards) pen.fillRect(...box);
    this.#aim();
  }

  /** The frame around what is in sight: only moved, so that scrolling paints nothing else. */
  #aim() {
    if (!this.#isOn) return;
    const { scroller, zoom } = this.viewport;
    const by = this.#scale / zoom;
    const most = [this.#canvas.offsetWidth, this.#canvas.offsetHeight];
    const [x, y] = [scroller.scrollLeft * by, scroller.scrollTop * by];
    Object.assign(this.#frame.style, {
      inlineSize: `${Math.min(scroller.clientWidth * by, most[0] - x)}px`,
      blockSize: `${Math.min(scroller.clientHeight * by, most[1] - y)}px`,
      transform: `translate(${x}px, ${y}px)`,
    });
  }
}
