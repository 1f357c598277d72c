// Applies the reader's stored choice of light or dark before the first paint.
// A classic script on purpose: a module would wait until the page has been read, and dark pages would flash white.
(function () {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is refused (private window, policy): the system's preference stays in force.
  }
})();
