// Putting cards elsewhere, by hand or by keyboard, and saying where they went.
import { cardsIn, stackOf } from "./state.js";
import { say } from "./texts.js";

const NUDGE = 25; // of 1000, for a card in a zone of free placement

export class Mover {
  constructor(view) {
    this.view = view;
  }

  /** Put cards, in their order, before another of a list (`before` null: last), or at a point of a free zone. */
  put(ids, { zone, column = "", before = null, x, y }) {
    const { view } = this;
    const mine = ids.filter((id) => view.may("move_card", { card: view.card(id) }));
    if (!mine.length) return;
    const { state } = view.model;
    const others = cardsIn(state, zone).filter((other) => !mine.includes(other.id));
    const at = others.findIndex((other) => other.id === before);
    const place = at < 0 ? others.length : at;
    const above = others[place - 1]?.rank;
    const below = others[place]?.rank;
    const ranks = mine.map((id, step) => spread(above, below, step, mine.length));
    view.actAll(mine.map((card, step) => ({ kind: "move_card", card, zone, rank: ranks[step], column, ...pointOf(x, y, step) })));
    this.#tell(mine[0], zone, column);
  }

  #tell(id, zone, column) {
    const { view } = this;
    const card = view.card(id);
    if (this.#isFree(zone)) return view.announce(say("placeFree", { zone: view.title(zone), x: Math.round((card.x ?? 0) / 10), y: Math.round((card.y ?? 0) / 10) }));
    const shown = view.shownIn(zone, column);
    view.announce(say("place", { zone: view.placeName(zone, column), place: shown.findIndex((other) => other.id === id) + 1, count: shown.length }));
  }

  #isFree(zone) {
    return this.view.zone(zone).zone.layout === "free" && this.view.root.dataset.view === "board";
  }

  /** One step up or down among the cards in sight. */
  step(id, by) {
    const card = this.view.card(id);
    const column = this.view.columnOf(card);
    const shown = this.view.shownIn(card.zone, column);
    const at = shown.findIndex((other) => other.id === id);
    if (at < 0 || at + by < 0 || at + by >= shown.length) return;
    this.put([id], { zone: card.zone, column, before: by < 0 ? shown[at - 1].id : (shown[at + 2]?.id ?? null), x: card.x ?? undefined, y: card.y ?? undefined });
  }

  /** To the top of another list. */
  moveTo(ids, { zone, column }) {
    const before = this.view.shownIn(zone, column).find((other) => !ids.includes(other.id))?.id ?? null;
    this.view.bar.show(zone);
    this.put(ids, { zone, column, before, ...(this.view.zone(zone).zone.layout === "free" ? { x: 20, y: 20 } : {}) });
  }

  byKey(id, event) {
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const upright = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if ((!sideways && !upright) || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const { view } = this;
    const card = view.card(id);
    const { lists } = view;
    const at = lists.findIndex((list) => list.zone === card.zone && list.column === view.columnOf(card));
    if (this.#isFree(card.zone) && !event.shiftKey) this.#nudge(card, sideways, upright);
    else if (upright) this.step(id, upright);
    else if (lists[at + sideways]) this.moveTo([id], lists[at + sideways]);
    view.face(id)?.part("grip").focus();
    view.face(id)?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #nudge(card, sideways, upright) {
    const within = (value) => Math.max(0, Math.min(1000, value));
    const { zone, column, rank, id } = card;
    this.view.act("move_card", { card: id, zone, column, rank, x: within((card.x ?? 0) + sideways * NUDGE), y: within((card.y ?? 0) + upright * NUDGE) });
    this.#tell(id, zone, column);
  }

  /** Cards onto the first of them. */
  stack(ids) {
    const [top, ...others] = ids;
    this.view.actAll(others.map((card) => ({ kind: "stack_card", card, onto: top })));
    this.view.announce(say("youStacked", { count: stackOf(this.view.model.state, this.view.card(top)).length }));
  }

  unstack(id) {
    this.view.act("unstack_card", { card: id });
    this.view.announce(say("youUnstacked"));
  }
}

/** The rank of one of several cards between two others; at an end, beyond the last. */
function spread(above, below, step, count) {
  if (above === undefined && below === undefined) return 1024 * (step + 1);
  if (above === undefined) return below - 1024 * (count - step);
  if (below === undefined) return above + 1024 * (step + 1);
  return above + ((below - above) * (step + 1)) / (count + 1);
}

function pointOf(x, y, step) {
  return x === undefined ? {} : { x: Math.min(1000, x + step * 30), y: Math.min(1000, y + step * 30) };
}
