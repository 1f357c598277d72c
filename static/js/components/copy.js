// Copies a field's text, and says so.
export function start(root) {
  const input = root.querySelector("input");
  const button = root.querySelector("[data-action]");
  const said = root.querySelector("[data-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      document.execCommand("copy"); // without TLS the clipboard interface is missing
    }
    said.textContent = root.dataset.copied;
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
}
