// Fetches the page again and renews its parts marked [data-live], without touching what somebody is about to press or
// is writing. A part with `data-live-key` is renewed when the key differs, any other when it says something else.
import { enhance } from "./main.js";

export async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    if (!part.isConnected) continue; // went with the part around it
    const then = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (then && sign(part) !== sign(then)) replace(part, then);
  }
}

/** What a part says: its words and what its buttons send, but not the clock that ticks or tokens that always differ. */
function sign(part) {
  if (part.dataset.liveKey !== undefined) return part.dataset.liveKey;
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
  const field = part.contains(document.activeElement) ? document.activeElement.id : "";
  const typed = [...part.querySelectorAll("input[id], textarea[id]")].filter(isTyped);
  const folds = [...part.querySelectorAll("details.disclosure")];
  part.replaceChildren(...then.childNodes);
  for (const [place, fold] of part.querySelectorAll("details.disclosure").entries()) keepFold(fold, folds[place]);
  if (then.dataset.liveKey !== undefined) part.dataset.liveKey = then.dataset.liveKey;
  for (const one of typed) keep(one);
  if (at >= 0) [...part.querySelectorAll("a, button, summary")].find((item) => item.textContent === label)?.focus();
  else if (field) document.getElementById(field)?.focus();
  enhance(part);
}

function isTyped(field) {
  return field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** Folded or unfolded as somebody left it; a component has set it once and does not set it again. */
function keepFold(fold, before) {
  if (!before) return;
  fold.open = before.open;
  if ("ready" in before.dataset) fold.dataset.ready = "";
}

/** What somebody has typed or ticked and not sent yet. */
function keep(field) {
  const now = document.getElementById(field.id);
  if (!now || now === field || now.type === "hidden") return;
  if (field.type === "radio" || field.type === "checkbox") now.checked = field.checked;
  else now.value = field.value;
}
