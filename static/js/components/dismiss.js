// A message that has been read can be put away.
export function start(notice) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button notice__dismiss";
  button.setAttribute("aria-label", notice.dataset.label);
  button.textContent = "×";
  button.addEventListener("click", () => {
    const group = notice.parentElement;
    notice.remove();
    if (group?.classList.contains("flashes") && !group.children.length) group.remove();
    document.getElementById("content")?.focus({ preventScroll: true });
  });
  notice.append(button);
}
