// Light or dark by hand: the choice is kept in this browser and wins over the system's.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

export function start(button) {
  const name = () => {
    const label = isDark() ? button.dataset.labelLight : button.dataset.labelDark;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    root.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // Not remembered, but still applied to this page.
    }
    name();
  });
  system.addEventListener("change", name);
  name();
  button.hidden = false;
}
