// Answers that stand in later questions, as cocreate/survey/logic_words.py puts them there.

const PIPE = /\{\{\s*([a-z0-9_]{1,40})\s*\}\}/g;
const NOTHING = "…";
const LONGEST = 200; // characters

/** A text with the answers in their places. */
export function filled(text, said) {
  return text.replace(PIPE, (_whole, key) => said.get(key) || NOTHING);
}

/** An answer that fits into a sentence: one line, not endless. */
export function shortened(answer) {
  const line = answer.slice(0, 4 * LONGEST).split(/\s+/).filter(Boolean).join(" ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).trimEnd()}…`;
}
