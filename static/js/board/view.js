// Shows a board: three lists of cards, each card drawn again only when it changed. What people do leaves through `act`.
import { Draft } from "./outbox.js";
import { CardMenu } from "./menu.js";
import { draggable } from "./drag.js";
import { Editor } from "./editor.js";
import { cardsIn, rankAt, removedCards } from "./state.js";
import { lengthOf, say, short, states } from "./texts.js";

const NARROW = matchMedia("(max-width: 56.24rem)");

export class BoardView {
  #root = document.getElementById("board");
  #template = document.getElementById("card-template");
  #cards = new Map(); // id: {element, shown, editor}
  #zones = new Map(); // key: {root, list, count, empty, add}
  #typing = new Map(); // card id: {name, until}
  #isBusy = false; // somebody is dragging: the lists stay as they are
  #model = null;

  constructor({ settings, drafts, act, announce }) {
    this.settings = settings;
    this.act = act;
    this.announce = announce;
    this.menu = new CardMenu(this);
    for (const root of this.#root.querySelectorAll("[data-zone]")) {
      const zone = {
        root,
        list: root.querySelector("[data-cards]"),
        counts: this.#root.querySelectorAll(`[data-zone="${root.dataset.zone}"] [data-count], [data-show="${root.dataset.zone}"] [data-count]`),
        empty: root.querySelector("[data-empty]"),
        add: root.querySelector("[data-add]"),
      };
      this.#zones.set(root.dataset.zone, zone);
      this.#prepareAdd(root.dataset.zone, zone.add, new Draft(localStorageOrNothing(), drafts, root.dataset.zone));
    }
    this.#prepareSwitch();
  }

  /** The board as it is drawn now. */
  get model() {
    return this.#model;
  }

  title(zone) {
    return this.settings.zones.find((known) => known.key === zone)?.title ?? zone;
  }

  // --- zones -------------------------------------------------------------------------------------------------------

