// A board as data: the same reducer as cocreate/camp/board/state.py, pure, kept equal by tests/shared/board_cases.json.
// docs/camp.md describes the shape. What one's own operations will change is in preview.js, how they are undone in undo.js.

export const RANK_STEP = 1024;

/** A board without zones and cards. */
export function emptyState(state = "preparing") {
  return { number: 0, state, mode: {}, zones: {}, cards: {}, links: {}, round: null, rounds: [] };
}

/** A card with every key that a card has. */
export function newCard(parts) {
  return {
    id: "", zone: "", column: "", x: null, y: null, rank: 0, kind: "note", title: "", text: "", revision: 1, colour: "",
    tags: [], author: "", group: "", themes: [], references: [], files: [], comments: [], reactions: {}, votes: 0,
    parents_votes: 0, stack: "", parents: [], went_into: [], is_removed: false, is_hidden: false, is_promoted: false,
    is_locked: false, is_private: false, ...parts,
  };
}

/** What a browser keeps of a snapshot: the state, without the names and titles beside it. */
export function stateOf(snapshot) {
  return Object.fromEntries(Object.keys(emptyState()).map((key) => [key, snapshot[key]]));
}

/** The board after the operation with this number. */
export function advance(state, number, change) {
  return { ...apply(state, change), number };
}

/** The board after a change; the given one is left as it was. Throws for a card or a kind that it does not know. */
export function apply(state, change) {
  const { kind } = change;
  if (kind === "unseen") return state;
  const patch = PATCHES[kind];
  const after = patch ? patched(state, known(state.cards, change.card), patch, change) : CHANGES[kind](state, change);
  if (!change.ranks) return after;
  const cards = { ...after.cards };
  for (const [id, rank] of Object.entries(change.ranks)) cards[id] = { ...known(cards, id), rank };
  return { ...after, cards };
}

function known(things, id) {
  if (!(id in things)) throw new Error(`unknown: ${id}`);
  return things[id];
}

function patched(state, card, patch, change) {
  return { ...state, cards: { ...state.cards, [card.id]: { ...card, ...patch(card, change) } } };
}

const added = (items, item) => (items.includes(item) ? items : [...items, item]);
const without = (items, item) => items.filter((other) => other !== item);
const withoutId = (items, id) => items.filter((other) => other.id !== id);
const picked = (source, names) => Object.fromEntries(names.map((name) => [name, source[name]]));

function reacted(card, change) {
  const { [change.reaction]: before, ...others } = card.reactions;
  return { reactions: change.seats.length ? { ...others, [change.reaction]: change.seats } : others };
}

/** A comment loses its words, or has them again. */
function commented(card, change) {
  const taken = { is_removed: change.kind === "remove_comment", text: change.text ?? "" };
  return { comments: card.comments.map((said) => (said.id === change.comment ? { ...said, ...taken } : said)) };
}

// What becomes of one card.
const PATCHES = {
  edit_card: (card, change) => picked(change, ["title", "text", "revision"]),
  mark_card: (card, change) => ({ kind: change.card_kind, colour: change.colour }),
  tag_card: (card, change) => ({ tags: added(card.tags, change.tag) }),
  untag_card: (card, change) => ({ tags: without(card.tags, change.tag) }),
  vote: (card, change) => ({ votes: change.votes }),
  unvote: (card, change) => ({ votes: change.votes }),
  cite_theme: (card, change) => ({ themes: added(card.themes, change.theme) }),
  uncite_theme: (card, change) => ({ themes: without(card.themes, change.theme) }),
  add_reference: (card, change) => ({ references: [...card.references, change.reference] }),
  remove_reference: (card, change) => ({ references: withoutId(card.references, change.reference) }),
  comment: (card, change) => ({ comments: [...card.comments, change.comment] }),
  remove_comment: commented,
  restore_comment: commented,
  react: reacted,
  unreact: reacted,
  unstack_card: () => ({ stack: "" }),
  attach_file: (card, change) => ({ files: [...card.files, change.file] }),
  detach_file: (card, change) => ({ files: withoutId(card.files, change.file) }),
  lock_card: () => ({ is_locked: true }),
  unlock_card: () => ({ is_locked: false }),
  promote: () => ({ is_promoted: true }),
};

/** Cards that something was made of go out of sight with it there, and come back when it is taken off. */
function cameFrom(cards, made, isThere) {
  const after = { ...cards };
  for (const id of made.parents) {
    if (!(id in cards)) continue; // a copy from another board has its parent there
    const goneInto = (isThere ? added : without)(cards[id].went_into, made.id);
    after[id] = { ...cards[id], went_into: goneInto };
  }
  return after;
}

function makeCards(state, change) {
  let { cards } = state;
  for (const made of change.made) cards = { ...cameFrom(cards, made, true), [made.id]: made };
  return { ...state, cards };
}

function removeCard(state, change) {
  const isRemoved = change.kind === "remove_card";
  const told = isRemoved ? {} : { parents_votes: change.parents_votes };
  const card = { ...known(state.cards, change.card), is_removed: isRemoved, ...told };
  return { ...state, cards: { ...cameFrom(state.cards, card, !isRemoved), [card.id]: card } };
}

