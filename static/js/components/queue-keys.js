// Keys for the queue of statements: each presses the button that carries it. Off in fields, and off for good on request.
const STORED = "queue-keys";

/** Whether a keystroke belongs to the page's own controls: what is typed into a field is never a decision. */
export function isTyping(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}

export function start(root) {
  const box = root.querySelector("[data-keys]");
  if (!box) return;
  const toggle = box.querySelector("[data-switch]");
  let on = localStorage.getItem(STORED) !== "off";
  const show = () => {
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = on ? root.dataset.on : root.dataset.off;
  };
  toggle.addEventListener("click", () => {
    on = !on;
    localStorage.setItem(STORED, on ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wanted = event.key.toLowerCase();
    const button = [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  box.hidden = false;
  show();
}
