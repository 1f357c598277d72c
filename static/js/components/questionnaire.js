// Shows and hides questions and choices while people answer, and puts answers into later questions on the same page.
// The server decides when the page is sent; here it only happens sooner. Hidden fields stay in the form, so that
// nothing typed is lost when an answer changes back.
import { holds, wayThrough } from "../survey/logic.js";
import { filled, shortened } from "../survey/piping.js";

export function start(form) {
  const sections = [...form.querySelectorAll("[data-question]")].map(prepare);
  const earlier = Object.entries(JSON.parse(form.dataset.facts || "{}"));
  const changes = sections.some((each) => each.isConditional || each.choices.size || each.pipes.length);
  if (!changes) return;
  for (const { element } of sections) element.querySelector("[data-only-if]")?.remove();
  const said = form.querySelector("[data-said]");
  let before = null;

  function update() {
    const { shown, facts } = wayThrough(sections, (each, known) => {
      offer(each, known);
      return factsIn(each.element);
    }, earlier);
    for (const each of sections) {
      each.element.hidden = !shown.has(each.key);
      if (each.element.hidden) offer(each, facts);
    }
    pipe(sections, shown);
    if (before) announce(said, form.dataset, before, shown);
    before = shown;
  }

  // Some components change their fields a moment after the event that they answer.
  const later = () => queueMicrotask(update);
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  update();
}

/** One section of the page, with what its attributes say. */
function prepare(element) {
  const { question, kind, condition, choices, pipes } = element.dataset;
  return {
    element,
    key: question,
    kind,
    isConditional: Boolean(condition),
    condition: JSON.parse(condition || "{}"),
    choices: new Map(Object.entries(JSON.parse(choices || "{}"))),
    pipes: nodesOf(element, JSON.parse(pipes || "[]")),
  };
}

/** The facts of a section, as its fields have them now; fields of choices that are not offered say nothing. */
export function factsIn(section) {
  const facts = new Map();
  const add = (fact, value) => facts.set(fact, [...new Set([...(facts.get(fact) ?? []), value])]);
  for (const field of section.querySelectorAll("[data-fact]")) {
    const value = factOf(field);
    if (value === "" || (section.dataset.kind === "points" && Number(value) === 0)) continue;
    const { fact } = field.dataset;
    add(fact, value);
    // A question with rows is answered by those rows that are; several texts by themselves.
    const [key, row] = fact.split(".");
    if (row) add(key, section.dataset.kind === "short_texts" ? value : row);
  }
  return facts;
}

function factOf(field) {
  if (field.closest("[data-withheld]")) return "";
  const isBox = field.type === "checkbox" || field.type === "radio";
  if (isBox && !field.checked) return "";
  if (field.value.trim() === "") return "";
  return field.dataset.factValue ?? field.value.trim();
}

/** Take away the choices whose conditions do not hold, and bring back those whose do. */
function offer(each, facts) {
  for (const [key, condition] of each.choices) {
    const isOffered = holds(condition, facts);
    for (const place of placesOf(each, key)) {
      place.hidden = !isOffered;
      if (place.tagName === "OPTION") place.disabled = !isOffered;
      place.toggleAttribute("data-withheld", !isOffered);
    }
  }
}

/** Where a choice stands in a section: around its box, its option, its row. */
function placesOf({ element, key: question }, choice) {
  const places = new Set();
  for (const option of element.querySelectorAll(`option[value="${CSS.escape(choice)}"]`)) places.add(option);
  const ends = (name) => name.startsWith(`q-${question}-`) && name.endsWith(`-${choice}`);
  for (const field of element.querySelectorAll("input, select, textarea")) {
    const isOne = field.type === "radio" && field.name === `q-${question}` && field.value === choice;
    if (isOne || ends(field.name)) {
      places.add(field.closest("[data-choice], .check, .rank__item, li, tr, .field:not(.field--group)") ?? field);
    }
  }
  return places;
}

/** The pieces of text that hold a place for an answer. */
function nodesOf(element, pipes) {
  const found = [];
  for (const [template, shown] of pipes) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.data.trim() === shown.trim()) found.push({ node: walker.currentNode, template });
    }
  }
  return found;
}

function pipe(sections, shown) {
  const said = new Map();
  for (const { key, element } of sections) if (shown.has(key)) said.set(key, shortened(wordsIn(element)));
  for (const { pipes } of sections) {
    for (const { node, template } of pipes) {
      const text = filled(template, said);
      if (node.data !== text) node.data = text;
    }
  }
}

/** What a section says in words: the labels of what is chosen, or the text. */
function wordsIn(section) {
  const words = [];
  for (const field of section.querySelectorAll("[data-fact]")) {
    if (factOf(field) === "") continue;
    if (field.tagName === "SELECT" && !field.dataset.factValue) words.push(field.selectedOptions[0]?.textContent ?? "");
    else if (field.dataset.factValue || field.type === "radio") words.push(field.labels?.[0]?.textContent ?? field.value);
    else words.push(field.value);
  }
  return words.map((word) => word.trim()).filter(Boolean).join(", ");
}

/** Tell those who do not see the page that it changed. */
function announce(said, texts, before, now) {
  if ([...now].some((key) => !before.has(key))) said.textContent = texts.saidMore;
  else if ([...before].some((key) => !now.has(key))) said.textContent = texts.saidFewer;
}
