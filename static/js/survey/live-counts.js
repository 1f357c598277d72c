// Refreshes the organiser's counts while the page is open and in view.
const EVERY = 10000; // milliseconds

const place = document.querySelector("[data-live-counts]");

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.liveCounts, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.body.textContent !== place.textContent) place.replaceChildren(...page.body.childNodes);
  } catch {
    // the connection is away; the next round tries again
  }
}

if (place) setInterval(refresh, EVERY);
