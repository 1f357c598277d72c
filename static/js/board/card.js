// One card as it is seen: made once, filled again only when something that is seen of it has changed.
import { copyOf, make, setText } from "./dom.js";
import { say, short } from "./texts.js";

/** What stands for a card in a label. */
export function nameOf(card) {
  return short(card.title || card.text);
}

export class CardFace {
  card = null;
  editor = null;
  #context = null;

  constructor(view, id) {
    this.view = view;
    this.id = id;
    const { element, part } = copyOf("card-template");
    this.element = element;
    this.part = part;
    element.dataset.card = id;
    part("vote").addEventListener("click", () => view.toggleVote(id));
    part("more").addEventListener("click", () => view.menu.toggle(id, part("more")));
    part("text").addEventListener("dblclick", () => view.edit(id));
    part("grip").addEventListener("keydown", (event) => view.moveByKey(id, event));
    part("select").addEventListener("change", () => view.selection.set(id, part("select").checked));
  }

  /** Draw the card if it, or what surrounds it, is not what was drawn before. */
  draw(card, around) {
    const context = JSON.stringify(around);
    if (card === this.card && context === this.#context) return;
    const isOther = card !== this.card;
    this.card = card;
    this.#context = context;
    this.#fill(card, around);
    if (isOther) this.editor?.cardChanged(card);
  }

  #fill(card, around) {
    const { part, element } = this;
    const name = nameOf(card);
    setText(part("text"), card.text);
    this.#show("flag", card.is_promoted ? say("candidate") : "");
    setText(part("author"), around.author);
    part("grip").setAttribute("aria-label", say("move", { text: name }));
    part("grip").hidden = !around.mayMove;
    part("more").setAttribute("aria-label", say("more", { text: name }));
    part("more").hidden = !around.hasMenu;
    this.#show("doing", around.doing);
    part("choose").hidden = !around.isSelecting;
    part("select").checked = around.isSelected;
    setText(part("select-label"), say("selectCard", { text: name }));
    element.hidden = !around.isShown;
    element.classList.toggle("board-card--selected", around.isSelected);
    element.classList.toggle("board-card--promoted", card.is_promoted);
    element.classList.toggle("board-card--waiting", around.isWaiting);
    this.#fillVote(card, around);
    this.#fillThemes(around.themes);
  }

  #show(name, words) {
    const element = this.part(name);
    element.hidden = !words;
    setText(element, words);
  }

  #fillVote(card, { isMine, canVote, votesLeft }) {
    const button = this.part("vote");
    setText(this.part("votes-count"), String(card.votes));
    button.setAttribute("aria-pressed", String(isMine));
    button.setAttribute("aria-label", say(!canVote ? "votesOnly" : isMine ? "unvote" : "vote", { count: card.votes }));
    // Not `disabled`: a button that goes away under the finger confuses; without votes left it says so.
    button.setAttribute("aria-disabled", String(!canVote || (!isMine && votesLeft < 1)));
  }

  #fillThemes(themes) {
    const list = this.part("themes");
    list.hidden = !themes.length;
    list.setAttribute("aria-label", say("themes"));
    list.replaceChildren(...themes.map(({ title, lang }) => make("li", {}, make("span", { class: "tag", lang: lang || null }, title || "…"))));
  }
}
