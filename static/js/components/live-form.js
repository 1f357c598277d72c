// A form that only chooses what is shown: each change shows it at once, in the part of the page that `data-part` names.
import { enhance } from "../main.js";

const PAUSE = 250; // ms after the last change: a slider passes many values

export function start(form) {
  const status = form.querySelector("[data-status]");
  let waiting = 0;
  let asked = 0;

  const show = async () => {
    const mine = ++asked;
    const url = new URL(form.action || location.href);
    url.search = new URLSearchParams(new FormData(form)).toString();
    const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine !== asked) return; // a later change is on its way
    if (!answer?.ok || answer.redirected) return form.submit();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const then = fresh.getElementById(form.dataset.part);
    const part = document.getElementById(form.dataset.part);
    if (!then || !part) return form.submit();
    const open = new Set([...part.querySelectorAll("details[open][id]")].map((fold) => fold.id));
    part.replaceChildren(...then.childNodes);
    for (const fold of part.querySelectorAll("details[id]")) fold.open = fold.open || open.has(fold.id);
    history.replaceState(null, "", url);
    enhance(part);
    status.textContent = form.dataset.done;
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    status.textContent = "";
    waiting = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
  });
}
