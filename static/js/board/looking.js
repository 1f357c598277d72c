// What a card must have to be found. Pure.

/** Without accents and capitals, for searching. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether a card is among what is looked for. `titles`: the titles of its themes. */
export function matches(card, wanted, titles = []) {
  if (wanted.kind && card.kind !== wanted.kind) return false;
  if (wanted.colour && card.colour !== wanted.colour) return false;
  if (wanted.group && card.group !== wanted.group) return false;
  if (wanted.tag && !card.tags.includes(wanted.tag)) return false;
  if (wanted.theme && !card.themes.includes(wanted.theme)) return false;
  if (wanted.votes && card.votes < Number(wanted.votes)) return false;
  if (!wanted.words) return true;
  const text = fold([card.title, card.text, ...card.tags, ...titles].join(" "));
  return fold(wanted.words).split(/\s+/).every((word) => text.includes(word));
}
