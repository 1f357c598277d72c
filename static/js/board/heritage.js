// What a card made of others shows of theirs: files and comments stay on the cards where people put them. Pure.

/** The cards that a card was made of, and those that they were made of, the nearest first; those on other boards are left out. */
export function forebears(state, card) {
  const found = new Map();
  const waiting = [...card.parents];
  for (let id; (id = waiting.shift()); ) {
    const parent = state.cards[id];
    if (!parent || found.has(id)) continue;
    found.set(id, parent);
    waiting.push(...parent.parents);
  }
  return [...found.values()];
}

/** The cards on other boards that a card, or one that it was made of, was copied from. */
export function originsOf(state, card) {
  const parents = [card, ...forebears(state, card)].flatMap((one) => one.parents);
  return [...new Set(parents)].filter((id) => !state.cards[id]);
}

/** The files on a card, its own first, each with the card that it is on. */
export function filesOf(state, card) {
  return [card, ...forebears(state, card)].flatMap((of) => of.files.map((file) => ({ file, of })));
}

/** What was said about a card, in the order in which it was said, each with the card that it was said about. */
export function commentsOf(state, card) {
  const said = [card, ...forebears(state, card)].flatMap((of) => of.comments.map((comment) => ({ comment, of })));
  return card.parents.length ? said.sort((a, b) => (a.comment.at < b.comment.at ? -1 : Number(a.comment.at > b.comment.at))) : said;
}
