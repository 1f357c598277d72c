// The dialog of one card: its words, what kind it is, what it rests on, how it is linked, and what is said about it.
import { nameOf } from "./card.js";
import { Comments } from "./detail-comments.js";
import { Files } from "./detail-files.js";
import { Sources } from "./detail-sources.js";
import { Ties } from "./detail-ties.js";
import { partsOf, setText } from "./dom.js";
import { Editor } from "./editor.js";
import { newId } from "./outbox.js";
import { isStanding } from "./state.js";
import { say } from "./texts.js";

export class Detail {
  #dialog = document.querySelector("[data-detail]");
  #part = partsOf(this.#dialog);
  #card = null;
  #editor = null;
  #splitDraft = null;
  #cameFrom = null; // what had the focus before the dialog opened
  #parts;

  /** @param options {view, announce} */
  constructor({ view, announce }) {
    this.view = view;
    this.announce = announce;
    this.#parts = [new Sources(this, this.#part), new Files(this, this.#part), new Ties(this, this.#part), new Comments(this, this.#part)];
    this.#part("close").addEventListener("click", () => this.#dialog.close());
    this.#part("edit").addEventListener("click", () => this.#edit());
    this.#part("vote").addEventListener("click", () => this.view.toggleVote(this.#card));
    for (const name of ["card_kind", "colour"]) {
      this.#part(name).addEventListener("change", (event) => this.ask("mark_card", { [name]: event.target.value }));
    }
    this.#part("lock").addEventListener("click", () => this.#lock(!this.card.is_locked));
    this.#part("split").addEventListener("submit", (event) => this.#split(event));
    this.#part("split-text").addEventListener("input", (event) => (this.#splitDraft.text = event.target.value));
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#closeFromOutside();
  }

