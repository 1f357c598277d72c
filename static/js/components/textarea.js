// A text area grows with its text and, where there is a limit, says how much is left.

/** Add a line under a field that says what is left of its `data-limit`; returns what brings it up to date. */
export function countdown(field) {
  const limit = Number(field.dataset.limit || field.getAttribute("maxlength") || 0);
  if (!limit) return () => {};
  // The browser would cut off a pasted text without a word; the server says what is too long instead.
  field.removeAttribute("maxlength");
  const left = document.createElement("p");
  left.className = "field__left";
  left.id = `${field.id}-left`;
  left.setAttribute("aria-live", "polite");
  field.after(left);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${left.id}`.trim());
  return () => {
    const rest = limit - field.value.length;
    const near = rest < Math.max(50, limit / 10);
    left.textContent = near ? (rest < 0 ? field.dataset.over : field.dataset.left).replace("{count}", Math.abs(rest)) : "";
    left.classList.toggle("field__left--over", rest < 0);
  };
}

export function start(area) {
  const grow = () => {
    if (area.value.length > 20000) {
      area.removeAttribute("dir"); // finding the direction of a text beyond all measure takes browsers half a minute
      return;
    }
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  const count = countdown(area);
  area.addEventListener("input", () => { grow(); count(); });
  if (area.value) grow();
  count();
}
