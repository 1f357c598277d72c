// Who has the board open: a count that is always right, and names as far as they fit; beside each name a button to follow that person.
import { make, makeButton } from "./dom.js";
import { goneSince } from "./following.js";
import { say } from "./texts.js";

export class People {
  #box = document.querySelector("[data-people]");
  #summary = this.#box.querySelector("summary");
  #count = document.querySelector("[data-people-count]");
  #list = document.querySelector("[data-people-list]");
  #names = new Map();
  #lines = new Map(); // ref: line; kept, so that the focus stays on its button while others come and go
  #rest = make("li");
  #total = 0;
  #me = null;
  #followed = "";
  #mayFollow = false;

  /** @param options {follow(ref, name): for whom the person wants to follow or no longer, left(refs)} */
  constructor({ follow, left }) {
    Object.assign(this, { follow, left });
  }

  start({ count, people }, me) {
    if (this.#me?.ref !== me.ref) for (const ref of [this.#me?.ref, me.ref]) this.#drop(ref);
    this.#me = me;
    const gone = goneSince([...this.#names.keys()], { count, people });
    this.#names = new Map(people.map(({ ref, name }) => [ref, name]));
    this.#names.set(me.ref, me.name); // we are there, though the list was made before we came
    this.#total = Math.max(count, this.#names.size);
    this.#show();
    this.left(gone);
  }

  change({ count, joined, left }) {
    for (const { ref, name } of joined) this.#names.set(ref, name);
    for (const ref of left) this.#names.delete(ref);
    this.#total = count;
    this.#show();
    this.left(left);
  }

  /** Whom one follows, if anybody, and whether there is following at all. */
  showFollowed(ref, mayFollow) {
    [this.#followed, this.#mayFollow] = [ref, mayFollow];
    for (const [of, line] of this.#lines) this.#showLine(of, line);
  }

  /** The focus where the list is opened. */
  focus() {
    this.#summary.focus({ preventScroll: true });
  }

  #show() {
    this.#box.hidden = false;
    this.#count.textContent = say("present", { count: this.#total });
    const hadFocus = this.#list.contains(document.activeElement);
    for (const [ref, line] of this.#lines) if (!this.#names.has(ref)) this.#forget(ref, line);
    const names = [...this.#names].sort((a, b) => a[1].localeCompare(b[1]));
    names.forEach(([ref, name], place) => this.#put(this.#lineOf(ref, name), place));
    const rest = this.#total - names.length;
    this.#rest.textContent = rest > 0 ? say("moreThan", { count: rest }) : "";
    if (rest > 0) this.#put(this.#rest, names.length);
    else this.#rest.remove();
    if (hadFocus && !this.#list.contains(document.activeElement)) this.focus();
  }

  /** A line at its place; one that stands there already is not moved, as moving would take the focus from it. */
  #put(line, place) {
    const there = this.#list.children[place];
    if (there !== line) this.#list.insertBefore(line, there ?? null);
  }

  #forget(ref, line) {
    line.remove();
    this.#lines.delete(ref);
  }

  /** Make a line anew: that of oneself was made like anybody else's before we knew who we are. */
  #drop(ref) {
    const line = this.#lines.get(ref);
    if (line) this.#forget(ref, line);
  }

  #lineOf(ref, name) {
    const known = this.#lines.get(ref);
    if (known?.dataset.name === name) return known;
    known?.remove();
    const line = ref === this.#me?.ref ? make("li", {}, say("you", { name })) : this.#other(ref, name || say("facilitation"));
    line.dataset.name = name;
    this.#lines.set(ref, line);
    this.#showLine(ref, line);
    return line;
  }

  #other(ref, name) {
    const button = makeButton(say("follow"), "quiet", () => this.#choose(ref, name), { "aria-label": say("followName", { name }), "data-follow": "" });
    return make("li", {}, make("span", {}, name), button);
  }

  /** One has chosen: the list closes, so that the board is seen; the focus goes where the list is opened again. */
  #choose(ref, name) {
    this.#box.open = false;
    this.focus();
    this.follow(ref, name);
  }

  #showLine(ref, line) {
    const button = line.querySelector("[data-follow]");
    if (!button) return;
    button.hidden = !this.#mayFollow;
    button.setAttribute("aria-pressed", String(ref === this.#followed));
  }
}
