// Shows a board: zones with their lists of cards, the same elements in both views. What people do leaves through `act`.
import { mayDo } from "./allowing.js";
import { CardFace } from "./card.js";
import { Draggable } from "./drag.js";
import { Editor } from "./editor.js";
import { Guide } from "./guide.js";
import { CardMenu } from "./menu.js";
import { Mover } from "./moving.js";
import { Draft } from "./outbox.js";
import { RemovedCards } from "./removed.js";
import { cardsIn, isStanding, isUnder, rankAt } from "./state.js";
import { Surroundings } from "./surroundings.js";
import { say, states } from "./texts.js";
import { ZoneView } from "./zone.js";
import { ZoneBar } from "./zonebar.js";

export class BoardView {
  #ground = document.querySelector("[data-zones]");
  #cards = new Map(); // id: CardFace
  #zones = new Map(); // key: ZoneView
  #typing = new Map(); // card id: {name, timer}
  #unfolded = new Set(); // ids of cards whose stack is shown
  #stacks = new Map(); // id of the card on top: the stack
  #isHeld = false; // somebody is dragging: the lists stay as they are
  #model = null;

  /** @param options {settings, storage, drafts, act, announce, filter, viewport, lost} */
  constructor(options) {
    Object.assign(this, options);
    this.menu = new CardMenu(this);
    this.removed = new RemovedCards(this);
    this.bar = new ZoneBar({ root: this.root, viewport: this.viewport, announce: this.announce, find: (key) => this.#zones.get(key) });
    this.mover = new Mover(this);
    this.around = new Surroundings(this);
    this.guide = new Guide(this);
    this.drag = new Draggable(this, this.#ground);
  }

  /** The board as it is drawn now. */
  get model() {
    return this.#model;
  }

  /** Words that are being written, kept over a reload. */
  draft(name) {
    return new Draft(this.storage, this.drafts, name);
  }

  title(zone) {
    return this.#model.zones.find((known) => known.key === zone)?.title ?? zone;
  }

  /** A zone and its column in words. */
  placeName(zone, column) {
    const { columns } = this.#zones.get(zone).zone;
    return [this.title(zone), columns.find(({ key }) => key === column)?.title].filter(Boolean).join(", ");
  }

  zone(key) {
    return this.#zones.get(key);
  }

  /** The lists of all zones and columns, for dragging. */
  get lists() {
    return [...this.#zones.values()].flatMap((zone) => zone.lists);
  }

  face(id) {
    return this.#cards.get(id);
  }

  card(id) {
    return this.#model.state.cards[id];
  }

  /** The cards in sight of a zone or column, from top to bottom. */
  shownIn(zone, column = "") {
    return cardsIn(this.#model.state, zone).filter((card) => this.columnOf(card) === column && this.#isShown(card));
  }

  /** A stack is in sight when one of its cards is looked for. */
  #isShown(card) {
    return !this.filter.isOn || (this.#stacks.get(card.id) ?? [card]).some((one) => this.filter.shows(one, this.#model.themes));
  }

  /** Draw what changed; `model` is made by the store. */
  render(model) {
    this.#model = model;
    if (this.#isHeld) return; // drawn when the hand is lifted
    const focused = document.activeElement;
    const home = focused?.closest("[data-card]");
    const after = home && [home.nextElementSibling?.dataset.card, home.previousElementSibling?.dataset.card];
    this.#drawZones();
    this.#stacks = stacksOf(model.state);
    const seen = new Set();
    for (const [key, zone] of this.#zones) this.#drawCards(key, zone, seen);
    for (const [id, face] of this.#cards) if (!seen.has(id)) this.#discard(id, face);
    this.bar.draw(model.zones);
    this.removed.draw(model);
    this.selection.keep((id) => seen.has(id));
    this.filter.offer(Object.values(model.state.cards).filter(isStanding), model.themes);
    this.drawn?.();
    this.#keepFocus(focused, home, after);
  }

  redraw() {
    if (this.#model) this.render(this.#model);
  }

  #drawZones() {
    const { zones } = this.#model;
    const isFirst = !this.#zones.size;
    for (const [key, zone] of this.#zones) {
      if (zones.some((known) => known.key === key)) continue;
      if (zone.words) this.lost(zone.words);
      zone.root.remove();
      this.#zones.delete(key);
    }
    const roots = zones.map((zone) => {
      const known = this.#zones.get(zone.key) ?? this.#makeZone(zone);
      known.show(zone);
      return known.root;
    });
    // Until the first board arrives, what the server rendered stays to be read.
    if (isFirst) for (const rendered of this.#ground.querySelectorAll(":scope > section")) rendered.remove();
    roots.forEach((root, place) => {
      const there = this.#ground.querySelectorAll(":scope > section")[place];
      if (there !== root) this.#ground.insertBefore(root, there ?? null);
    });
  }

  #makeZone(zone) {
    const { storage, drafts, settings } = this;
    const onAdd = (text) => this.add(zone.key, text);
    const made = new ZoneView({ zone, storage, drafts, limit: settings.textLimit, onAdd });
    made.root.querySelector("textarea").addEventListener("focus", (event) => this.viewport.zoom < 0.7 && this.viewport.reveal(event.target));
    this.#zones.set(zone.key, made);
    return made;
  }

  /** A new card at the top of a zone. */
  add(key, text) {
    const { zone } = this.#zones.get(key);
    const column = zone.layout === "columns" ? { column: zone.columns[0].key } : {};
    this.act("add_card", { zone: key, text, rank: rankAt(this.#model.state, key, 0), ...column });
    this.announce(say("youAdded", { zone: this.title(key) }));
  }

  #drawCards(key, zone, seen) {
    const { state } = this.#model;
    const places = new Map();
    let [all, shown] = [0, 0];
    for (const card of cardsIn(state, key)) {
      const pile = this.#stacks.get(card.id) ?? [card];
      const isShown = this.#isShown(card);
      all += pile.length;
      shown += isShown ? pile.length : 0;
      const face = this.#drawCard(card, isShown, pile);
      seen.add(card.id);
      this.#drawPile(face, pile, seen);
      const list = zone.list(card.column);
      const place = places.get(list) ?? 0;
      places.set(list, place + 1);
      if (list.children[place] !== face.element) list.insertBefore(face.element, list.children[place] ?? null);
      const isFree = zone.zone.layout === "free" && card.x !== null;
      face.element.style.setProperty("--x", isFree ? card.x / 1000 : "");
      face.element.style.setProperty("--y", isFree ? card.y / 1000 : "");
    }
    zone.count(all, shown, this.may("add_card", { zone: zone.zone }));
  }

  #drawCard(card, isShown, pile) {
    const face = this.#cards.get(card.id) ?? this.#makeCard(card.id);
    face.draw(card, this.around.of(card, { isShown, pile: pile.length, isUnfolded: this.#unfolded.has(card.id) }));
    return face;
  }

  /** What lies under a card, where the stack is unfolded. */
  #drawPile(face, pile, seen) {
    const under = this.#unfolded.has(face.id) ? pile.slice(1) : [];
    const elements = under.map((card) => {
      seen.add(card.id);
      return this.#drawCard(card, true, [card]).element;
    });
    const list = face.part("under");
    elements.forEach((element, place) => list.children[place] !== element && list.insertBefore(element, list.children[place] ?? null));
  }

  /** Show what lies under a card. */
  unfold(id) {
    this.#unfolded.add(id);
    this.redraw();
  }

  /** Show or put away what lies under a card. */
  fold(id) {
    if (!this.#unfolded.delete(id)) this.#unfolded.add(id);
    this.announce(say(this.#unfolded.has(id) ? "unfolded" : "folded"));
    this.redraw();
  }

  #makeCard(id) {
    const face = new CardFace(this, id);
    this.#cards.set(id, face);
    return face;
  }

  /** Who is writing in a card now. */
  writer(card) {
    return this.#typing.get(card)?.name ?? "";
  }

  /** The words that are being written in a card, as far as they were told. */
  wordsBeingWritten(card) {
    return this.#typing.get(card)?.text ?? "";
  }

  #discard(id, face) {
    const { editor } = face;
    if (editor?.isChanged) this.lost(editor.words);
    editor?.close();
    face.element.remove();
    this.#cards.delete(id);
  }

  /** A live update never takes the focus away: it stays on its element, or goes to the next card, or to the zone. */
  #keepFocus(focused, home, after) {
    if (!focused || document.activeElement === focused) return;
    if (focused.isConnected && !focused.closest("[hidden]")) return focused.focus({ preventScroll: true });
    if (!home || document.activeElement !== document.body) return;
    const next = after.map((id) => this.#cards.get(id)).find((face) => face && !face.element.hidden);
    (next?.part("more") ?? document.querySelector("[data-scroll]")).focus({ preventScroll: true });
  }

  // --- what a person does with a card ------------------------------------------------------------------------------

  /** Whether the person may do something now; `where` holds the card or zone that it concerns. */
  may(kind, { card, zone } = {}) {
    const { state, me } = this.#model;
    return mayDo(kind, { state, me, card, zone });
  }

  toggleVote(id) {
    const { voted, votesLeft, me, state } = this.#model;
    if (!me.can_vote || state.state !== "open" || !this.may("vote", { card: this.card(id) })) return;
    const isMine = voted.has(id);
    if (!isMine && votesLeft < 1) return this.announce(say("noVotes"));
    this.act(isMine ? "unvote" : "vote", { card: id });
    this.announce(say(isMine ? "youUnvoted" : "youVoted", { left: this.#model.votesLeft }));
  }

  /** Change a card's text in its place. */
  edit(id) {
    const face = this.#cards.get(id);
    if (!face || face.editor || !this.may("edit_card", { card: this.card(id) })) return;
    if (this.viewport.zoom < 0.7) this.viewport.reveal(face.element);
    face.editor = new Editor({
      element: face.element,
      card: face.card,
      limit: this.settings.textLimit,
      draft: this.draft(`edit:${id}`),
      onTyping: (text) => this.act("typing", { card: id, text }),
      onSave: (words) => this.act("edit_card", { card: id, ...words }),
      onClose: () => {
        face.editor = null;
        face.part("more").focus();
      },
    });
  }

  /** The column in which a card is shown. */
  columnOf(card) {
    const zone = this.#zones.get(card.zone);
    return zone?.list(card.column)?.dataset.column ?? "";
  }

  /** While a card is held the lists stay as they are; afterwards they are drawn again. */
  hold(isHeld) {
    this.#isHeld = isHeld;
    if (!isHeld) this.redraw();
  }

  // --- others ------------------------------------------------------------------------------------------------------

  /** Somebody is writing in a card; forgotten after a few seconds of silence. */
  someoneTypes(card, name, text = "") {
    clearTimeout(this.#typing.get(card)?.timer);
    const timer = setTimeout(() => {
      this.#typing.delete(card);
      this.redraw();
    }, 4000);
    this.#typing.set(card, { name: name || say("somebody"), text, timer });
    this.redraw();
  }

  showState(state) {
    const badge = document.querySelector("[data-state-badge]").firstElementChild;
    badge.textContent = states[state];
    badge.className = `badge badge--${{ open: "success", locked: "warning", closed: "neutral" }[state] ?? "notice"}`;
    for (const form of document.querySelectorAll("[data-steer] [data-state]")) form.hidden = form.dataset.state === state;
  }
}

/** The stacks of more than one card, by the card on top, each from top to bottom. */
function stacksOf(state) {
  const found = new Map();
  for (const card of Object.values(state.cards)) {
    if (!card.stack || !isStanding(card) || !isUnder(state, card)) continue;
    if (!found.has(card.stack)) found.set(card.stack, [state.cards[card.stack]]);
    found.get(card.stack).push(card);
  }
  for (const pile of found.values()) pile.sort((a, b) => Number(Boolean(a.stack)) - Number(Boolean(b.stack)) || a.rank - b.rank);
  return found;
}
