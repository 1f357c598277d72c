// Conditions: when a question, a page or a choice is shown. The same rules as cocreate/survey/logic.py, which decides;
// tests/shared/logic_cases.json holds both to each other. Pure: facts is a Map from a name to its texts.

const DEEPEST = 12;
const NUMBER = /^[+-]?[0-9]+(?:[.,][0-9]+)?$/;
const GROUPS = ["all", "any"];
const COMPARISONS = {
  above: (given, limit) => given > limit,
  at_least: (given, limit) => given >= limit,
  below: (given, limit) => given < limit,
  at_most: (given, limit) => given <= limit,
};
const COUNTS = {
  chosen_at_least: (chosen, limit) => chosen >= limit,
  chosen_at_most: (chosen, limit) => chosen <= limit,
};
const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);

/** Whether a condition holds; one that is malformed in any part never does. */
export function holds(condition, facts) {
  return isWellFormed(condition, 0) && hold(condition, facts);
}

/** A text without accents and capitals. */
export function fold(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return plain(plain(text).toUpperCase().toLowerCase()).replaceAll("ς", "σ");
}

/** A decimal number with a comma or a point, or null. */
export function numberOf(text) {
  if (!NUMBER.test(text)) return null;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}

/**
 * From the first question to the last: which keys are shown, and the facts of those.
 * `factsOf(question, facts so far)` reads those of one; `earlier` has those of questions on other pages.
 */
export function wayThrough(questions, factsOf, earlier = []) {
  const shown = new Set();
  const facts = new Map(earlier);
  let isPageShown = true;
  for (const question of questions) {
    const isHeld = holds(question.condition, facts);
    if (question.kind === "page") isPageShown = isHeld;
    if (!isHeld || !isPageShown) continue;
    shown.add(question.key);
    for (const [name, texts] of factsOf(question, facts)) facts.set(name, texts);
  }
  return { shown, facts };
}

function hold(condition, facts) {
  const names = Object.keys(condition);
  if (names.length === 0) return true;
  if (has(condition, "all")) return condition.all.every((part) => hold(part, facts));
  if (has(condition, "any")) return condition.any.some((part) => hold(part, facts));
  if (has(condition, "not")) return !hold(condition.not, facts);
  const operator = names.find((name) => name !== "fact");
  return isTrue(operator, condition[operator], facts.get(condition.fact) ?? []);
}

function isTrue(operator, wanted, given) {
  if (operator === "is") return given.length > 0 === (wanted === "answered");
  if (operator === "has" || operator === "has_any") {
    const texts = new Set((operator === "has" ? [wanted] : wanted).map(fold));
    return given.some((text) => texts.has(fold(text)));
  }
  if (operator === "contains") return given.some((text) => fold(text).includes(fold(wanted)));
  if (has(COUNTS, operator)) return COUNTS[operator](given.length, wanted);
  return given.map(numberOf).some((number) => number !== null && COMPARISONS[operator](number, wanted));
}

function isWellFormed(condition, depth) {
  if (typeof condition !== "object" || condition === null || Array.isArray(condition) || depth > DEEPEST) return false;
  const names = Object.keys(condition);
  if (names.length === 0) return true;
  if (names.length === 1 && names[0] === "not") return isWellFormed(condition.not, depth + 1);
  if (names.length === 1 && GROUPS.includes(names[0])) {
    const parts = condition[names[0]];
    return Array.isArray(parts) && parts.every((part) => isWellFormed(part, depth + 1));
  }
  if (names.length !== 2 || !isText(condition.fact) || !has(condition, "fact")) return false;
  return isFitting(names.find((name) => name !== "fact"), condition);
}

function isFitting(operator, condition) {
  const wanted = condition[operator];
  if (operator === "is") return wanted === "answered" || wanted === "unanswered";
  if (operator === "has_any") return Array.isArray(wanted) && wanted.length > 0 && wanted.every(isText);
  if (operator === "has" || operator === "contains") return isText(wanted);
  return (has(COMPARISONS, operator) || has(COUNTS, operator)) && typeof wanted === "number" && Number.isFinite(wanted);
}

function isText(value) {
  return typeof value === "string" && value !== "";
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "");
}
