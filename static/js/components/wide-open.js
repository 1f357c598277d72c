// Keeps a folded navigation open where there is room beside the page, for browsers whose CSS cannot do it.
export function start(details) {
  const wide = matchMedia("(min-width: 60rem)");
  const follow = () => { details.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
}
