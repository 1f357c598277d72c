// Keeps the live parts of a page fresh, without touching what somebody is about to press or is writing.
// `data-every` on any element says how often, in milliseconds.
import { enhance } from "../main.js";

const EVERY = 5000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const then = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (then && words(part) !== words(then)) replace(part, then);
  }
}

/** What a part says: its words and what its buttons send, but not the clock that ticks or tokens that always differ. */
function words(part) {
  const copy = part.cloneNode(true);
  for (const ticking of copy.querySelectorAll("[data-time], [name=csrf_token]")) ticking.remove();
  const sent = [...copy.querySelectorAll("input[type=hidden]")].map((field) => field.value);
  const clock = copy.querySelector("[data-ends]")?.dataset.ends ?? "";
  const drawn = [...copy.querySelectorAll("svg")].map((picture) => picture.innerHTML);
  return copy.textContent.replace(/\s+/g, " ") + sent.join() + clock + drawn.join();
}

/** The focus stays at the same place: whoever is about to press a button presses that button. */
function replace(part, then) {
  const inside = [...part.querySelectorAll("a, button, summary")];
  const at = inside.indexOf(document.activeElement);
  const label = at < 0 ? "" : inside[at].textContent;
  part.replaceChildren(...then.childNodes);
  if (at >= 0) [...part.querySelectorAll("a, button, summary")].find((item) => item.textContent === label)?.focus();
  enhance(part);
}

const every = Number(document.querySelector("[data-every]")?.dataset.every ?? EVERY);
if (document.querySelector("[data-live]")) setInterval(() => refresh().catch(() => {}), every);
