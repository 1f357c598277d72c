// What is seen of a card beside its own words: who wrote it, who is writing, what hangs on it, what one may do with it.
import { nameOf } from "./card.js";
import { isPicture } from "./detail-files.js";
import { commentsOf, filesOf } from "./heritage.js";
import { isStanding } from "./state.js";
import { relations, say, short } from "./texts.js";

export class Surroundings {
  #links = new Map(); // card id: [{id, words, other, name}]
  #of = null; // the links they were made of, and the cards

  constructor(view) {
    this.view = view;
  }

  /** Everything that a card's face shows, as plain data: the same data means that there is nothing to draw. */
  of(card, { isShown, pile, isUnfolded }) {
    const { view } = this;
    const { voted, waiting, themes, me, votesLeft, state } = view.model;
    const writer = view.writer(card.id);
    const words = short(view.wordsBeingWritten(card.id), 120);
    const mayMove = view.may("move_card", { card });
    const files = filesOf(state, card).map(({ file }) => file);
    return {
      isShown,
      pile,
      isUnfolded,
      author: this.author(card),
      doing: writer ? [say("typing", { name: writer }), words].filter(Boolean).join(" ") : waiting.has(card.id) ? say("sending") : card.is_private ? say("private") : "",
      isWaiting: waiting.has(card.id),
      isMine: voted.has(card.id),
      canVote: me.can_vote && state.state === "open" && view.may("vote", { card }),
      votesLeft: Math.min(votesLeft, 1),
      // A prepared card says its theme already.
      themes: card.themes.map((id) => themes[id] ?? { title: "" }).filter(({ title }) => !title || (title !== card.text && title !== card.title)),
      links: this.links(card.id),
      origins: view.origins.linesOf(state, card),
      picture: files.find(isPicture),
      files: files.length,
      comments: commentsOf(state, card).filter(({ comment }) => !comment.is_removed).length,
      mayMove,
      isSelecting: view.selection.isOn,
      isSelected: view.selection.has(card.id),
    };
  }

  /** Who wrote a card, and in which group where there are several. */
  author(card) {
    const { people, me } = this.view.model;
    const { groups } = this.view.settings;
    const name = card.author && card.author === me.ref ? this.you() : (people[card.author] ?? (card.group ? "" : say("facilitation")));
    const group = card.group && card.group !== this.view.settings.group ? groups[card.group] : "";
    return [name, group].filter(Boolean).join(" · ");
  }

  /** How one is called oneself; where nobody is named, so that it cannot be taken for what others read. */
  you() {
    return this.view.settings.isAnonymous ? say("youUnnamed") : say("you", { name: this.view.model.me.name });
  }

  /** A card's links in words, seen from this card. */
  links(id) {
    const { links, cards } = this.view.model.state;
    if (this.#of?.links !== links || this.#of.cards !== cards) this.#read(links, cards);
    return this.#links.get(id) ?? [];
  }

  #read(links, cards) {
    this.#of = { links, cards };
    this.#links.clear();
    const add = (id, entry) => this.#links.set(id, [...(this.#links.get(id) ?? []), entry]);
    for (const { id, source, target, relation } of Object.values(links)) {
      const [from, to] = [cards[source], cards[target]];
      if (!from || !to || !isStanding(from) || !isStanding(to)) continue;
      add(source, { id, words: relations[relation].there, other: target, name: nameOf(to) });
      add(target, { id, words: relations[relation].back, other: source, name: nameOf(from) });
    }
  }
}
