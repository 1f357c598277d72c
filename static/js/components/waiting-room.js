// Takes people to their board as soon as it opens; without script the link on the page does the same.
const LEAST = 4000;
const SPREAD = 3000; // milliseconds; a hall full of phones does not ask at one moment

export function start(room) {
  const ask = async () => {
    if (!document.hidden) {
      const answer = await fetch(room.dataset.ask, { headers: { Accept: "application/json" } }).catch(() => null);
      const told = answer && answer.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
      if (told?.ready) return location.assign(told.url);
      if (told && told.group !== room.dataset.group) return location.reload();
    }
    setTimeout(ask, LEAST + Math.random() * SPREAD);
  };
  setTimeout(ask, Math.random() * SPREAD);
}
