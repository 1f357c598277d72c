// The time that is left of a step, by the server's clock: what the page said at its making is how far ours is off.
export function start(element) {
  const time = element.querySelector("[data-time]");
  const ends = Date.parse(element.dataset.ends);
  if ("paused" in element.dataset || Number.isNaN(ends)) return;
  const ahead = Date.parse(element.dataset.server) - Date.now();
  const show = () => {
    if (!element.isConnected) return clearInterval(ticking);
    const left = Math.max(0, Math.round((ends - Date.now() - ahead) / 1000));
    time.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : element.dataset.over;
    element.classList.toggle("session__clock--over", left === 0);
  };
  const ticking = setInterval(show, 1000);
  show();
}
