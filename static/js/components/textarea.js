// A text area grows with its text and, where there is a limit, says how much is left.
export function start(area) {
  const grow = () => {
    if (area.value.length > 20000) {
      area.removeAttribute("dir"); // finding the direction of a text beyond all measure takes browsers half a minute
      return;
    }
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  const limit = Number(area.dataset.limit || area.getAttribute("maxlength") || 0);
  let left = null;
  if (limit) {
    // The browser would cut off a pasted text without a word; the server says what is too long instead.
    area.removeAttribute("maxlength");
    left = document.createElement("p");
    left.className = "field__left";
    left.id = `${area.id}-left`;
    left.setAttribute("aria-live", "polite");
    area.after(left);
    area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${left.id}`.trim());
  }
  const count = () => {
    if (!left) return;
    const rest = limit - area.value.length;
    const near = rest < Math.max(50, limit / 10);
    left.textContent = near ? (rest < 0 ? area.dataset.over : area.dataset.left).replace("{count}", Math.abs(rest)) : "";
    left.classList.toggle("field__left--over", rest < 0);
  };
  area.addEventListener("input", () => { grow(); count(); });
  if (area.value) grow();
  count();
}