/** Off the board without its words, of which no state tells; what it was made of comes back. */
function hideCard(state, change) {
  const said = { title: "", text: "", tags: [], references: [], files: [], comments: [], reactions: {} };
  const card = { ...known(state.cards, change.card), ...said, is_removed: true, is_hidden: true };
  return { ...state, cards: { ...cameFrom(state.cards, card, false), [card.id]: card } };
}

/** The whole card again; on the board, unless it had been taken off before it was hidden. */
function showCard(state, { card }) {
  const cards = card.is_removed ? state.cards : cameFrom(state.cards, card, true);
  return { ...state, cards: { ...cards, [card.id]: card } };
}

const PLACE = ["zone", "column", "x", "y"];

function moveCard(state, change) {
  const place = picked(change, PLACE);
  const cards = { ...state.cards };
  for (const other of under(state, change.card)) cards[other.id] = { ...other, ...place };
  cards[change.card] = { ...known(cards, change.card), ...place, rank: change.rank, stack: "" };
  return { ...state, cards };
}

function stackCard(state, change) {
  const top = known(state.cards, change.onto);
  const place = picked(top, PLACE);
  const cards = { ...state.cards };
  for (const card of [known(cards, change.card), ...under(state, change.card)]) {
    cards[card.id] = { ...card, ...place, stack: top.id };
  }
  cards[top.id] = { ...top, stack: "" };
  return { ...state, cards };
}

function unlink(state, change) {
  const { [change.link]: gone, ...links } = state.links;
  return { ...state, links };
}

function castBallot(state, change) {
  return { ...state, round: { ...state.round, voters: change.voters, counts: change.counts } };
}

function lockZone(state, change) {
  const zone = { ...known(state.zones, change.zone), is_locked: change.is_locked };
  return { ...state, zones: { ...state.zones, [change.zone]: zone } };
}

function closeRound(state, change) {
  return { ...state, round: null, rounds: [...state.rounds, { ...state.round, results: change.results }] };
}

// What becomes of the board.
const CHANGES = {
  add_card: (state, change) => ({ ...state, cards: { ...state.cards, [change.card.id]: change.card } }),
  remove_card: removeCard,
  restore_card: removeCard,
  hide_card: hideCard,
  show_card: showCard,
  move_card: moveCard,
  stack_card: stackCard,
  link_cards: (state, change) => ({ ...state, links: { ...state.links, [change.link.id]: change.link } }),
  unlink_cards: unlink,
  merge_cards: makeCards,
  split_card: makeCards,
  cast_ballot: castBallot,
  board_state: (state, change) => ({ ...state, state: change.state }),
  board_mode: (state, change) => ({ ...state, mode: change.mode }),
  set_zones: (state, change) => ({ ...state, zones: change.zones }),
  lock_zone: lockZone,
  open_round: (state, change) => ({ ...state, round: change.round }),
  close_round: closeRound,
  reveal: (state, change) => ({ ...state, cards: { ...state.cards, ...change.cards } }),
};

function byRank(a, b) {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Whether a card is in sight: neither taken off the board nor gone into another. */
export function isStanding(card) {
  return !card.is_removed && !card.went_into.length;
}

/** Whether it lies under another card that is in sight. */
export function isUnder(state, card) {
  const top = state.cards[card.stack];
  return top !== undefined && isStanding(top);
}

/** What lies under a card, from top to bottom, taken off or not. */
export function under(state, id) {
  return Object.values(state.cards).filter((other) => other.stack === id).sort(byRank);
}

/** The stack that a card is on top of, as people see it: the card itself, then what lies under it. */
export function stackOf(state, card) {
  return [card, ...under(state, card.id).filter(isStanding)];
}

/** The zones in their order. */
export function zonesOf(state) {
  return Object.values(state.zones).sort((a, b) => a.position - b.position);
}

/** The cards that stand in a zone, from top to bottom; what lies under another is not counted. */
export function cardsIn(state, zone) {
  return Object.values(state.cards)
    .filter((card) => card.zone === zone && isStanding(card) && !isUnder(state, card))
    .sort(byRank);
}

/** The cards that were taken off the board and can be brought back: not those that were hidden. */
export function removedCards(state) {
  return Object.values(state.cards).filter((card) => card.is_removed && !card.is_hidden).sort(byRank);
}

/** The rank for a card put at a place (0-based) among the cards of a zone, itself not counted. */
export function rankAt(state, zone, place, id = null, column = null) {
  const others = cardsIn(state, zone).filter((card) => card.id !== id && (column === null || card.column === column));
  const above = others[Math.min(place, others.length) - 1];
  const below = others[place];
  if (above && below) return (above.rank + below.rank) / 2;
  if (above) return above.rank + RANK_STEP;
  return below ? below.rank - RANK_STEP : RANK_STEP;
}

export { overlay, preview } from "./preview.js";
export { inverse } from "./undo.js";
