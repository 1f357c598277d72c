// A slider beside a number field. The field stays: it is what is sent, and what can be typed exactly.

/** The number in a field, with a comma or a point, or null. */
export function numberIn(text) {
  const plain = text.trim().replace(",", ".");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

export function start(root) {
  const field = root.querySelector("input");
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "input number__slider";
  slider.min = root.dataset.min;
  slider.max = root.dataset.max;
  slider.step = root.dataset.step;
  slider.setAttribute("aria-label", field.labels[0].innerText);
  // Until somebody moves it, a slider would seem to answer with its middle; the empty field says that nothing is given.
  const follow = () => {
    const number = numberIn(field.value);
    root.classList.toggle("number--empty", number === null);
    if (number !== null) slider.value = String(number);
  };
  slider.addEventListener("input", () => {
    field.value = slider.value;
    root.classList.remove("number--empty");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", follow);
  root.append(slider);
  follow();
}
