// Shows a board: zones with their lists of cards, the same elements in both views. What people do leaves through `act`.
import { CardFace } from "./card.js";
import { Draggable } from "./drag.js";
import { Editor } from "./editor.js";
import { CardMenu } from "./menu.js";
import { RemovedCards } from "./removed.js";
import { cardsIn, rankAt } from "./state.js";
import { say, states } from "./texts.js";
import { ZoneView } from "./zone.js";
import { ZoneBar } from "./zonebar.js";

const NUDGE = 25; // of 1000, for a card in a zone of free placement

export class BoardView {
  #ground = document.querySelector("[data-zones]");
  #cards = new Map(); // id: CardFace
  #zones = new Map(); // key: ZoneView
  #typing = new Map(); // card id: {name, timer}
  #isHeld = false; // somebody is dragging: the lists stay as they are
  #model = null;

  /** @param options {settings, storage, drafts, act, announce, filter, viewport, lost} */
  constructor(options) {
    Object.assign(this, options);
    this.menu = new CardMenu(this);
    this.removed = new RemovedCards(this);
    this.bar = new ZoneBar({ root: this.root, viewport: this.viewport, announce: this.announce, find: (key) => this.#zones.get(key) });
    this.drag = new Draggable(this, this.#ground);
  }

  /** The board as it is drawn now. */
  get model() {
    return this.#model;
  }

  title(zone) {
    return this.#model.zones.find((known) => known.key === zone)?.title ?? zone;
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
    return cardsIn(this.#model.state, zone).filter((card) => this.#columnOf(card) === column && this.filter.shows(card, this.#model.themes));
  }

  /** Draw what changed; `model` is made by the store. */
  render(model) {
    this.#model = model;
    if (this.#isHeld) return; // drawn when the hand is lifted
    const focused = document.activeElement;
    const home = focused?.closest("[data-card]");
    const after = home && [home.nextElementSibling?.dataset.card, home.previousElementSibling?.dataset.card];
    this.#drawZones();
    const seen = new Set();
    for (const [key, zone] of this.#zones) this.#drawCards(key, zone, seen);
    for (const [id, face] of this.#cards) if (!seen.has(id)) this.#discard(id, face);
    this.bar.draw(model.zones);
    this.removed.draw(model);
    this.selection.keep((id) => seen.has(id));
    this.filter.offer([...seen].map((id) => model.state.cards[id]), model.themes);
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
    const onAdd = (text) => {
      const column = zone.layout === "columns" ? { column: zone.columns[0].key } : {};
      this.act("add_card", { zone: zone.key, text, rank: rankAt(this.#model.state, zone.key, 0), ...column });
      this.announce(say("youAdded", { zone: this.title(zone.key) }));
    };
    const made = new ZoneView({ zone, storage, drafts, limit: settings.textLimit, onAdd });
    made.root.querySelector("textarea").addEventListener("focus", (event) => this.viewport.zoom < 0.7 && this.viewport.reveal(event.target));
    this.#zones.set(zone.key, made);
    return made;
  }

  #drawCards(key, zone, seen) {
    const cards = cardsIn(this.#model.state, key);
    const places = new Map();
    let shown = 0;
    for (const card of cards) {
      seen.add(card.id);
      const face = this.#cards.get(card.id) ?? this.#makeCard(card.id);
      const isShown = this.filter.shows(card, this.#model.themes);
      shown += isShown;
      face.draw(card, this.#around(card, isShown));
      const list = zone.list(card.column ?? "");
      const place = places.get(list) ?? 0;
      places.set(list, place + 1);
      if (list.children[place] !== face.element) list.insertBefore(face.element, list.children[place] ?? null);
      const isFree = zone.zone.layout === "free" && card.x !== null && card.x !== undefined;
      face.element.style.setProperty("--x", isFree ? card.x / 1000 : "");
      face.element.style.setProperty("--y", isFree ? card.y / 1000 : "");
    }
    zone.count(cards.length, shown, this.may("add_card", { zone: zone.zone }));
  }

  #makeCard(id) {
    const face = new CardFace(this, id);
    this.#cards.set(id, face);
    return face;
  }

  /** Everything beside the card itself that is seen of it. */
  #around(card, isShown) {
    const { voted, waiting, people, themes, me, votesLeft, state } = this.#model;
    const writer = this.#typing.get(card.id)?.name;
    const mayMove = this.may("move_card", { card });
    return {
      isShown,
      author: card.author === me.ref ? say("you", { name: me.name }) : (people[card.author] ?? say("facilitation")),
      doing: writer ? say("typing", { name: writer }) : waiting.has(card.id) ? say("sending") : "",
      isWaiting: waiting.has(card.id),
      isMine: voted.has(card.id),
      canVote: me.can_vote && state.state === "open" && this.may("vote", { card }),
      votesLeft: Math.min(votesLeft, 1),
      themes: card.themes.map((id) => themes[id] ?? { title: "" }),
      mayMove,
      hasMenu: mayMove || this.may("edit_card", { card }) || this.settings.actions.length > 0,
      isSelecting: this.selection.isOn,
      isSelected: this.selection.has(card.id),
    };
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
    if (state.state === "preparing" ? !me.is_host : state.state !== "open" || !me.can_work) return false;
    if (me.is_host) return true;
    const allowed = state.mode?.may;
    if (allowed && !allowed.includes(kind)) return false;
    const place = zone ?? this.#model.zones.find((known) => known.key === card?.zone);
    return !card?.is_locked && !place?.is_locked;
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
      onTyping: () => this.act("typing", { card: id }),
      onSave: (text, was) => this.act("edit_card", { card: id, text, was }),
      onClose: () => {
        face.editor = null;
        face.part("more").focus();
      },
    });
  }

  #columnOf(card) {
    const zone = this.#zones.get(card.zone);
    return zone?.list(card.column ?? "")?.dataset.column ?? "";
  }

  /** Put a card before another of a list (`before` null: last), or at a point of a free zone, and say where it went. */
  put(id, { zone, column = "", before = null, x, y }) {
    const card = this.card(id);
    if (!card || !this.may("move_card", { card })) return;
    const { state } = this.#model;
    const others = cardsIn(state, zone).filter((other) => other.id !== id);
    const at = others.findIndex((other) => other.id === before);
    const rank = rankAt(state, zone, at < 0 ? others.length : at, id);
    const place = x === undefined ? {} : { x, y };
    this.act("move_card", { card: id, zone, rank, ...(column ? { column } : {}), ...place });
    const shown = this.shownIn(zone, column);
    const here = shown.findIndex((other) => other.id === id);
    this.announce(x === undefined ? say("place", { zone: this.title(zone), place: here + 1, count: shown.length }) : say("placeFree", { zone: this.title(zone), x: Math.round(x / 10), y: Math.round(y / 10) }));
  }

  /** One step up or down among the cards in sight. */
  step(id, by) {
    const card = this.card(id);
    const column = this.#columnOf(card);
    const shown = this.shownIn(card.zone, column);
    const at = shown.findIndex((other) => other.id === id);
    if (at + by < 0 || at + by >= shown.length) return;
    const before = by < 0 ? shown[at - 1].id : (shown[at + 2]?.id ?? null);
    this.put(id, { zone: card.zone, column, before });
  }

  /** To the top of another list. */
  moveTo(id, { zone, column }) {
    const before = this.shownIn(zone, column).find((other) => other.id !== id)?.id ?? null;
    this.bar.show(zone);
    this.put(id, { zone, column, before, ...(this.zone(zone).zone.layout === "free" ? { x: 20, y: 20 } : {}) });
  }

  moveByKey(id, event) {
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const upright = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if ((!sideways && !upright) || event.altKey || event.metaKey) return;
    event.preventDefault();
    const card = this.card(id);
    const { lists } = this;
    const at = lists.findIndex((list) => list.zone === card.zone && list.column === this.#columnOf(card));
    const isFree = this.zone(card.zone).zone.layout === "free" && this.root.dataset.view === "board" && !event.shiftKey;
    if (isFree) this.#nudge(card, sideways, upright);
    else if (upright) this.step(id, upright);
    else if (lists[at + sideways]) this.moveTo(id, lists[at + sideways]);
    this.#cards.get(id)?.part("grip").focus();
    this.#cards.get(id)?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #nudge(card, sideways, upright) {
    const within = (value) => Math.max(0, Math.min(1000, value));
    const [x, y] = [within((card.x ?? 0) + sideways * NUDGE), within((card.y ?? 0) + upright * NUDGE)];
    const { zone, rank } = card;
    this.act("move_card", { card: card.id, zone, rank, x, y });
    this.announce(say("placeFree", { zone: this.title(zone), x: Math.round(x / 10), y: Math.round(y / 10) }));
  }

  /** While a card is held the lists stay as they are; afterwards they are drawn again. */
  hold(isHeld) {
    this.#isHeld = isHeld;
    if (!isHeld) this.redraw();
  }

  // --- others ------------------------------------------------------------------------------------------------------

  /** Somebody is writing in a card; forgotten after a few seconds of silence. */
  someoneTypes(card, name) {
    clearTimeout(this.#typing.get(card)?.timer);
    const timer = setTimeout(() => {
      this.#typing.delete(card);
      this.redraw();
    }, 4000);
    this.#typing.set(card, { name: name || say("somebody"), timer });
    this.redraw();
  }

  showState(state) {
    const badge = document.querySelector("[data-state-badge]").firstElementChild;
    badge.textContent = states[state];
    badge.className = `badge badge--${{ open: "success", locked: "warning", closed: "neutral" }[state] ?? "notice"}`;
    for (const form of document.querySelectorAll("[data-steer] [data-state]")) form.hidden = form.dataset.state === state;
  }

  /** From one card in sight to the next, in the order of the page. */
  goOn(id, by) {
    const shown = [...this.#ground.querySelectorAll("[data-card]:not([hidden])")];
    const at = shown.findIndex((element) => element.dataset.card === id);
    const next = shown[at < 0 ? 0 : at + by];
    if (next) this.find(next.dataset.card);
  }

  /** Bring a card into sight and put the focus on it. */
  find(id) {
    const face = this.#cards.get(id);
    if (!face) return;
    this.viewport.reveal(face.element);
    face.part("more").focus({ preventScroll: true });
    face.element.classList.add("board-card--found");
    setTimeout(() => face.element.classList.remove("board-card--found"), 1600);
  }
}

