// The menu of one card, made when it is opened: everything that a hand can do by dragging, and the rest.
import { say, short } from "./texts.js";

export class CardMenu {
  #view;
  #open = null; // {id, opener, panel}

  constructor(view) {
    this.#view = view;
    document.addEventListener("click", (event) => {
      if (this.#open && !this.#open.panel.contains(event.target) && !this.#open.opener.contains(event.target)) this.close();
    });
  }

  toggle(id, opener, element) {
    if (this.#open?.id === id) return this.close();
    this.close();
    const panel = document.createElement("div");
    panel.className = "board-menu";
    const list = document.createElement("ul");
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", say("more", { text: short(this.#view.card(id).text) }));
    for (const item of this.#items(id)) {
      const line = document.createElement("li");
      line.append(item);
      list.append(line);
    }
    panel.append(list);
    panel.addEventListener("keydown", (event) => this.#key(event));
    panel.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== opener) this.close();
    });
    element.append(panel);
    element.classList.add("board-card--menu");
    opener.setAttribute("aria-expanded", "true");
    this.#open = { id, opener, panel, element };
    panel.scrollIntoView({ block: "nearest" });
    panel.querySelector("button, a")?.focus({ preventScroll: true });
  }

  close() {
    if (!this.#open) return;
    const { opener, panel, element } = this.#open;
    this.#open = null;
    const hadFocus = panel.contains(document.activeElement);
    panel.remove();
    element.classList.remove("board-card--menu");
    opener.setAttribute("aria-expanded", "false");
    if (hadFocus) opener.focus();
  }

  #items(id) {
    const view = this.#view;
    const card = view.card(id);
    const items = [];
    const add = (label, action) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => {
        this.close();
        action();
      });
      items.push(button);
    };
    if (view.mayWork()) {
      add(say("edit"), () => view.edit(id));
      add(say("cite"), () => view.act("choose_themes", { card: id }));
      add(say("up"), () => view.step(id, -1));
      add(say("down"), () => view.step(id, 1));
      for (const zone of view.settings.zones) {
        if (zone.key !== card.zone) add(say("moveTo", { zone: zone.title }), () => view.move(id, zone.key, 0));
      }
      add(say("remove"), () => {
        view.act("remove_card", { card: id });
        view.announce(say("youRemoved"));
      });
    }
    if (!card.is_promoted) {
      for (const action of view.settings.actions) {
        const link = document.createElement("a");
        const url = new URL(action.url, location.href);
        url.searchParams.set("card", id);
        link.href = url;
        link.textContent = action.label;
        items.push(link);
      }
    }
    return items;
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
