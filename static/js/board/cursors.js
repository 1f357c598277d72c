// Where people are on the board: each tells the place of one's mouse, finger or focus, and sees the others' pointers on the board
// view. Volatile, throttled, and each may turn it off for oneself.
import { make } from "./dom.js";
import { placeOf } from "./following.js";

const EVERY = 120; // ms between two places of ours
const FADES = 8000; // ms without a sign

export class Cursors {
  #layer = document.querySelector("[data-cursors]");
  #others = new Map(); // ref: {element, timer}
  #isOn = false; // the camp shows cursors
  #sentAt = 0;
  #timer = null;
  #next = null; // our place, to be told when enough time has passed
  #told = ""; // the last place without a point

  /** @param options {viewport, view, connection, preferences, root, me, follower} */
  constructor(options) {
    Object.assign(this, options);
    const box = document.querySelector("[data-cursors-on]");
    box.checked = this.preferences.get("cursors");
    box.addEventListener("change", () => {
      this.preferences.set("cursors", box.checked);
      if (!box.checked) this.#clear();
    });
    const { scroller } = this.viewport;
    scroller.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.#point(event), { passive: true });
    scroller.addEventListener("pointerdown", (event) => event.pointerType !== "mouse" && this.#tell(this.#placeOf(event.target)), { passive: true });
    scroller.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && this.#tell(this.#placeOf(target)));
  }

  start(isOn) {
    this.#isOn = isOn;
    this.#told = "";
    this.follower.allow(isOn);
    document.querySelector("[data-cursors-choice]").hidden = !isOn;
    if (!isOn) this.#clear();
  }

  get #isShown() {
    return this.#isOn && this.preferences.get("cursors");
  }

  /** Not while all write for themselves, and not before we know. */
  get #mayTell() {
    return this.#isShown && this.view.model !== null && !this.view.model.state.mode.is_private;
  }

  get #isBoard() {
    return this.root.dataset.view === "board";
  }

  #placeOf(element) {
    return placeOf(element, (id) => this.view.card(id)?.is_private ?? true);
  }

  /** Where the mouse is: in the board view to the point, in the list view on which card. */
  #point({ target, clientX, clientY }) {
    const place = this.#placeOf(target);
    if (!place || !this.#isBoard) return this.#tell(place);
    const { x, y } = this.viewport.toBoard(clientX, clientY);
    this.#tell({ ...place, x: Math.round(x), y: Math.round(y) });
  }

  /** Tell the others where we are, at once or as soon as enough time has passed. */
  #tell(place) {
    if (!place || !this.#mayTell) return;
    this.#next = place;
    this.#timer ??= setTimeout(() => this.#send(), Math.max(0, this.#sentAt + EVERY - performance.now()));
  }

  #send() {
    const place = this.#next;
    this.#timer = null;
    const told = JSON.stringify(place);
    if (told === this.#told || !this.#mayTell) return;
    this.#told = told;
    this.#sentAt = performance.now();
    if (place.x === undefined) this.#stay(place, told);
    else this.connection.point(place);
  }

  /** On a card or in a zone one may stay for long, so it is told again until it was passed on or one is elsewhere. */
  async #stay(place, told) {
    const isLate = await this.connection.stay(place);
    if (!isLate || this.#told !== told || this.#timer) return;
    this.#told = "";
    this.#tell(place);
  }

  /** Somebody is somewhere. */
  take({ ref, name, ...place }) {
    if (ref === this.me()?.ref || !this.#isOn) return;
    if (this.#isShown && this.#isBoard) this.#draw(ref, name, place);
    this.follower.take(ref, place);
  }

  #draw(ref, name, place) {
    const known = this.#others.get(ref) ?? this.#make(ref, name);
    clearTimeout(known.timer);
    known.timer = setTimeout(() => this.#forget(ref), FADES);
    const { x, y } = place.x === undefined ? this.#middleOf(place) : place;
    known.element.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** Where to draw somebody who told no point: the middle of what is seen of the card, else the title of the zone. */
  #middleOf({ zone, card }) {
    const element = this.view.guide.seen(card)?.element ?? this.view.zone(zone)?.part("title") ?? this.#layer;
    const { left, top, width, height } = element.getBoundingClientRect();
    return this.viewport.toBoard(left + width / 2, top + height / 2);
  }

  #make(ref, name) {
    const element = make("div", { class: "board-cursor", style: null }, make("span", {}, name));
    element.dataset.tone = [...ref].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
    this.#layer.append(element);
    const made = { element, timer: 0 };
    this.#others.set(ref, made);
    return made;
  }

  #forget(ref) {
    this.#others.get(ref)?.element.remove();
    this.#others.delete(ref);
  }

  #clear() {
    for (const ref of [...this.#others.keys()]) this.#forget(ref);
  }
}
