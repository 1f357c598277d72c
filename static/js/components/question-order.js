// Lets an organiser drag a question to another place; the buttons do the same, and the server keeps the order.

/** The place (from 1) at which something dropped at this height belongs; middles are those of the other items. Pure. */
export function placeAt(y, middles) {
  const above = middles.filter((middle) => middle < y).length;
  return above + 1;
}

export function start(list) {
  for (const item of list.querySelectorAll(":scope > [data-question]")) addGrip(item);

  function addGrip(item) {
    const form = item.querySelector("[data-move]");
    if (!form) return;
    const grip = document.createElement("span");
    grip.className = "question-list__grip";
    grip.title = list.dataset.textGrip;
    grip.setAttribute("aria-hidden", "true");
    item.prepend(grip);
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const before = [...list.children].indexOf(item);
      item.classList.add("question-list__item--dragged");
      const follow = (moved) => {
        const others = [...list.children].filter((other) => other !== item);
        const place = placeAt(moved.clientY, others.map(middle));
        const next = others[place - 1] ?? null;
        if (item.nextElementSibling !== next) list.insertBefore(item, next);
      };
      const end = () => {
        removeEventListener("pointermove", follow);
        removeEventListener("pointerup", end);
        removeEventListener("pointercancel", end);
        item.classList.remove("question-list__item--dragged");
        const after = [...list.children].indexOf(item);
        if (after === before) return;
        form.elements.place.value = String(after + 1);
        form.requestSubmit();
      };
      addEventListener("pointermove", follow);
      addEventListener("pointerup", end);
      addEventListener("pointercancel", end);
    });
  }
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}
