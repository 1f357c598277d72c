// Where things are on a board that is zoomed and scrolled. Pure.

export const SMALLEST = 0.2;
export const LARGEST = 2;

/** A zoom within its limits. */
export function bounded(zoom) {
  return Math.min(LARGEST, Math.max(SMALLEST, zoom));
}

/** Where the window must stand so that the point of the board under (x, y) stays there when the zoom changes. */
export function scrollFor({ left, top, from, to, x, y }) {
  return { left: ((left + x) * to) / from - x, top: ((top + y) * to) / from - y };
}

/** The zoom at which everything is in sight, never larger than life. */
export function fitting({ width, height, contentWidth, contentHeight }) {
  return bounded(Math.min(1, width / contentWidth, height / contentHeight));
}

/** How far a point is from a box; 0 inside. */
export function distanceTo({ left, right, top, bottom }, x, y) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/** The place (0-based) of a point among cards that stand in rows of `lanes`. */
export function placeIn(cards, lanes, x, y) {
  if (lanes === 1) {
    const found = cards.findIndex((card) => y < (card.top + card.bottom) / 2);
    return found < 0 ? cards.length : found;
  }
  for (let start = 0; start < cards.length; ) {
    let end = start;
    let bottom = cards[start].bottom;
    while (end < cards.length && Math.abs(cards[end].top - cards[start].top) < 2) bottom = Math.max(bottom, cards[end++].bottom);
    if (y <= bottom) {
      const found = cards.slice(start, end).findIndex((card) => x < (card.left + card.right) / 2);
      return found < 0 ? end : start + found;
    }
    start = end;
  }
  return cards.length;
}
