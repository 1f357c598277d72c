// What a person may do on a board as it stands; the server checks it again. Pure.

// What changes a card or where it stands. Votes, comments, reactions and links go on where a card or zone is locked.
const CHANGES_CARDS = new Set([
  "add_card", "edit_card", "mark_card", "tag_card", "untag_card", "move_card", "stack_card", "unstack_card", "merge_cards", "split_card", "remove_card",
  "restore_card", "cite_theme", "uncite_theme", "add_reference", "remove_reference", "attach_file", "detach_file",
]);

/** Whether somebody may do this kind of thing now, where it concerns a card or zone with that one. */
export function mayDo(kind, { state, me, card, zone }) {
  if (state.state === "preparing" ? !me.is_host : state.state !== "open" || !me.can_work) return false;
  if (me.is_host) return true;
  const allowed = state.mode?.may;
  if (allowed && !allowed.includes(kind)) return false;
  const isLocked = card?.is_locked || (zone ?? state.zones[card?.zone])?.is_locked;
  return !(isLocked && CHANGES_CARDS.has(kind));
}
