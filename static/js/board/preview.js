// What a person's own operations will change, shown until the server says what they did. Pure.
import { apply, isStanding, isUnder, newCard } from "./state.js";

/** Where an operation puts a card. */
function placeIn(operation) {
  const { zone, column = "", x = null, y = null, rank } = operation;
  return { zone, column, x, y, rank };
}

/** Cards made of others rest on what those rest on. */
function heir(parents, me, parts) {
  const union = (name) => [...new Set(parents.flatMap((parent) => parent[name]))];
  return newCard({ author: me, themes: union("themes"), tags: union("tags"), parents: parents.map((parent) => parent.id), ...parts });
}

function addCard(state, operation, me) {
  if (state.cards[operation.card]) return null;
  const { card: id, title = "", text, card_kind: kind = "note", colour = "", tags = [], themes = [], references = [] } = operation;
  const isPrivate = Boolean(state.mode.is_private);
  const parts = { id, ...placeIn(operation), title, text, kind, colour, tags, themes, references };
  return { kind: "add_card", card: newCard({ ...parts, author: me, is_private: isPrivate }) };
}

function mergeCards(state, operation, me) {
  const parents = operation.cards.map((id) => state.cards[id]).filter(Boolean);
  if (parents.length < operation.cards.length || !parents.every(isStanding) || state.cards[operation.card]) return null;
  const { card: id, zone, rank, title, text } = operation;
  const [{ column, x, y, kind }] = parents;
  const sameKind = parents.every((parent) => parent.kind === kind) ? kind : "note";
  const parts = { id, zone, rank, title, text, x, y, kind: sameKind, column: parents[0].zone === zone ? column : "" };
  return { kind: "merge_cards", made: [heir(parents, me, parts)] };
}

function splitCard(state, operation, me) {
  const parent = state.cards[operation.card];
  if (!parent || !isStanding(parent)) return null;
  const { zone, column, x, y, kind, colour } = parent;
  const made = operation.into.map(({ card: id, title = "", text }, place) => {
    const shift = (number) => (number === null ? null : number + 24 * place);
    const parts = { id, zone, column, kind, colour, title, text, x: shift(x), y: shift(y), rank: parent.rank + place / 1000 };
    return heir([parent], me, parts);
  });
  return { kind: "split_card", card: parent.id, made };
}

function stackCard(state, operation) {
  const card = state.cards[operation.card];
  const onto = state.cards[operation.onto];
  if (!card || !onto) return null;
  const top = isUnder(state, onto) ? onto.stack : onto.id;
  return top === card.id ? null : { kind: "stack_card", card: card.id, onto: top };
}

function linkCards(state, { link: id, source, target, relation }) {
  return state.cards[source] && state.cards[target] ? { kind: "link_cards", link: { id, source, target, relation } } : null;
}

const SPECIAL = {
  add_card: addCard,
  merge_cards: mergeCards,
  split_card: splitCard,
  stack_card: stackCard,
  link_cards: linkCards,
  unlink_cards: (state, { kind, link }) => (state.links[link] ? { kind, link } : null),
  cast_ballot: () => null, // what is counted comes from the server; one's own ballot the page keeps
};

// Parts of the change beside its kind and card; null where there is nothing to show yet.
const PARTS = {
  edit_card: (card, asked) => ({ title: asked.title ?? card.title, text: asked.text, revision: card.revision }),
  mark_card: (card, asked) => ({ card_kind: asked.card_kind ?? card.kind, colour: asked.colour ?? card.colour }),
  tag_card: (card, asked) => ({ tag: asked.tag }),
  untag_card: (card, asked) => ({ tag: asked.tag }),
  move_card: (card, asked) => placeIn(asked),
  restore_card: (card) => ({ parents_votes: card.parents_votes }),
  vote: (card) => ({ votes: card.votes + 1 }),
  unvote: (card) => ({ votes: Math.max(0, card.votes - 1) }),
  cite_theme: (card, asked) => ({ theme: asked.theme }),
  uncite_theme: (card, asked) => ({ theme: asked.theme }),
  add_reference: (card, asked) => ({ reference: { subject: "", url: "", label: "", ...asked.reference } }),
  remove_reference: (card, asked) => ({ reference: asked.reference }),
  comment: (card, asked, me) => ({
    comment: { id: asked.comment, author: me, text: asked.text, at: new Date().toISOString(), is_removed: false },
  }),
  remove_comment: (card, asked) => ({ comment: asked.comment }),
  react: (card, asked, me) => ({ reaction: asked.reaction, seats: [...seatsBut(card, asked, me), me] }),
  unreact: (card, asked, me) => ({ reaction: asked.reaction, seats: seatsBut(card, asked, me) }),
  attach_file: () => null, // the server knows the file
  detach_file: (card, asked) => ({ file: asked.file }),
};

function seatsBut(card, asked, me) {
  return (card.reactions[asked.reaction] ?? []).filter((seat) => seat !== me);
}

/** What an operation of ours will change, shown until the server says what it did; null where it makes no sense now. */
export function preview(state, operation, me) {
  const { kind } = operation;
  if (SPECIAL[kind]) return SPECIAL[kind](state, operation, me);
  const card = state.cards[operation.card];
  if (!card) return null;
  const parts = PARTS[kind] ? PARTS[kind](card, operation, me) : {};
  return parts && { kind, card: card.id, ...parts };
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
