// How one's own changes are undone: by operations that others get like any other. Pure.

const PLACE = ["zone", "column", "x", "y", "rank"];
const picked = (source, names) => Object.fromEntries(names.map((name) => [name, source[name]]));
const onCard = (kind) => (card) => [{ kind, card: card.id }];

/** Words go back to what they were; what others wrote meanwhile stays, by the merge that every edit goes through. */
function edited(card, change) {
  const { title, text } = card;
  return [{ kind: "edit_card", card: card.id, text, was: change.text, title, title_was: change.title }];
}

/** Back under what it lay under, or to its place. */
function placed(card) {
  const back = { kind: "move_card", card: card.id, ...picked(card, PLACE) };
  return card.stack ? [back, { kind: "stack_card", card: card.id, onto: card.stack }] : [back];
}

function tagged(card, change) {
  if (change.kind === "untag_card") return [{ kind: "tag_card", card: card.id, tag: change.tag }];
  return card.tags.includes(change.tag) ? [] : [{ kind: "untag_card", card: card.id, tag: change.tag }];
}

function cited(card, change) {
  if (change.kind === "uncite_theme") return [{ kind: "cite_theme", card: card.id, theme: change.theme }];
  return card.themes.includes(change.theme) ? [] : [{ kind: "uncite_theme", card: card.id, theme: change.theme }];
}

function unreferred(card, change) {
  const reference = card.references.find(({ id }) => id === change.reference);
  return reference ? [{ kind: "add_reference", card: card.id, reference }] : [];
}

// One card before the change, and the change.
const ON_CARD = {
  edit_card: edited,
  mark_card: (card) => [{ kind: "mark_card", card: card.id, card_kind: card.kind, colour: card.colour }],
  tag_card: tagged,
  untag_card: tagged,
  move_card: placed,
  stack_card: placed,
  unstack_card: (card) => [{ kind: "stack_card", card: card.id, onto: card.stack }],
  remove_card: onCard("restore_card"),
  restore_card: onCard("remove_card"),
  vote: (card, change) => (change.votes === card.votes ? [] : [{ kind: "unvote", card: card.id }]),
  unvote: (card, change) => (change.votes === card.votes ? [] : [{ kind: "vote", card: card.id }]),
  cite_theme: cited,
  uncite_theme: cited,
  add_reference: (card, change) => [{ kind: "remove_reference", card: card.id, reference: change.reference.id }],
  remove_reference: unreferred,
  comment: (card, change) => [{ kind: "remove_comment", card: card.id, comment: change.comment.id }],
  react: (card, change) => [{ kind: "unreact", card: card.id, reaction: change.reaction }],
  unreact: (card, change) => [{ kind: "react", card: card.id, reaction: change.reaction }],
  attach_file: (card, change) => [{ kind: "detach_file", card: card.id, file: change.file.id }],
  detach_file: (card, change) => [{ kind: "attach_file", card: card.id, file: change.file }],
  lock_card: onCard("unlock_card"),
  unlock_card: onCard("lock_card"),
};

const ELSE = {
  add_card: (state, change) => [{ kind: "remove_card", card: change.card.id }],
  merge_cards: (state, change) => change.made.map(({ id }) => ({ kind: "remove_card", card: id })),
  split_card: (state, change) => change.made.map(({ id }) => ({ kind: "remove_card", card: id })),
  link_cards: (state, change) => [{ kind: "unlink_cards", link: change.link.id }],
  unlink_cards: (state, { link }) => (state.links[link] ? [relinked(state.links[link])] : []),
};

function relinked({ id: link, source, target, relation }) {
  return { kind: "link_cards", link, source, target, relation };
}

/**
 * The operations (without op_id) that undo a change of one's own; none where it cannot be undone, such as a ballot.
 * @param state the board just before the change
 */
export function inverse(state, change) {
  if (ELSE[change.kind]) return ELSE[change.kind](state, change);
  const card = state.cards[change.card];
  return card && ON_CARD[change.kind] ? ON_CARD[change.kind](card, change) : [];
}
