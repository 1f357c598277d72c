// The page's sentences, translated by the server, with their gaps filled in.
const texts = JSON.parse(document.getElementById("texts").textContent);

/** A sentence by its key; `{name}` and the like are filled in. */
export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

export const { states, stateSaid, kinds, colours, reactions, relations, did, gradient, waysToVote } = texts;

/** A text that stands for a card in a label. */
export function short(text, length = 60) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}

/** Characters as people and the server count them. */
export function lengthOf(text) {
  return [...text].length;
}