  #prepareAdd(zone, form, draft) {
    const input = form.querySelector("textarea");
    const row = form.querySelector("[data-add-row]");
    const left = form.querySelector("[data-left]");
    const fit = () => {
      row.hidden = !input.value && document.activeElement !== input;
      grow(input);
      countDown(left, input.value, this.settings.textLimit);
    };
    input.value = draft.text;
    input.addEventListener("focus", fit);
    input.addEventListener("blur", () => setTimeout(fit, 150));
    input.addEventListener("input", () => {
      draft.text = input.value;
      fit();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text || lengthOf(text) > this.settings.textLimit) return input.focus();
      this.act("add_card", { zone, text, rank: rankAt(this.#model.state, zone, 0) });
      this.announce(say("youAdded", { zone: this.title(zone) }));
      input.value = draft.text = "";
      fit();
      input.focus();
    });
    fit();
  }

  /** On a phone one zone at a time. */
  #prepareSwitch() {
    const control = this.#root.querySelector("[data-switch]");
    control.hidden = false;
    const buttons = [...control.querySelectorAll("[data-show]")];
    const show = (key) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === key));
      for (const [zone, { root }] of this.#zones) root.classList.toggle("board-zone--shown", zone === key);
    };
    for (const button of buttons) button.addEventListener("click", () => show(button.dataset.show));
    this.showZone = (key) => NARROW.matches && show(key);
    show(buttons[0].dataset.show);
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  /** Draw what changed. `model`: state, voted, waiting (ids of cards on the way), people, themes, me. */
  render(model) {
    // Until the first board arrives, what the server rendered stays to be read.
    if (!this.#model) for (const { list } of this.#zones.values()) list.replaceChildren();
    this.#model = model;
    if (this.#isBusy) return; // drawn when the hand is lifted
    const works = this.mayWork();
    const focused = document.activeElement;
    const seen = new Set();
    for (const [key, zone] of this.#zones) {
      const cards = cardsIn(model.state, key);
      cards.forEach((card, place) => {
        seen.add(card.id);
        const { element } = this.#draw(card, works);
        if (zone.list.children[place] !== element) zone.list.insertBefore(element, zone.list.children[place] ?? null);
      });
      for (const count of zone.counts) count.textContent = String(cards.length);
      zone.empty.hidden = cards.length > 0;
      zone.add.hidden = !works;
    }
    for (const [id, { element, editor }] of this.#cards) {
      if (seen.has(id)) continue;
      editor?.close();
      element.remove();
      this.#cards.delete(id);
    }
    this.#drawRemoved(removedCards(model.state), works);
    // Moving an element through the page takes its focus away.
    if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /** Whether the person can change the board as it stands. */
  mayWork() {
    const { state, me } = this.#model;
    return state.state === "preparing" ? me.is_host : state.state === "open" && me.can_work;
  }

  #draw(card, works) {
    const known = this.#cards.get(card.id) ?? this.#make(card.id);
    const { voted, waiting, people, themes } = this.#model;
    // Everything that is seen of a card; the same as before means nothing to do.
    const titles = card.themes.map((id) => themes[id]?.title ?? "");
    const seen = JSON.stringify([card, voted.has(card.id), waiting.has(card.id), people[card.author], titles, works, this.#votesLeft(), this.#writer(card.id)]);
    if (known.seen === seen) return known;
    known.seen = seen;
    known.card = card;
    this.#fill(known, card, works);
    known.editor?.cardChanged(card);
    return known;
  }

  #make(id) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    element.dataset.card = id;
    const part = (name) => element.querySelector(`[data-${name}]`);
    const known = { element, part, card: null, seen: null, editor: null };
    this.#cards.set(id, known);
    part("vote").addEventListener("click", () => this.#toggleVote(id));
    part("more").addEventListener("click", () => this.menu.toggle(id, part("more"), element));
    part("text").addEventListener("dblclick", () => this.edit(id));
    part("grip").addEventListener("keydown", (event) => this.#moveByKey(id, event));
    draggable(this, id, element, part("grip"));
    return known;
  }

  #fill({ element, part }, card, works) {
    const { voted, waiting, people, me } = this.#model;
    const name = short(card.text);
    part("text").textContent = card.text;
    part("flag").hidden = !card.is_promoted;
    part("flag").textContent = card.is_promoted ? say("candidate") : "";
    part("author").textContent = card.author === me.ref ? say("you", { name: me.name }) : people[card.author] ?? say("facilitation");
    part("grip").setAttribute("aria-label", say("move", { text: name }));
    part("grip").hidden = !works;
    part("more").setAttribute("aria-label", say("more", { text: name }));
    part("more").hidden = !works && !this.settings.actions.length;
    const writer = this.#writer(card.id);
    part("doing").hidden = !writer && !waiting.has(card.id);
    part("doing").textContent = writer ? say("typing", { name: writer }) : waiting.has(card.id) ? say("sending") : "";
    element.classList.toggle("board-card--promoted", card.is_promoted);
    element.classList.toggle("board-card--waiting", waiting.has(card.id));
    this.#fillVote(part("vote"), part("votes-count"), card, voted.has(card.id), works);
    this.#fillThemes(part("themes"), card);
  }

  #fillVote(button, count, card, isMine, works) {
    const canVote = works && this.#model.me.can_vote && this.#model.state.state === "open";
    count.textContent = String(card.votes);
    button.setAttribute("aria-pressed", String(isMine));
    button.setAttribute("aria-label", say(!canVote ? "votesOnly" : isMine ? "unvote" : "vote", { count: card.votes }));
    // Not `disabled`: a button that goes away under the finger confuses; without votes left it says so.
    button.setAttribute("aria-disabled", String(!canVote || (!isMine && this.#votesLeft() < 1)));
  }

  #fillThemes(list, card) {
    list.hidden = !card.themes.length;
    list.setAttribute("aria-label", say("themes"));
    list.replaceChildren(
      ...card.themes.map((id) => {
        const theme = this.#model.themes[id];
        const item = document.createElement("li");
        const tag = document.createElement("span");
        tag.className = "tag";
        tag.textContent = theme?.title ?? "…";
        if (theme?.lang) tag.lang = theme.lang;
        item.append(tag);
        return item;
      }),
    );
  }

  #drawRemoved(cards, works) {
    const box = this.#root.querySelector("[data-removed]");
    box.hidden = !cards.length;
    box.querySelector("[data-removed-title]").textContent = say("removed", { count: cards.length });
    const seen = JSON.stringify([cards.map((card) => [card.id, card.text]), works]);
    if (box.dataset.seen === seen) return;
    box.dataset.seen = seen;
    box.querySelector("[data-removed-list]").replaceChildren(
      ...cards.map((card) => {
        const item = document.createElement("li");
        const text = document.createElement("p");
        text.dir = "auto";
        text.textContent = card.text;
        const back = document.createElement("button");
        back.type = "button";
        back.className = "button button--secondary";
        back.textContent = say("restore");
        back.hidden = !works;
        back.setAttribute("aria-label", `${say("restore")}: ${short(card.text)}`);
        back.addEventListener("click", () => this.act("restore_card", { card: card.id }));
        item.append(text, back);
        return item;
      }),
    );
  }

  // --- what a person does with a card ------------------------------------------------------------------------------

  card(id) {
    return this.#model.state.cards[id];
  }

  #votesLeft() {
    return this.#model.votesLeft;
  }

  #toggleVote(id) {
    const isMine = this.#model.voted.has(id);
    if (!this.mayWork() || !this.#model.me.can_vote || this.#model.state.state !== "open") return;
    if (!isMine && this.#votesLeft() < 1) return this.announce(say("noVotes"));
    this.act(isMine ? "unvote" : "vote", { card: id });
    this.announce(say(isMine ? "youUnvoted" : "youVoted", { left: this.#votesLeft() }));
  }

  /** Change a card's text in its place. */
  edit(id) {
    const known = this.#cards.get(id);
    if (!known || !this.mayWork() || known.editor) return;
    known.editor = new Editor({
      element: known.element,
      card: known.card,
      limit: this.settings.textLimit,
      nameOf: (ref) => this.#model.people[ref],
      onTyping: () => this.act("typing", { card: id }),
      onSave: (text, was) => this.act("edit_card", { card: id, text, was }),
      onClose: () => {
        known.editor = null;
        known.part("more").focus();
      },
    });
  }

  /** Put a card at a place of a zone, and say where it went. */
  move(id, zone, place) {
    const card = this.card(id);
    if (!card || !this.mayWork()) return;
    const others = cardsIn(this.#model.state, zone).filter((other) => other.id !== id);
    const bounded = Math.max(0, Math.min(place, others.length));
    const here = cardsIn(this.#model.state, card.zone).findIndex((other) => other.id === id);
    if (zone === card.zone && bounded === here) return;
    this.act("move_card", { card: id, zone, rank: rankAt(this.#model.state, zone, bounded, id) });
    this.announce(say("place", { zone: this.title(zone), place: bounded + 1, count: others.length + 1 }));
  }

  /** One step up or down in its zone. */
  step(id, by) {
    const card = this.card(id);
    const here = cardsIn(this.#model.state, card.zone).findIndex((other) => other.id === id);
    if (here + by >= 0) this.move(id, card.zone, here + by);
  }

  #moveByKey(id, event) {
    const keys = this.settings.zones.map((zone) => zone.key);
    const at = keys.indexOf(this.card(id).zone);
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const upright = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!sideways && !upright) return;
    event.preventDefault();
    if (upright) this.step(id, upright);
    else if (keys[at + sideways]) {
      this.move(id, keys[at + sideways], 0);
      this.showZone(keys[at + sideways]);
    }
    this.#cards.get(id)?.part("grip").focus();
  }

  /** While a card is held the lists stay as they are; afterwards they are drawn again. */
  hold(isHeld) {
    this.#isBusy = isHeld;
    if (!isHeld && this.#model) this.render(this.#model);
  }

  /** The lists of the zones, for dragging: [zone, list]. */
  get lists() {
    return [...this.#zones].map(([key, { list, root }]) => ({ key, list, root }));
  }

  // --- others ------------------------------------------------------------------------------------------------------

  /** Somebody is writing in a card; forgotten after a few seconds of silence. */
  someoneTypes(card, name) {
    clearTimeout(this.#typing.get(card)?.timer);
    const timer = setTimeout(() => {
      this.#typing.delete(card);
      if (this.#model) this.render(this.#model);
    }, 4000);
    this.#typing.set(card, { name: name || say("somebody"), timer });
    if (this.#model) this.render(this.#model);
  }

  #writer(card) {
    return this.#typing.get(card)?.name ?? "";
  }

  showState(state) {
    const badge = document.querySelector("[data-state-badge]").firstElementChild;
    badge.textContent = states[state];
    badge.className = `badge badge--${{ open: "success", locked: "warning", closed: "neutral" }[state] ?? "notice"}`;
    for (const form of document.querySelectorAll("[data-steer] [data-state]")) form.hidden = form.dataset.state === state;
  }
}

/** A text area as high as its text. */
export function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/** Say what is left when it gets tight. */
export function countDown(element, text, limit) {
  const rest = limit - lengthOf(text.trim());
  const isNear = rest < 200;
  element.textContent = isNear ? say(rest < 0 ? "over" : "left", { count: Math.abs(rest) }) : "";
  element.classList.toggle("board-left--over", rest < 0);
}

export function localStorageOrNothing() {
  try {
    return localStorage;
  } catch {
    return null; // a strict browser throws at the mere mention; Outbox and Draft live without
  }
}
