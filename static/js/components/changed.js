// Asks now and then whether somebody else changed what this page shows, and then says so; nothing is replaced unasked.
export function start(notice) {
  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(notice.dataset.url, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const { stamp } = await answer.json();
    if (stamp === notice.dataset.stamp) return;
    notice.hidden = false;
    clearInterval(asking);
  };
  const asking = setInterval(ask, Number(notice.dataset.every));
}
