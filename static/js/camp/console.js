// Keeps the live pieces of a page fresh, such as the figures of the facilitators' console, without touching what
// somebody is about to press. `data-every` says how often, in milliseconds.
const EVERY = 8000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = document.querySelectorAll("[data-console] [data-live]");
  const then = fresh.querySelectorAll("[data-console] [data-live]");
  if (now.length !== then.length) return location.reload();
  now.forEach((element, i) => {
    if (element.innerHTML !== then[i].innerHTML) element.replaceChildren(...then[i].childNodes);
  });
}

const place = document.querySelector("[data-console]");
if (place) setInterval(() => refresh().catch(() => {}), Number(place.dataset.every ?? EVERY));
