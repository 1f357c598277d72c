// One card as it is seen: made once, filled again only when something that is seen of it has changed.
import { copyOf, make, setText } from "./dom.js";
import { colours, kinds, say, short } from "./texts.js";

/** What stands for a card in a label; of one that was hidden nobody knows what it said. */
export function nameOf(card) {
  return short(card.title || card.text || "–");
}

/** Whether a text may take more than the eight lines that a card on the board shows. */
function isLong(text) {
  return text.length > 180 || text.split("\n").length > 6;
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
    part("open").addEventListener("click", () => view.act("open", { card: id }));
    part("fold").addEventListener("click", () => view.fold(id));
    part("text").addEventListener("dblclick", () => view.edit(id));
    part("title").addEventListener("dblclick", () => view.edit(id));
    part("grip").addEventListener("keydown", (event) => view.mover.byKey(id, event));
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
    part("text").classList.toggle("board-card__text--long", isLong(card.text));
    if (!this.editor) this.#show("title", card.title);
    this.#show("flag", card.is_promoted ? say("candidate") : "");
    this.#show("kind", card.kind === "note" ? "" : kinds[card.kind]);
    this.#show("colour", card.colour ? colours[card.colour] : "");
    part("locked").hidden = !card.is_locked;
    part("meta").hidden = card.kind === "note" && !card.colour && !card.is_promoted && !card.is_locked;
    element.dataset.colour = card.colour;
    setText(part("author"), around.author);
    part("grip").setAttribute("aria-label", say("move", { text: name }));
    part("grip").hidden = !around.mayMove;
    part("more").setAttribute("aria-label", say("more", { text: name }));
    this.#show("doing", around.doing);
    part("doing").dir = "auto";
    part("choose").hidden = !around.isSelecting;
    part("select").checked = around.isSelected;
    setText(part("select-label"), say("selectCard", { text: name }));
    element.hidden = !around.isShown;
    for (const [sign, isOn] of [["selected", around.isSelected], ["promoted", card.is_promoted], ["waiting", around.isWaiting], ["stack", around.pile > 1], ["private", card.is_private]]) {
      element.classList.toggle(`board-card--${sign}`, isOn);
    }
    this.#fillVote(card, around);
    this.#fillMarks(card, around);
    this.#fillLinks(around.links);
    this.#fillOrigins(around.origins);
    this.#fillPicture(around.picture);
    this.#fillOpen(card, around, name);
    this.#fillStack(around);
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

  /** Themes that it rests on, and its tags. */
  #fillMarks(card, { themes }) {
    const list = this.part("themes");
    list.hidden = !themes.length && !card.tags.length;
    list.setAttribute("aria-label", say("themes"));
    const mark = (words, more) => make("li", {}, make("span", { class: "tag", ...more }, words));
    list.replaceChildren(
      ...themes.map(({ title, lang }) => mark(title || "…", { lang: lang || null })),
      ...card.tags.map((tag) => mark(`#${tag}`, { class: "tag board-card__tag", dir: "auto" })),
    );
  }

  #fillPicture(file) {
    const picture = this.part("picture");
    picture.hidden = !file;
    if (!file || picture.dataset.file === file.id) return;
    picture.dataset.file = file.id;
    picture.alt = file.description || file.name;
    picture.width = file.width;
    picture.height = file.height;
    picture.src = this.view.settings.file.replace("ID", file.id);
  }

  #fillLinks(links) {
    const list = this.part("links");
    list.hidden = !links.length;
    const go = (other) => () => this.view.guide.find(other);
    list.replaceChildren(...links.map(({ words, name, other }) => make("li", {}, `${words} `, make("button", { type: "button", class: "board-card__link", on: { click: go(other) } }, name))));
  }

  #fillOrigins(lines) {
    const list = this.part("origins");
    list.hidden = !lines.length;
    list.replaceChildren(...lines.map((line) => make("li", {}, line)));
  }

  /** One button opens the card; it says what there is to find. */
  #fillOpen(card, { links, comments, files }, name) {
    const reactions = Object.values(card.reactions).reduce((sum, seats) => sum + seats.length, 0);
    const there = [
      ["comments", comments],
      ["reactions", reactions],
      ["files", files],
      ["sources", card.references.length],
      ["links", links.length],
    ].filter(([, count]) => count > 0);
    setText(this.part("open-count"), comments ? String(comments) : "");
    const rest = there.filter(([key]) => key !== "comments").reduce((sum, [, count]) => sum + count, 0);
    setText(this.part("open-rest"), rest ? `+${rest}` : "");
    this.part("open").setAttribute("aria-label", [say("open", { text: name }), ...there.map(([key, count]) => say(`${key}Count`, { count }))].join(". "));
  }

  #fillStack({ pile, isUnfolded }) {
    const button = this.part("fold");
    button.hidden = pile < 2;
    button.setAttribute("aria-expanded", String(isUnfolded));
    setText(button, say("stackOf", { count: pile }));
    this.part("under").hidden = !isUnfolded || pile < 2;
  }
}
