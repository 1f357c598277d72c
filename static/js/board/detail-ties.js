// How a card stands to others: what it supports, needs, contradicts or is part of; the stack it lies in; what it came from.
import { nameOf } from "./card.js";
import { make, makeButton, setText } from "./dom.js";
import { newId } from "./outbox.js";
import { isStanding, isUnder } from "./state.js";
import { say } from "./texts.js";

export class Ties {
  #seen = "";

  constructor(detail, part) {
    this.detail = detail;
    this.part = part;
    part("link-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const target = part("link-target").value;
      if (!target) return part("link-target").focus();
      detail.view.act("link_cards", { link: newId(), source: detail.card.id, target, relation: part("link-relation").value });
      detail.announce(say("youLinked"));
      part("link-target").value = "";
    });
    part("unstack").addEventListener("click", () => detail.view.mover.unstack(detail.card.id));
    part("stack-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const onto = part("stack-target").value;
      if (onto) detail.view.mover.stack([onto, detail.card.id]);
    });
  }

  open() {
    this.#seen = "";
  }

  draw(card) {
    const { view } = this.detail;
    const { state } = view.model;
    const others = Object.values(state.cards).filter((other) => other.id !== card.id && isStanding(other) && !other.is_private);
    const links = view.around.links(card.id);
    const may = ["link_cards", "stack_card"].map((kind) => this.detail.may(kind));
    const isStacked = isUnder(state, card);
    const seen = JSON.stringify([links, others.map((other) => [other.id, nameOf(other), other.zone]), may, isStacked, card.parents]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.part("ties").replaceChildren(...links.map((link) => this.#line(link, may[0])));
    this.part("link-form").hidden = !may[0] || !others.length;
    this.part("stack-form").hidden = !may[1] || !others.length || isStacked;
    this.part("unstack").hidden = !may[1] || !isStacked;
    for (const name of ["link-target", "stack-target"]) this.#offer(this.part(name), others);
    const parents = card.parents.map((id) => state.cards[id]).filter(Boolean);
    this.part("parents-box").hidden = !parents.length;
    this.part("parents").replaceChildren(...parents.map((parent) => make("li", { dir: "auto" }, [parent.title, parent.text].filter(Boolean).join(": "))));
    setText(this.part("parents-votes"), card.parents_votes ? say("parentsVotes", { count: card.parents_votes }) : "");
  }

  #line({ id, words, name }, mayUnlink) {
    const unlink = () => {
      this.detail.view.act("unlink_cards", { link: id });
      this.detail.announce(say("youUnlinked"));
      this.part("link-target").focus();
    };
    return make("li", {}, `${words} `, make("q", { dir: "auto" }, name), mayUnlink && makeButton(say("unlink"), "quiet", unlink, { "aria-label": `${say("unlink")}: ${words} ${name}` }));
  }

  /** The other cards by zone. */
  #offer(select, others) {
    const chosen = select.value;
    const groups = this.detail.view.model.zones.map(({ key, title }) => {
      const options = others.filter((other) => other.zone === key).map((other) => make("option", { value: other.id }, nameOf(other)));
      return options.length ? make("optgroup", { label: title }, ...options) : null;
    });
    select.replaceChildren(select.options[0], ...groups.filter(Boolean));
    select.value = others.some(({ id }) => id === chosen) ? chosen : "";
  }
}
