// What is ours on a board that names nobody: the server tells it to us alone, and here our name is put back on it. Pure.

export class Own {
  #cards = new Set();
  #comments = new Map(); // card: ids of comments
  #reactions = new Map(); // card: signs
  #named = new WeakMap(); // card as committed: the same with our name

  /** As the server says on joining. */
  replace({ cards, comments, reactions }) {
    this.#cards = new Set(cards);
    this.#comments = setsOf(comments);
    this.#reactions = setsOf(reactions);
    this.#named = new WeakMap();
  }

  /** A change that we asked for is committed. */
  did(change) {
    const { kind, card } = change;
    if (kind === "add_card") this.#cards.add(card.id);
    for (const made of change.made ?? []) this.#cards.add(made.id);
    if (kind === "comment") setIn(this.#comments, card).add(change.comment.id);
    if (kind === "react") setIn(this.#reactions, card).add(change.reaction);
    if (kind === "unreact") this.#reactions.get(card)?.delete(change.reaction);
  }

  /** The board with our name (`me`, as authors and reactions have it) where nobody else sees one. */
  named(state, me) {
    const changed = {};
    for (const id of new Set([...this.#cards, ...this.#comments.keys(), ...this.#reactions.keys()])) {
      const card = state.cards[id];
      if (!card) continue;
      if (!this.#named.has(card)) this.#named.set(card, this.#name(card, me));
      const named = this.#named.get(card);
      if (named !== card) changed[id] = named;
    }
    return Object.keys(changed).length ? { ...state, cards: { ...state.cards, ...changed } } : state;
  }

  /** The card itself where nothing is to be named, so that it is not drawn again. */
  #name(card, me) {
    const { id, author, comments, reactions } = card;
    const isOurs = this.#cards.has(id) && !author;
    const said = this.#comments.get(id);
    const isSaid = (comment) => !comment.author && said?.has(comment.id);
    const signs = [...(this.#reactions.get(id) ?? [])].filter((sign) => reactions[sign]?.includes(""));
    if (!isOurs && !signs.length && !comments.some(isSaid)) return card;
    const oneOf = (seats) => seats.map((seat, place) => (place === seats.indexOf("") ? me : seat));
    const ourSigns = signs.map((sign) => [sign, oneOf(reactions[sign])]);
    return {
      ...card,
      author: isOurs ? me : author,
      comments: comments.map((comment) => (isSaid(comment) ? { ...comment, author: me } : comment)),
      reactions: { ...reactions, ...Object.fromEntries(ourSigns) },
    };
  }
}

function setsOf(lists) {
  return new Map(Object.entries(lists).map(([id, items]) => [id, new Set(items)]));
}

function setIn(sets, id) {
  if (!sets.has(id)) sets.set(id, new Set());
  return sets.get(id);
}
