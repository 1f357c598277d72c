// Brings a piece of a page of ours into what was unfolded, the first time it is; without script a link leads to it.
export function start(fold) {
  const bring = async () => {
    const here = fold.querySelector("[data-piece-here]");
    if (!fold.open || here.childElementCount) return;
    const answer = await fetch(fold.dataset.piece, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
    here.replaceChildren(...piece.body.childNodes);
  };
  fold.addEventListener("toggle", bring);
  bring(); // it may be unfolded already
}
