// What unfolds under its button without script opens as a modal dialog with it.
let number = 0;

export function start(details) {
  const summary = details.querySelector("summary");
  const panel = details.querySelector("[data-panel]");
  const title = details.querySelector("[data-title]");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  title.id ||= `dialog-title-${++number}`;
  dialog.setAttribute("aria-labelledby", title.id);

  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet dialog__close";
  close.textContent = details.dataset.close;
  close.addEventListener("click", () => dialog.close());

  dialog.append(panel, close);
  // A closed <details> would hide the dialog that it contains.
  details.after(dialog);

  const open = () => {
    dialog.showModal();
    // A question begins at its harmless answer, a form at its first field.
    (panel.querySelector("input:not([type=hidden]), textarea, select") ?? close).focus();
  };
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => summary.focus());
  if (details.open) {
    details.open = false;
    open();
  }
}
