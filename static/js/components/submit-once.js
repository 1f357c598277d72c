// A form is sent once, however often its button is pressed; coming back by the browser's button makes it usable again.
export function start(form) {
  let sent = false;
  const release = () => {
    sent = false;
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[data-sent]")) {
      delete button.dataset.sent;
      button.removeAttribute("aria-disabled");
    }
  };
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.setAttribute("aria-busy", "true");
    // Not `disabled`: a disabled button's name and value would be missing from what is sent.
    const button = event.submitter;
    if (button) {
      button.dataset.sent = "";
      button.setAttribute("aria-disabled", "true");
    }
    // A download leaves the page where it is, so nothing else would release the button.
    setTimeout(release, 8000);
  });
  addEventListener("pageshow", release);
}
