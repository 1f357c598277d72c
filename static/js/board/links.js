// The lines between linked cards, drawn over the board view. In the list view, and for who does not see them, the cards say them in words.
import { isStanding } from "./state.js";
import { relations } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";

export class Lines {
  #layer = document.querySelector("[data-lines]");
  #ends = new Map(); // link id: {path, label, from, to}

  constructor(view) {
    this.view = view;
  }

  /** Draw all lines where their cards stand now. */
  draw() {
    const { model, root } = this.view;
    const isOn = root.dataset.view === "board" && model !== null;
    const links = isOn ? Object.values(model.state.links).filter(({ source, target }) => this.#element(source) && this.#element(target)) : [];
    if (!links.length && !this.#ends.size) return;
    const places = links.map((link) => ({ link, from: this.#place(link.source), to: this.#place(link.target) }));
    this.#ends.clear();
    this.#layer.replaceChildren(...places.map(({ link, from, to }) => this.#line(link, from, to)));
  }

  /** A held card takes its lines along. */
  follow(id, across, down) {
    for (const end of this.#ends.values()) {
      if (end.link.source !== id && end.link.target !== id) continue;
      const by = (box) => ({ ...box, x: box.x + across, y: box.y + down });
      aim(end, end.link.source === id ? by(end.from) : end.from, end.link.target === id ? by(end.to) : end.to);
    }
  }

  /** The card, or the one on top of the stack that hides it. */
  #element(id) {
    const card = this.view.model.state.cards[id];
    if (!card || !isStanding(card)) return undefined;
    const element = (this.view.face(id) ?? this.view.face(card.stack))?.element;
    return element && !element.hidden ? element : undefined;
  }

  #place(id) {
    const { left, top, width, height } = this.#element(id).getBoundingClientRect();
    const { x, y } = this.view.viewport.toBoard(left, top);
    const { zoom } = this.view.viewport;
    return { x, y, width: width / zoom, height: height / zoom };
  }

  #line(link, from, to) {
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `board-line board-line--${link.relation}`);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("marker-end", "url(#board-arrow)");
    const label = document.createElementNS(SVG, "text");
    label.textContent = relations[link.relation].there;
    group.append(path, label);
    const end = { link, from, to, path, label };
    this.#ends.set(link.id, end);
    aim(end, from, to);
    return group;
  }
}

/** From the border of one card to that of the other. */
function aim({ path, label }, from, to) {
  const a = border(from, centre(to));
  const b = border(to, centre(from));
  path.setAttribute("d", `M${a.x} ${a.y}L${b.x} ${b.y}`);
  label.setAttribute("x", (a.x + b.x) / 2);
  label.setAttribute("y", (a.y + b.y) / 2 - 4);
}

function centre({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where the line from a box's middle to a point leaves the box. */
function border(box, point) {
  const middle = centre(box);
  const [across, down] = [point.x - middle.x, point.y - middle.y];
  const scale = Math.min(box.width / 2 / Math.max(1, Math.abs(across)), box.height / 2 / Math.max(1, Math.abs(down)), 1);
  return { x: Math.round(middle.x + across * scale), y: Math.round(middle.y + down * scale) };
}
