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
  #scroller = 0;

  constructor(view, id, element, grip, event) {
    Object.assign(this, { view, id, element, grip, startX: event.clientX, startY: event.clientY, scrolled: scrollY });
    this.#mark.className = "board-mark";
    this.#mark.setAttribute("aria-hidden", "true");
    grip.setPointerCapture(event.pointerId);
    this.follow = (moved) => this.#follow(moved);
    this.end = (lifted) => this.#end(lifted.type === "pointerup");
    this.key = (pressed) => pressed.key === "Escape" && this.#end(false);
    grip.addEventListener("pointermove", this.follow);
    grip.addEventListener("pointerup", this.end);
    grip.addEventListener("pointercancel", this.end);
    addEventListener("keydown", this.key);
    view.hold(true);
    element.classList.add("board-card--held");
  }

  #follow(event) {
    this.x = event.clientX;
    this.y = event.clientY;
    this.#place();
    cancelAnimationFrame(this.#scroller);
    const scroll = () => {
      const by = this.y < EDGE ? -10 : this.y > innerHeight - EDGE ? 10 : 0;
      if (!by) return;
      scrollBy(0, by);
      this.#place();
      this.#scroller = requestAnimationFrame(scroll);
    };
    scroll();
  }

  #place() {
    const down = this.y - this.startY + (scrollY - this.scrolled);
    this.element.style.transform = `translate(${this.x - this.startX}px, ${down}px)`;
    const zone = this.view.lists.find(({ root }) => {
      const box = root.getBoundingClientRect();
      return box.width && this.x >= box.left && this.x <= box.right && this.y >= box.top - 40 && this.y <= box.bottom + 200;
    });
    if (!zone) return this.#aim(null);
    const others = [...zone.list.children].filter((child) => child !== this.element && child !== this.#mark);
    const place = others.findIndex((child) => {
      const box = child.getBoundingClientRect();
      return this.y < box.top + box.height / 2;
    });
    this.#aim({ zone: zone.key, place: place < 0 ? others.length : place, list: zone.list, before: others[place] ?? null });
  }

  #aim(target) {
    this.#target = target;
    if (!target) this.#mark.remove();
    else if (this.#mark.parentNode !== target.list || this.#mark.nextSibling !== target.before) {
      target.list.insertBefore(this.#mark, target.before);
    }
  }

  #end(isMeant) {
    cancelAnimationFrame(this.#scroller);
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
