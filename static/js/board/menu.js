// The menu of one card, made when it is opened: everything that a hand can do by dragging, and the rest.
import { nameOf } from "./card.js";
import { make } from "./dom.js";
import { isUnder } from "./state.js";
import { say } from "./texts.js";

export class CardMenu {
  #view;
  #open = null; // {id, opener, panel}

  constructor(view) {
    this.#view = view;
    document.addEventListener("pointerdown", (event) => {
      if (this.#open && !this.#open.panel.contains(event.target) && !this.#open.opener.contains(event.target)) this.close();
    });
    addEventListener("scroll", (event) => this.#open && !this.#open.panel.contains(event.target) && place(this.#open.panel, this.#open.opener.getBoundingClientRect()), { capture: true, passive: true });
  }

  toggle(id, opener) {
    if (this.#open?.id === id) return this.close();
    this.close();
    const items = this.#items(id).map((item) => make("li", {}, item));
    const list = make("ul", { role: "list", "aria-label": say("more", { text: nameOf(this.#view.card(id)) }) }, ...items);
    const panel = make("div", { class: "board-menu" }, list);
    panel.addEventListener("keydown", (event) => this.#key(event));
    panel.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== opener) this.close();
    });
    opener.after(panel);
    // In the top layer it is as large as ever, however small the board is drawn.
    panel.popover = "manual";
    panel.showPopover();
    place(panel, opener.getBoundingClientRect());
    opener.setAttribute("aria-expanded", "true");
    this.#open = { id, opener, panel };
    panel.querySelector("button, a")?.focus({ preventScroll: true });
  }

  close() {
    if (!this.#open) return;
    const { opener, panel } = this.#open;
    this.#open = null;
    const hadFocus = panel.contains(document.activeElement);
    panel.remove();
    opener.setAttribute("aria-expanded", "false");
    if (hadFocus) opener.focus({ preventScroll: true });
  }

  #items(id) {
    const view = this.#view;
    const card = view.card(id);
    const items = [];
    const add = (label, action) => {
      const act = () => {
        this.close();
        action();
      };
      items.push(make("button", { type: "button", on: { click: act } }, label));
    };
    add(say("openCard"), () => view.act("open", { card: id }));
    if (view.may("edit_card", { card })) add(say("edit"), () => view.edit(id));
    if (view.may("cite_theme", { card })) add(say("cite"), () => view.act("choose_themes", { card: id }));
    if (view.may("move_card", { card })) this.#moves(card, add);
    add(say(view.selection.has(id) ? "unselect" : "select"), () => view.selection.set(id, !view.selection.has(id)));
    if (view.gather && !card.is_private) add(say("gatherCard"), () => view.gather({ card: id }));
    if (view.may("remove_card", { card })) {
      add(say("remove"), () => {
        view.act("remove_card", { card: id });
        view.announce(say("youRemoved"));
      });
    }
    if (!card.is_promoted) items.push(...view.settings.actions.map((action) => later(action, id)));
    return items;
  }

  #moves(card, add) {
    const view = this.#view;
    if (isUnder(view.model.state, card)) add(say("unstack"), () => view.mover.unstack(card.id));
    add(say("up"), () => view.mover.step(card.id, -1));
    add(say("down"), () => view.mover.step(card.id, 1));
    const here = view.face(card.id).element.parentElement;
    for (const list of view.lists) {
      if (list.list === here) continue;
      add(say("moveTo", { zone: view.placeName(list.zone, list.column) }), () => view.mover.moveTo([card.id], list));
    }
  }

  #key(event) {
    const items = [...this.#open.panel.querySelectorAll("button, a")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length].focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    }
  }
}

/** What a later stage offers on a card. */
function later(action, card) {
  const url = new URL(action.url, location.href);
  url.searchParams.set("card", card);
  return make("a", { href: url }, action.label);
}

/** Below its button, or above it where there is more room. */
function place(panel, { left, right, top, bottom }) {
  panel.style.maxBlockSize = "";
  const { offsetWidth: width, offsetHeight: height } = panel;
  const isBelow = bottom + height <= innerHeight || bottom < innerHeight - top;
  const room = (isBelow ? innerHeight - bottom : top) - 8;
  const inset = { left: Math.max(8, Math.min(right - width, innerWidth - width - 8, left)), top: isBelow ? bottom : Math.max(8, top - Math.min(height, room)) };
  Object.assign(panel.style, { insetInlineStart: `${inset.left}px`, insetBlockStart: `${inset.top}px`, maxBlockSize: `${room}px` });
}
