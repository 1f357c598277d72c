// Keeps the figures of the facilitators' console fresh, without touching what somebody is about to press.
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
    if (element.textContent !== then[i].textContent) element.replaceChildren(...then[i].childNodes);
  });
}

if (document.querySelector("[data-console]")) {
  setInterval(() => refresh().catch(() => {}), EVERY);
}
