// Moving a card by mouse, pen or finger: held at its grip it follows, and a line shows where it will stand.
const EDGE = 60; // px from the top or bottom of the window: the page scrolls along

export function draggable(view, id, element, grip) {
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !view.mayWork()) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    new Drag(view, id, element, grip, event);
  });
}

class Drag {
  #target = null; // {zone, place}
  #mark = document.createElement("li");
  #frame = 0;
  #zones;

  constructor(view, id, element, grip, event) {
    Object.assign(this, { view, id, element, grip, startX: event.clientX, startY: event.clientY, scrolled: scrollY });
    this.#mark.className = "board-mark";
    this.#mark.setAttribute("aria-hidden", "true");
    view.hold(true);
    this.#zones = view.lists.map((zone) => measure(zone, element));
    element.classList.add("board-card--held");
    grip.setPointerCapture(event.pointerId);
    this.follow = (moved) => this.#follow(moved);
    this.end = (lifted) => this.#end(lifted.type === "pointerup");
    this.key = (pressed) => pressed.key === "Escape" && this.#end(false);
    grip.addEventListener("pointermove", this.follow);
    grip.addEventListener("pointerup", this.end);
    grip.addEventListener("pointercancel", this.end);
    addEventListener("keydown", this.key);
  }

  /** A pointer reports more often than the screen is drawn: once a frame is enough. */
  #follow(event) {
    this.x = event.clientX;
    this.y = event.clientY;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const by = this.y < EDGE ? -10 : this.y > innerHeight - EDGE ? 10 : 0;
    const before = scrollY;
    if (by) scrollBy(0, by);
    const down = this.y - this.startY + (scrollY - this.scrolled);
    this.element.style.transform = `translate(${this.x - this.startX}px, ${down}px)`;
    this.#aim(this.y + scrollY);
    if (by && scrollY !== before) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** Find the place under the pointer among what was measured: nothing on the page moves while a card is held. */
  #aim(y) {
    const zone = this.#zones.find(({ box }) => box.width && this.x >= box.left && this.x <= box.right && y >= box.top - 40 && y <= box.bottom + 200);
    if (!zone) {
      this.#target = null;
      return this.#mark.remove();
    }
    const found = zone.cards.findIndex((card) => y < (card.top + card.bottom) / 2);
    const place = found < 0 ? zone.cards.length : found;
    if (this.#target?.zone === zone.key && this.#target.place === place) return;
    this.#target = { zone: zone.key, place };
    const above = zone.cards[place - 1];
    const below = zone.cards[place];
    const at = above ? above.bottom : below ? below.top - 8 : zone.listTop;
    this.#mark.style.insetBlockStart = `${at - zone.listTop + 2}px`;
    if (this.#mark.parentNode !== zone.list) zone.list.append(this.#mark);
  }

  #end(isMeant) {
    cancelAnimationFrame(this.#frame);
    this.grip.removeEventListener("pointermove", this.follow);
    this.grip.removeEventListener("pointerup", this.end);
    this.grip.removeEventListener("pointercancel", this.end);
    removeEventListener("keydown", this.key);
    this.element.classList.remove("board-card--held");
    this.element.style.transform = "";
    this.#mark.remove();
    if (isMeant && this.#target) this.view.move(this.id, this.#target.zone, this.#target.place);
    this.view.hold(false);
  }
}

/** Where the cards of a zone stand, in the page's own coordinates, the held one left out. */
function measure({ key, list, root }, held) {
  const inPage = (element) => {
    const { left, right, top, bottom, width } = element.getBoundingClientRect();
    return { left, right, width, top: top + scrollY, bottom: bottom + scrollY };
  };
  const cards = [...list.children].filter((child) => child !== held).map(inPage);
  return { key, list, box: inPage(root), listTop: inPage(list).top, cards };
}
