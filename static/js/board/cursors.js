// Where others point on the board view, and following one of them. Volatile, throttled, and each may turn it off for oneself.
import { make, setText } from "./dom.js";
import { say } from "./texts.js";

const EVERY = 120; // ms between two places of ours
const FADES = 8000; // ms without a sign

export class Cursors {
  #layer = document.querySelector("[data-cursors]");
  #others = new Map(); // ref: {element, timer, x, y}
  #isOn = false; // the camp shows cursors
  #sentAt = 0;
  #following = "";

  /** @param options {viewport, connection, preferences, root, announce, me} */
  constructor(options) {
    Object.assign(this, options);
    const box = document.querySelector("[data-cursors-on]");
    box.checked = this.preferences.get("cursors");
    box.addEventListener("change", () => {
      this.preferences.set("cursors", box.checked);
      if (!box.checked) this.#clear();
    });
    this.viewport.scroller.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.#tell(event), { passive: true });
    addEventListener("keydown", (event) => event.key === "Escape" && this.#following && this.follow(this.#following));
  }

  start(isOn) {
    this.#isOn = isOn;
    document.querySelector("[data-cursors-choice]").hidden = !isOn;
    if (!isOn) this.#clear();
  }

  get #isShown() {
    return this.#isOn && this.preferences.get("cursors") && this.root.dataset.view === "board";
  }

  #tell(event) {
    if (!this.#isShown || performance.now() - this.#sentAt < EVERY) return;
    this.#sentAt = performance.now();
    const { x, y } = this.viewport.toBoard(event.clientX, event.clientY);
    const zone = event.target.closest("[data-zone]")?.dataset.zone;
    if (zone) this.connection.point({ x: Math.round(x), y: Math.round(y), zone });
  }

  /** Somebody pointed somewhere. */
  take({ ref, name, x, y }) {
    if (ref === this.me()?.ref || !this.#isShown) return;
    const known = this.#others.get(ref) ?? this.#make(ref, name);
    clearTimeout(known.timer);
    known.timer = setTimeout(() => this.#forget(ref), FADES);
    Object.assign(known, { x, y });
    known.element.style.transform = `translate(${x}px, ${y}px)`;
    if (ref === this.#following) this.#center(known);
  }

  #make(ref, name) {
    const element = make("div", { class: "board-cursor", style: null }, make("span", {}, name));
    element.dataset.tone = [...ref].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
    this.#layer.append(element);
    const made = { element, timer: 0, x: 0, y: 0, name };
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

  /** Look where somebody points; again, or Escape: stop. */
  follow(ref, name = "") {
    const isOver = ref === this.#following;
    this.#following = isOver ? "" : ref;
    setText(document.querySelector("[data-following]"), isOver ? "" : say("following", { name }));
    this.announce(isOver ? say("followingNot") : say("following", { name }));
    if (!isOver && this.#others.has(ref)) this.#center(this.#others.get(ref));
  }

  /** Whether there is anything to follow. */
  get mayFollow() {
    return this.#isShown;
  }

  #center({ x, y }) {
    const { scroller, zoom } = this.viewport;
    scroller.scrollTo(x * zoom - scroller.clientWidth / 2, y * zoom - scroller.clientHeight / 2);
  }
}
