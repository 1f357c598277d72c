// Who has the board open: a count that is always right, and names as far as they fit.
import { make, makeButton } from "./dom.js";
import { say } from "./texts.js";

export class People {
  #box = document.querySelector("[data-people]");
  #count = document.querySelector("[data-people-count]");
  #list = document.querySelector("[data-people-list]");
  #names = new Map();
  #total = 0;
  #me = null;

  /** @param follow(ref, name) is called for whom the person wants to follow, where cursors are shown */
  constructor(follow) {
    this.follow = follow;
  }

  start({ count, people }, me) {
    this.#me = me;
    this.#names = new Map(people.map(({ ref, name }) => [ref, name]));
    this.#names.set(me.ref, me.name); // we are there, though the list was made before we came
    this.#total = Math.max(count, this.#names.size);
    this.#show();
  }

  change({ count, joined, left }) {
    for (const { ref, name } of joined) this.#names.set(ref, name);
    for (const ref of left) this.#names.delete(ref);
    this.#total = count;
    this.#show();
  }

  #show() {
    this.#box.hidden = false;
    this.#count.textContent = say("present", { count: this.#total });
    const names = [...this.#names].sort((a, b) => a[1].localeCompare(b[1]));
    const rest = this.#total - names.length;
    const lines = names.map(([ref, name]) => (ref === this.#me?.ref ? make("li", {}, say("you", { name })) : this.#other(ref, name || say("facilitation"))));
    this.#list.replaceChildren(...lines, ...(rest > 0 ? [make("li", {}, say("moreThan", { count: rest }))] : []));
  }

  #other(ref, name) {
    return make("li", {}, make("span", {}, name), makeButton(say("follow"), "quiet", () => this.follow(ref, name), { "aria-label": say("followName", { name }), "data-follow": "" }));
  }
}
