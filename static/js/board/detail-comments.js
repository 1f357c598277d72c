// What is said about a card, and the quick signs on it.
import { nameOf } from "./card.js";
import { make, makeButton, setText } from "./dom.js";
import { commentsOf } from "./heritage.js";
import { newId } from "./outbox.js";
import { reactions, say } from "./texts.js";

export class Comments {
  #seen = "";
  #draft = null;

  constructor(detail, part) {
    this.detail = detail;
    this.part = part;
    this.time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    part("comment-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = part("comment-text").value.trim();
      if (!text) return part("comment-text").focus();
      detail.ask("comment", { comment: newId(), text });
      detail.announce(say("youCommented"));
      part("comment-text").value = this.#draft.text = "";
    });
    part("comment-text").addEventListener("input", () => (this.#draft.text = part("comment-text").value));
    part("comment-text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) part("comment-form").requestSubmit();
    });
    for (const button of part("reactions").querySelectorAll("button")) {
      button.addEventListener("click", () => detail.ask(this.#isMine(button) ? "unreact" : "react", { reaction: button.dataset.reaction }));
    }
  }

  open() {
    this.#seen = "";
    this.#draft = this.detail.view.draft(`comment:${this.detail.card.id}`);
    this.part("comment-text").value = this.#draft.text;
  }

  #isMine(button) {
    return button.getAttribute("aria-pressed") === "true";
  }

  draw(card) {
    const { people, me, state } = this.detail.view.model;
    const mayComment = this.detail.may("comment");
    const mayReact = this.detail.may("react");
    const shown = commentsOf(state, card).map(({ comment, of }) => ({ ...comment, card: of.id, from: of === card ? "" : nameOf(of) }));
    const names = shown.map(({ author }) => people[author]);
    const seen = JSON.stringify([shown, card.reactions, names, mayComment, mayReact]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.part("comment-form").hidden = !mayComment;
    this.part("comments").replaceChildren(...shown.map((comment) => this.#line(comment, people, me)));
    for (const button of this.part("reactions").querySelectorAll("button")) {
      const seats = card.reactions[button.dataset.reaction] ?? [];
      button.setAttribute("aria-pressed", String(seats.includes(me.ref)));
      button.setAttribute("aria-disabled", String(!mayReact));
      setText(button.lastElementChild, seats.length ? String(seats.length) : "");
      button.setAttribute("aria-label", say("reaction", { name: reactions[button.dataset.reaction], count: seats.length }));
    }
  }

  /** `from`: the card that it was said about, where this one was made of that. */
  #line({ id, author, text, at, is_removed: isRemoved, card, from }, people, me) {
    const name = author && author === me.ref ? this.detail.view.around.you() : (people[author] ?? "");
    const head = make("p", { class: "board-comment__head" }, [name, this.time.format(new Date(at)), from && say("fromCard", { text: from })].filter(Boolean).join(" · "));
    const isOwn = (author && author === me.ref) || me.is_host;
    const take = () => {
      this.detail.view.act("remove_comment", { card, comment: id });
      this.detail.announce(say("youUncommented"));
      this.part("comment-text").focus();
    };
    const remove = !isRemoved && isOwn && this.detail.may("remove_comment") && makeButton(say("removeComment"), "quiet", take);
    return make("li", { class: "board-comment" }, head, make("p", { class: "board-comment__text", dir: "auto" }, isRemoved ? say("commentRemoved") : text), remove);
  }
}
