// What this page knows of a board: what is committed, what of ours is on the way, and the names and titles to show with it.
import { ballotOf } from "./ballot.js";
import { newId } from "./outbox.js";
import { Own } from "./own.js";
import { advance, emptyState, inverse, isStanding, overlay, preview, stateOf, zonesOf } from "./state.js";
import { inLanguage } from "./themes.js";

export class Store {
  committed = emptyState();
  names = {};
  themes = {};
  me = null;
  votes = { limit: 0, elsewhere: 0, cards: [] };
  #ballot = { round: "", choices: {} }; // in the open round, as the server has it
  #asked; // ids of operations of this page, so that they are not announced as somebody else's
  #own = new Own();

  /** @param options {settings, outbox} */
  constructor({ settings, outbox }) {
    this.settings = settings;
    this.outbox = outbox;
    this.#asked = new Set(outbox.pending.map((operation) => operation.op_id)); // also those from before a reload
  }

  /** Who we are here, and what of the board is ours. */
  join(me) {
    this.me = me;
    this.takeVotes(me);
    this.#own.replace(me.own);
  }

  /** What we voted, as the server has it. */
  takeVotes({ votes, ballot }) {
    this.votes = votes;
    this.#ballot = ballot;
  }

  /** An operation of ours is done: the ballot that was on the way is the one that the server has. */
  settled({ kind, round, choices }) {
    if (kind === "cast_ballot") this.#ballot = { round, choices };
  }

  /** The whole board, as the server has it. */
  replace({ people, themes, ...board }) {
    this.committed = stateOf(board);
    Object.assign(this.names, people);
    for (const [id, title] of Object.entries(themes)) this.themes[id] ??= inLanguage(title, this.settings.language);
  }

  /** One committed change; returns the card as it was before, and whether this page asked for it. */
  take({ number, op_id: opId, change, by, isOwn }) {
    const before = change.card && this.committed.cards[change.card];
    this.committed = advance(this.committed, number, change);
    if (by.name) this.names[by.ref] = by.name;
    const isOurs = Boolean(isOwn) || this.#asked.has(opId);
    if (isOurs) this.#own.did(change);
    return { before, isOwn: isOurs };
  }

  /** Titles of themes, as they were read. */
  learn(found) {
    for (const theme of found) this.themes[theme.id] = { title: theme.title, lang: theme.lang };
  }

  /** An operation of this person, kept until it is acknowledged; `back`: the operations that will undo it. */
  keep(asked) {
    const operation = { op_id: `b-${newId(20)}`, ...asked };
    if (operation.kind === "add_card") operation.card ??= newId();
    const { state } = this.#shown();
    const change = preview(state, operation, this.me.ref);
    this.#asked.add(operation.op_id);
    this.outbox.add(operation);
    return { operation, back: change ? inverse(state, change) : [] };
  }

  /** A refused operation once more, under a new id: the old one was refused, and stays so. */
  again(operation) {
    this.outbox.done(operation.op_id);
    const { op_id: refused, ...asked } = operation;
    return this.keep(asked);
  }

  /** The board as its person sees it, ready to be drawn; null before the first join. */
  model() {
    if (!this.me) return null;
    const { pending } = this.outbox;
    const { state, voted } = this.#shown();
    const live = [...voted].filter((id) => state.cards[id] && isStanding(state.cards[id])); // others give their votes back
    return {
      state,
      voted,
      zones: this.#zones(state),
      votesLeft: Math.max(0, this.votes.limit - this.votes.elsewhere - live.length),
      ballot: ballotOf(state.round?.id, pending, this.#ballot),
      waiting: new Set(pending.map((operation) => operation.card)),
      people: { ...this.names, [this.me.ref]: this.me.name },
      themes: this.themes,
      me: this.me,
    };
  }

  /** What is committed, with our name on what is ours, and on top of it what is on the way. */
  #shown() {
    const { ref } = this.me;
    return overlay(this.#own.named(this.committed, ref), this.outbox.pending, ref, this.votes.cards);
  }

  /** The zones in their order, in the page's language. */
  #zones(state) {
    const { language } = this.settings;
    const worded = ({ title, ...rest }) => ({ ...rest, ...inLanguage(title, language) });
    return zonesOf(state).map(({ help, columns, ...zone }) => ({ ...worded(zone), help: inLanguage(help, language).title, columns: columns.map(worded) }));
  }
}
