// Voting rounds: dots, approval, a gradient of agreement, a ranking; and the results of those that are closed.
import { chosen, used } from "./ballot.js";
import { nameOf } from "./card.js";
import { make, partsOf, setText } from "./dom.js";
import { gradient, say, waysToVote } from "./texts.js";
import { inLanguage } from "./themes.js";

export class Rounds {
  #box = document.querySelector("[data-round]");
  #part = partsOf(this.#box);
  #round = "";
  #seen = "";

  /** @param options {view, settings, announce} */
  constructor(options) {
    Object.assign(this, options);
    this.#part("ballot").addEventListener("change", (event) => this.#change(event.target));
    this.#part("ballot-empty").addEventListener("click", () => this.#cast({}));
  }

  draw({ state, me, ballot }) {
    const { round, rounds } = state;
    this.#box.hidden = !round && !rounds.length;
    const mayVote = me.can_vote && round !== null && this.view.may("cast_ballot");
    if (round?.id !== this.#round) this.#begin(round);
    const cards = (round?.cards ?? []).map((id) => state.cards[id]).filter(Boolean);
    const seen = JSON.stringify([round, rounds.length, cards.map((card) => nameOf(card)), mayVote, ballot]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#part("round-open").hidden = !round;
    if (round) this.#show(round, cards, mayVote, ballot);
    this.#part("round-results").replaceChildren(...rounds.map((closed) => this.#result(closed, state.cards)));
  }

  #begin(round) {
    if (this.#round && !round) this.announce(say("roundClosed"));
    if (round) this.announce(say("roundOpen", { question: this.#question(round).title }));
    this.#round = round?.id ?? "";
    if (round) this.#box.open = true;
  }

  /** What is asked; where nothing is, how people vote. */
  #question({ question, kind }) {
    const asked = inLanguage(question, this.settings.language);
    return asked.title ? asked : { title: waysToVote[kind], lang: this.settings.language };
  }

  #show(round, cards, mayVote, ballot) {
    const focused = document.activeElement?.dataset?.choice;
    const { title, lang } = this.#question(round);
    setText(this.#part("round-question"), title);
    this.#part("round-question").lang = lang;
    setText(this.#part("round-how"), say(`how_${round.kind}`, { each: round.votes_each, most: round.most_per_card }));
    setText(this.#part("round-voters"), say("voters", { count: round.voters }) + (round.is_hidden ? ` ${say("hiddenRound")}` : ""));
    this.#part("ballot").replaceChildren(...cards.map((card) => this.#line(round, card, mayVote && (ballot[card.id] ?? 0))));
    setText(this.#part("ballot-left"), round.kind === "dots" && mayVote ? say("dotsLeft", { left: round.votes_each - used(ballot), each: round.votes_each }) : "");
    this.#part("ballot-empty").hidden = !mayVote || !Object.keys(ballot).length;
    if (focused) this.#part("ballot").querySelector(`[data-choice="${focused}"]`)?.focus();
  }

  /** `value`: what we give it, 0 for nothing; false where we may not vote. */
  #line(round, card, value) {
    const id = `ballot-${card.id}`;
    const count = round.is_hidden ? "" : say("votesOnly", { count: round.counts[card.id] ?? 0 });
    return make("li", { class: "board-ballot" }, make("label", { for: id, dir: "auto" }, nameOf(card)), value !== false && this.#field(round, card.id, id, value), count && make("span", { class: "board-ballot__count" }, count));
  }

  #field({ kind, votes_each: each, most_per_card: most }, card, id, value) {
    if (kind === "approval") return make("input", { type: "checkbox", class: "check__box", id, data: { choice: card }, checked: value > 0 });
    const words = kind === "gradient" ? gradient : Array.from({ length: kind === "dots" ? Math.min(most, each) : each }, (_, place) => String(place + 1));
    const options = words.map((word, place) => make("option", { value: place + 1, selected: value === place + 1 }, word));
    return make("select", { class: "input", id, data: { choice: card } }, make("option", { value: 0 }, "–"), ...options);
  }

  #change(field) {
    const { choice } = field.dataset;
    const number = field.type === "checkbox" ? Number(field.checked) : Number(field.value);
    const { state, ballot } = this.view.model;
    const choices = chosen(state.round, ballot, choice, number);
    if (!choices) {
      field.value = String(ballot[choice] ?? 0);
      return this.announce(say("noDots"));
    }
    const count = Object.keys(choices).length;
    this.#cast(choices, state.round.kind === "ranking" && number > 0 && say("ballotPlace", { place: choices[choice], count }));
  }

  #cast(choices, said) {
    this.#seen = ""; // the field may say something else than what is sent
    this.view.act("cast_ballot", { round: this.#round, choices });
    this.announce(said || say(Object.keys(choices).length ? "ballotCast" : "ballotTaken"));
  }

  #result(round, cards) {
    const { base = {}, order = [], cards: counted = {} } = round.results;
    const lines = order.map((id) => make("li", { dir: "auto" }, `${cards[id] ? nameOf(cards[id]) : "…"}: ${counted[id]?.total ?? 0}`));
    const { title, lang } = this.#question(round);
    const whole = make("a", { href: this.settings.result.replace("ID", round.id), "aria-label": `${say("wholeResult")}: ${title}` }, say("wholeResult"));
    const voted = make("p", { class: "board-comment__head" }, say("roundBase", { voted: base.voted ?? 0, could: base.could ?? 0 }));
    return make("div", { class: "board-result" }, make("h3", { lang }, title), voted, make("ol", {}, ...lines), whole);
  }
}

