// A card or zone as the end of an address, for a link that leads there. Pure.

/** What to put behind the address of a board. */
export function hashOf({ card, zone }) {
  if (card) return `#card-${card}`;
  return zone ? `#zone-${zone}` : "";
}

/** {card} or {zone} that an address leads to; null where it leads to the board alone. */
export function goalIn(hash) {
  const [, kind, id] = /^#(card|zone)-([\w-]+)$/.exec(hash) ?? [];
  return kind ? { [kind]: id } : null;
}
