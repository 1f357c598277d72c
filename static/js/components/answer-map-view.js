// Where a point of the map is on the screen, and back: pure numbers. Points lie in -1..1, the screen in pixels.
const MARGIN = 24; // px around the outermost points
const MOST = 40; // times enlarged
const LEAST = 0.5;

/** Everything in sight. */
export const whole = () => ({ scale: 1, x: 0, y: 0 });

const unit = ({ width, height }) => Math.max(1, Math.min(width, height) / 2 - MARGIN);

/** The pixel of a point. */
export function toScreen(view, size, x, y) {
  const one = unit(size) * view.scale;
  return [size.width / 2 + view.x + x * one, size.height / 2 + view.y - y * one];
}

/** Nearer or farther, so that what lies under the given pixel stays there. */
export function zoomed(view, size, factor, x, y) {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  const real = scale / view.scale;
  const [fromX, fromY] = [x - size.width / 2, y - size.height / 2];
  return { scale, x: fromX - (fromX - view.x) * real, y: fromY - (fromY - view.y) * real };
}

/** A view with a point in its middle. */
export function around([x, y], scale, size) {
  const one = unit(size) * scale;
  return { scale, x: -x * one, y: y * one };
}

/** How many points are in sight. */
export function inSight(view, size, points) {
  let count = 0;
  for (const [x, y] of points) {
    const [left, top] = toScreen(view, size, x, y);
    if (left >= 0 && top >= 0 && left <= size.width && top <= size.height) count += 1;
  }
  return count;
}

/** The index of the point nearest to a pixel, within reach (px) and of one theme where `only` names it; else -1. */
export function nearest(view, size, points, x, y, reach, only = 0) {
  let best = -1;
  let least = reach;
  points.forEach(([px, py, number], index) => {
    if (only && number !== only) return;
    const [left, top] = toScreen(view, size, px, py);
    const far = Math.hypot(left - x, top - y);
    if (far <= least) [best, least] = [index, far];
  });
  return best;
}
