// Lines of a condition: offers only what can be said of the chosen question.

const FITTING = {
  choice: ["has", "has_not", "answered", "unanswered"],
  choices: ["has", "has_not", "chosen_at_least", "chosen_at_most", "answered", "unanswered"],
  number: ["has", "has_not", "above", "at_least", "below", "at_most", "answered", "unanswered"],
  text: ["contains", "has", "has_not", "answered", "unanswered"],
  presence: ["answered", "unanswered"],
};

/** What a line shows: the tests that fit, and whether an answer is chosen or words are written. Pure. */
export function shown(kind, test, hasChoices) {
  const tests = FITTING[kind] ?? [];
  const isSilent = test === "answered" || test === "unanswered";
  const isChosen = hasChoices && (test === "has" || test === "has_not");
  return { tests, choice: tests.length > 0 && isChosen, value: tests.length > 0 && !isSilent && !isChosen };
}

export function start(root) {
  for (const line of root.querySelectorAll("[data-line]")) prepare(line);
}

function prepare(line) {
  const fact = line.querySelector("[data-fact-select]");
  const test = line.querySelector("[data-test-select]");
  const choiceField = line.querySelector("[data-choice-field]");
  const choice = choiceField.querySelector("select");
  const valueField = line.querySelector("[data-value-field]");

  function settle() {
    const kind = fact.selectedOptions[0]?.dataset.kind;
    const groups = [...choice.querySelectorAll("optgroup")];
    const own = groups.find((group) => group.dataset.fact === fact.value);
    const fitting = shown(kind, "", Boolean(own)).tests;
    for (const option of test.options) option.hidden = option.disabled = kind !== undefined && !fitting.includes(option.value);
    if (test.selectedOptions[0]?.disabled) test.value = fitting[0] ?? "";
    for (const group of groups) group.hidden = group.disabled = group !== own;
    if (choice.selectedOptions[0]?.parentElement.disabled) choice.value = "";
    const now = shown(kind, test.value, Boolean(own));
    choiceField.hidden = !now.choice;
    valueField.hidden = !now.value;
  }

  fact.addEventListener("change", settle);
  test.addEventListener("change", settle);
  settle();
}