  /** By a click beside the dialog that began there: not by one between its parts, nor at the end of selecting words. */
  #closeFromOutside() {
    let beganOutside = false;
    const isOutside = ({ clientX: x, clientY: y }) => {
      const { left, right, top, bottom } = this.#dialog.getBoundingClientRect();
      return x < left || x > right || y < top || y > bottom;
    };
    this.#dialog.addEventListener("pointerdown", (event) => (beganOutside = event.target === this.#dialog && isOutside(event)));
    this.#dialog.addEventListener("click", (event) => beganOutside && event.target === this.#dialog && isOutside(event) && this.#dialog.close());
  }

  /** The card as it is now; undefined once it is gone. */
  get card() {
    return this.view.model.state.cards[this.#card];
  }

  /** Something with this card. */
  ask(kind, payload = {}) {
    this.view.act(kind, { card: this.#card, ...payload });
  }

  may(kind) {
    return this.view.may(kind, { card: this.card });
  }

  open(id) {
    this.#card = id;
    this.#splitDraft = this.view.draft(`split:${id}`);
    this.#part("split-text").value = this.#splitDraft.text;
    this.#part("split-box").open = this.#splitDraft.text !== "";
    for (const part of this.#parts) part.open();
    this.#part("history").href = this.view.settings.history.replace("ID", id);
    this.draw();
    if (!this.#dialog.open) this.#cameFrom = document.activeElement;
    this.#dialog.showModal();
    this.#part("close").focus();
    this.view.origins.look();
    if (this.view.draft(`edit:${id}`).text) this.#edit();
  }

  /** Draw what changed while the dialog is open; the focus stays inside. */
  draw() {
    if (!this.#card) return;
    const { card } = this;
    if (!card || !isStanding(card)) return this.#gone();
    const focused = document.activeElement;
    setText(this.#part("detail-title"), nameOf(card));
    setText(this.#part("text"), card.text);
    if (!this.#editor) {
      setText(this.#part("title"), card.title);
      this.#part("title").hidden = !card.title;
    }
    setText(this.#part("detail-place"), [this.view.placeName(card.zone, card.column), this.view.around.author(card)].filter(Boolean).join(" · "));
    const origins = this.view.origins.linesOf(this.view.model.state, card).join(" · ");
    setText(this.#part("detail-origins"), origins);
    this.#part("detail-origins").hidden = !origins;
    setText(this.#part("detail-typing"), this.view.writer(card.id) ? this.#typing(card.id) : "");
    this.#editor?.cardChanged(card);
    this.#allow(card);
    for (const part of this.#parts) part.draw(card);
    if (this.#dialog.open && !this.#dialog.contains(document.activeElement)) (focused?.isConnected && !focused.hidden ? focused : this.#part("close")).focus();
  }

  #typing(id) {
    const words = this.view.wordsBeingWritten(id);
    return say("typing", { name: this.view.writer(id) }) + (words ? ` ${words}` : "");
  }

  #allow(card) {
    const mayEdit = this.may("edit_card");
    this.#part("edit").hidden = !mayEdit || this.#editor !== null;
    for (const [name, value] of [["card_kind", card.kind], ["colour", card.colour]]) {
      const select = this.#part(name);
      select.disabled = !this.may("mark_card");
      if (document.activeElement !== select) select.value = value;
    }
    const { me, voted, state } = this.view.model;
    const vote = this.#part("vote");
    vote.hidden = !me.can_vote || state.state !== "open" || !this.may("vote");
    setText(vote, say(voted.has(card.id) ? "voteBack" : "voteHere", { count: card.votes }));
    this.#part("lock").hidden = !me.is_host || !this.may("lock_card");
    setText(this.#part("lock"), say(card.is_locked ? "unlockCard" : "lockCard"));
    this.#part("split-box").hidden = !this.may("split_card");
  }

  #edit() {
    if (!this.may("edit_card")) return;
    const { card } = this;
    this.#editor = new Editor({
      element: this.#dialog,
      card,
      limit: this.view.settings.textLimit,
      draft: this.view.draft(`edit:${card.id}`),
      onTyping: (text) => this.view.act("typing", { card: card.id, text }),
      onSave: (words) => this.ask("edit_card", words),
      onClose: () => {
        this.#editor = null;
        this.#part("edit").hidden = false;
        this.#part("edit").focus();
      },
    });
    this.#part("edit").hidden = true;
  }

  #lock(isLocked) {
    this.ask(isLocked ? "lock_card" : "unlock_card");
    this.announce(say(isLocked ? "youLocked" : "youUnlocked"));
  }

  /** Paragraphs become cards. */
  #split(event) {
    event.preventDefault();
    const texts = this.#part("split-text").value.split(/\n+/).map((text) => text.trim()).filter(Boolean);
    const isMore = texts.length > 10;
    setText(this.#part("split-none"), texts.length < 2 || isMore ? say("splitMore") : "");
    if (texts.length < 2 || isMore) return this.#part("split-text").focus();
    this.#part("split-text").value = this.#splitDraft.text = "";
    this.ask("split_card", { into: texts.map((text) => ({ card: newId(), title: "", text })) });
    this.announce(say("youSplit", { count: texts.length }));
  }

  /** Somebody took the card away, merged or split it; words that were being written are kept. */
  #gone() {
    const words = [this.#editor?.isChanged && this.#editor.words, this.#part("comment-text").value, this.#part("split-text").value];
    if (words.some(Boolean)) this.view.lost(words.filter(Boolean).join("\n\n"));
    this.#dialog.close();
  }

  #closed() {
    this.#editor?.close();
    const id = this.#card;
    this.#card = null;
    const focused = document.activeElement;
    const isHere = focused === document.body || focused === this.#cameFrom || this.#dialog.contains(focused);
    if (!isHere) return; // the browser gave the focus back before it told us, and the person has gone on already
    (this.view.face(id)?.part("open") ?? document.querySelector("[data-scroll]")).focus({ preventScroll: true });
  }
}
