// A button that prints, where there is script to press it for us.
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
