// Following a person: whom is said and shown, and where that person goes the page goes too. The focus never does.
import { nameOf } from "./card.js";
import { isTyping, setText } from "./dom.js";
import { Following } from "./following.js";
import { say } from "./texts.js";

const SETTLES = 1500; // ms at one place before it is said

export class Follower {
  #following = new Following();
  #mayFollow = false; // the camp shows where people are
  #bar = document.querySelector("[data-following]");
  #text = document.querySelector("[data-following-text]");
  #marked = null; // the card or zone where that person is
  #timer = null;

  /** @param options {view, people, announcer} */
  constructor(options) {
    Object.assign(this, options);
    this.#bar.querySelector("[data-unfollow]").addEventListener("click", () => this.#end());
    addEventListener("keydown", (event) => this.#press(event));
  }

  /** Whether people may be followed in this camp. */
  allow(mayFollow) {
    this.#mayFollow = mayFollow;
    if (!mayFollow && this.#following.isOn) this.#end();
    this.#show();
  }

  /** Follow somebody; whom one follows already: no longer. */
  toggle(ref, name) {
    if (ref === this.#following.ref) return this.#end();
    clearTimeout(this.#timer); // of whom one followed before
    this.#following.begin(ref, name);
    this.announcer.now([say("following", { name }), this.#where].filter(Boolean).join(" "));
    this.#lead();
  }

  /** Somebody is somewhere; in the board view even at a point. */
  take(ref, { x, y, ...place }) {
    const isElsewhere = this.#following.take(ref, place);
    if (ref !== this.#following.ref) return;
    const isPoint = x !== undefined && this.view.root.dataset.view === "board";
    if (isElsewhere || isPoint) this.#lead(isPoint ? { x, y } : null);
    if (!isElsewhere) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), SETTLES);
  }

  /** Say where that person is, where it is known. */
  #tell() {
    if (this.#where) this.announcer.later(this.#where);
  }

  /** People left the board. */
  left(refs) {
    const { name } = this.#following;
    if (this.#following.left(refs)) this.#end(say("followedLeft", { name }));
  }

  #end(sentence = say("followingNot")) {
    clearTimeout(this.#timer);
    this.#following.end();
    const hasFocus = this.#bar.contains(document.activeElement);
    this.#mark(null);
    this.#show();
    if (hasFocus) this.people.focus();
    this.announcer.now(sentence);
  }

  /** Escape ends it, unless it belongs to a dialog, to what is being written or to a card that is held. */
  #press(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.#following.isOn) return;
    if (!isTyping(event.target) && !document.querySelector("dialog[open], .board-card--held")) this.#end();
  }

  /** Bring the place into sight and mark it. */
  #lead(point) {
    const { view } = this;
    const { place } = this.#following;
    const zone = place && view.zone(place.zone);
    const face = zone && view.guide.seen(place.card);
    this.#mark(face?.element ?? zone?.root ?? null);
    this.#show();
    if (!zone || this.#mustStay(zone)) return;
    view.bar.show(zone.key);
    if (point) view.viewport.lookAt(point);
    else view.viewport.reveal(face?.element ?? zone.part("title"), { block: face ? "center" : "start" });
  }

  /** What somebody writes or holds does not slip away, and on a phone the zone with the focus is not put away. */
  #mustStay(zone) {
    const focused = document.activeElement;
    const isAway = !zone.root.offsetParent && focused.closest("[data-zone]");
    return isTyping(focused) || isAway || document.querySelector("dialog[open], .board-card--held");
  }

  #mark(element) {
    this.#marked?.removeAttribute("data-followed");
    this.#marked = element;
    if (element) element.dataset.followed = this.#following.name;
  }

  get #where() {
    const { name, place } = this.#following;
    if (!place || !this.view.zone(place.zone)) return "";
    const zone = this.view.title(place.zone);
    const face = this.view.guide.seen(place.card);
    return face ? say("followedAtCard", { name, zone, card: nameOf(face.card) }) : say("followedInZone", { name, zone });
  }

  #show() {
    const { ref, name, isOn } = this.#following;
    this.#bar.hidden = !isOn;
    setText(this.#text, isOn ? [say("followingWhom", { name }), this.#where].filter(Boolean).join(" ") : "");
    this.people.showFollowed(ref, this.#mayFollow);
  }
}
