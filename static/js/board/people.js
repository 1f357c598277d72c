// Who has the board open: a count that is always right, and names as far as they fit.
import { say } from "./texts.js";

export class People {
  #box = document.querySelector("[data-people]");
  #count = document.querySelector("[data-people-count]");
  #list = document.querySelector("[data-people-list]");
  #names = new Map();
  #total = 0;
  #me = null;

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
    const lines = names.map(([ref, name]) => (ref === this.#me?.ref ? say("you", { name }) : name || say("facilitation")));
    if (this.#total > lines.length) lines.push(say("moreThan", { count: this.#total - lines.length }));
    this.#list.replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        item.textContent = line;
        return item;
      }),
    );
  }
}
