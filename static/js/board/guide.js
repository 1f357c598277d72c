// Ways to a card or zone: from one to the next, to what is looked for, and to where everybody is brought.
import { distanceTo } from "./geometry.js";
import { isStanding, isUnder } from "./state.js";

const SHOWN_FOR = 1600; // ms, in which a card is marked

export class Guide {
  #ground = document.querySelector("[data-zones]");

  constructor(view) {
    this.view = view;
  }

  /** From one card in sight to the next, in the order of the page. */
  goOn(id, by) {
    const shown = [...this.#ground.querySelectorAll("[data-card]:not([hidden])")];
    const at = shown.findIndex((element) => element.dataset.card === id);
    const next = shown[at < 0 ? 0 : at + by];
    if (next) this.find(next.dataset.card);
  }

  /** Bring a card into sight and put the focus on it; false where it is not shown. */
  find(id) {
    const face = this.view.face(id);
    if (!face || face.element.hidden) return false;
    this.#point(face);
    face.part("more").focus({ preventScroll: true });
    return true;
  }

  /** Bring a card, in a stack or filtered out as it may be, or a zone into sight; the focus stays where it is. */
  lead({ card: id, zone: key }) {
    const { view } = this;
    const { state } = view.model;
    const card = state.cards[id];
    if (card && isStanding(card)) {
      if (isUnder(state, card)) view.unfold(card.stack);
      if (view.filter.isOn) view.filter.showAll();
      const face = view.face(id);
      if (face) this.#point(face);
    } else if (view.zone(key)) {
      view.bar.show(key);
      view.viewport.reveal(view.zone(key).part("title"), { block: "start" });
    }
  }

  /** What is seen of a card: itself, or its stack; nothing where it is not shown. */
  seen(id) {
    const { view } = this;
    const card = view.model?.state.cards[id];
    const face = card && isStanding(card) ? (view.face(id) ?? view.face(card.stack)) : null;
    return face?.element.hidden ? null : face;
  }

  #point({ element, card }) {
    this.view.bar.show(card.zone);
    this.view.viewport.reveal(element);
    element.classList.add("board-card--found");
    setTimeout(() => element.classList.remove("board-card--found"), SHOWN_FOR);
  }

  /** What is in the middle of what one sees: a card that others see too, else the nearest zone. */
  get middle() {
    const { view } = this;
    if (!view.model) return {};
    const { x, y } = view.viewport.middle;
    const cards = document.elementsFromPoint(x, y).map((element) => element.closest("[data-zones] [data-card]")?.dataset.card);
    const card = cards.find((id) => id && !view.card(id).is_private);
    if (card) return { card };
    const far = ({ root }) => distanceTo(root.getBoundingClientRect(), x, y);
    const shown = view.model.zones.map(({ key }) => view.zone(key)).filter(({ root }) => root.offsetParent);
    const [nearest] = shown.sort((a, b) => far(a) - far(b));
    return nearest ? { zone: nearest.key } : {};
  }
}
