// One's own ballot in a voting round: which one counts now, and what a choice makes of it. Pure.

/** The choices to show: of what waits to be sent, the newest of this round; else what the server has (`told`). */
export function ballotOf(round, pending, told) {
  const waiting = pending.findLast((operation) => operation.kind === "cast_ballot" && operation.round === round);
  return waiting?.choices ?? (told.round === round ? told.choices : {});
}

/** The whole ballot once a card is given a number (0: none); null where there are not that many dots. */
export function chosen(round, ballot, card, number) {
  if (round.kind === "ranking") return ranked(ballot, card, number, round.votes_each);
  const { [card]: before, ...others } = ballot;
  const after = number ? { ...others, [card]: number } : others;
  return round.kind === "dots" && used(after) > round.votes_each ? null : after;
}

/** How many dots a ballot gives. */
export function used(ballot) {
  return Object.values(ballot).reduce((sum, number) => sum + number, 0);
}

/** Places without gaps, each given once: whoever stood there and below moves down, and out where there is no place left. */
function ranked(ballot, card, place, most) {
  const order = Object.keys(ballot).filter((other) => other !== card).sort((a, b) => ballot[a] - ballot[b]);
  if (place) order.splice(place - 1, 0, card);
  return Object.fromEntries(order.slice(0, most).map((id, at) => [id, at + 1]));
}
