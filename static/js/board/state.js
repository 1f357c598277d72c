// A board as data: the same reducer as cocreate/camp/board.py, pure, kept equal by tests/shared/board_cases.json.

export const RANK_STEP = 1024;

/** A board without cards. */
export function emptyState(state = "preparing") {
  return { number: 0, state, cards: {} };
}

/** The board after the operation with this number. */
export function advance(state, number, change) {
  return { ...apply(state, change), number };
}

const CARD_CHANGES = {
  edit_card: (card, change) => ({ ...card, text: change.text, revision: change.revision }),
  move_card: (card, change) => ({ ...card, zone: change.zone, rank: change.rank }),
  remove_card: (card) => ({ ...card, is_removed: true }),
  restore_card: (card) => ({ ...card, is_removed: false }),
  vote: (card, change) => ({ ...card, votes: change.votes }),
  unvote: (card, change) => ({ ...card, votes: change.votes }),
  cite_theme: (card, change) =>
    card.themes.includes(change.theme) ? card : { ...card, themes: [...card.themes, change.theme] },
  uncite_theme: (card, change) => ({ ...card, themes: card.themes.filter((theme) => theme !== change.theme) }),
  promote: (card) => ({ ...card, is_promoted: true }),
};

/** The board after a change; the given one is left as it was. Throws for a card or a kind that it does not know. */
export function apply(state, change) {
  if (change.kind === "board_state") return { ...state, state: change.state };
  const cards = { ...state.cards };
  if (change.kind === "add_card") {
    cards[change.card.id] = { ...change.card };
  } else {
    if (!(change.card in cards)) throw new Error(`unknown card ${change.card}`);
    cards[change.card] = CARD_CHANGES[change.kind](cards[change.card], change);
  }
  for (const [id, rank] of Object.entries(change.ranks ?? {})) cards[id] = { ...cards[id], rank };
  return { ...state, cards };
}

function byRank(a, b) {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The cards that stand in a zone, from top to bottom. */
export function cardsIn(state, zone) {
  return Object.values(state.cards).filter((card) => card.zone === zone && !card.is_removed).sort(byRank);
}

/** The cards that were taken off the board. */
export function removedCards(state) {
  return Object.values(state.cards).filter((card) => card.is_removed).sort(byRank);
}

/** The rank for a card put at a place (0-based) among the cards of a zone, itself not counted. */
export function rankAt(state, zone, place, id = null) {
  const others = cardsIn(state, zone).filter((card) => card.id !== id);
  const above = others[Math.min(place, others.length) - 1];
  const below = others[place];
  if (above && below) return (above.rank + below.rank) / 2;
  if (above) return above.rank + RANK_STEP;
  return below ? below.rank - RANK_STEP : RANK_STEP;
}

/** What an operation of ours will change, shown until the server says what it did; null where it makes no sense now. */
export function preview(state, operation, me) {
  const card = state.cards[operation.card];
  if (operation.kind === "add_card") {
    if (card) return null;
    const { card: id, zone, text, rank, themes = [] } = operation;
    const made = { id, zone, text, rank, themes, revision: 1, author: me, votes: 0, is_removed: false, is_promoted: false };
    return { kind: "add_card", card: made };
  }
  if (!card) return null;
  const { kind } = operation;
  switch (kind) {
    case "edit_card":
      return { kind, card: card.id, text: operation.text, revision: card.revision };
    case "move_card":
      return { kind, card: card.id, zone: operation.zone, rank: operation.rank };
    case "vote":
      return { kind, card: card.id, votes: card.votes + 1 };
    case "unvote":
      return { kind, card: card.id, votes: Math.max(0, card.votes - 1) };
    case "cite_theme":
    case "uncite_theme":
      return { kind, card: card.id, theme: operation.theme };
    default:
      return { kind, card: card.id };
  }
}

/** The board as its person sees it: what is committed, and on top of it what is still on the way. */
export function overlay(state, pending, me, voted) {
  let shown = state;
  const mine = new Set(voted);
  for (const operation of pending) {
    // A vote that the server has counted already must not be counted again while its acknowledgement is on the way.
    if (operation.kind === "vote" && mine.has(operation.card)) continue;
    if (operation.kind === "unvote" && !mine.has(operation.card)) continue;
    const change = preview(shown, operation, me);
    if (!change) continue;
    shown = apply(shown, change);
    if (operation.kind === "vote") mine.add(operation.card);
    if (operation.kind === "unvote") mine.delete(operation.card);
  }
  return { state: shown, voted: mine };
}
