// A sketch of the region on which a point can be set and moved; the fields beside it are what is sent.

const DIGITS = 5;

/** Degrees -> place on the sketch, and back; `box` has south, north, west, east, `size` width and height. */
export const toSketch = (box, size, lat, lon) => [
  ((lon - box.west) / (box.east - box.west)) * size.width,
  ((box.north - lat) / (box.north - box.south)) * size.height,
];
export const toDegrees = (box, size, x, y) => [
  clamp(box.north - (y / size.height) * (box.north - box.south), box.south, box.north),
  clamp(box.west + (x / size.width) * (box.east - box.west), box.west, box.east),
];
const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** The place whose centre is nearest on the sketch; undefined where none has a name. */
export function nearest(places, x, y) {
  const distance = (place) => Math.hypot(place.x - x, place.y - y);
  return places.reduce((best, place) => (best && distance(best) <= distance(place) ? best : place), undefined);
}

export function start(root) {
  const text = root.dataset;
  const sketch = root.querySelector("[data-sketch]");
  const mark = root.querySelector("[data-point]");
  const said = root.querySelector("[data-status]");
  const commune = root.querySelector("select");
  const [latField, lonField] = root.querySelectorAll("input");
  const size = { width: sketch.viewBox.baseVal.width, height: sketch.viewBox.baseVal.height };
  const box = { south: Number(text.south), north: Number(text.north), west: Number(text.west), east: Number(text.east) };
  const places = [...root.querySelectorAll("[data-commune]")].map((place) => {
    const [lat, lon] = [Number(place.dataset.lat), Number(place.dataset.lon)];
    const [x, y] = toSketch(box, size, lat, lon);
    return { key: place.dataset.commune, name: place.dataset.name, lat, lon, x, y };
  });

  sketch.removeAttribute("aria-hidden");
  sketch.setAttribute("role", "application");
  sketch.setAttribute("aria-label", `${text.label}. ${text.how}`);
  sketch.setAttribute("tabindex", "0");
  root.classList.add("map--live");

  const degreesTyped = () => {
    const [lat, lon] = [latField, lonField].map((field) => Number.parseFloat(field.value.replace(",", ".")));
    return Number.isFinite(lat) && Number.isFinite(lon) ? [lat, lon] : null;
  };
  const current = () => degreesTyped() ?? centreOf(places.find((place) => place.key === commune?.value));
  const centreOf = (place) => (place ? [place.lat, place.lon] : null);

  function show() {
    const point = current();
    mark.toggleAttribute("hidden", !point);
    if (point) mark.setAttribute("transform", `translate(${toSketch(box, size, ...point).join(" ")})`);
  }

  function set(x, y) {
    const [lat, lon] = toDegrees(box, size, x, y);
    latField.value = lat.toFixed(DIGITS);
    lonField.value = lon.toFixed(DIGITS);
    if (commune) commune.value = "";
    show();
    said.textContent = text.said
      .replace("{lat}", lat.toFixed(3))
      .replace("{lon}", lon.toFixed(3))
      .replace("{place}", nearest(places, x, y)?.name ?? "");
    root.dispatchEvent(new Event("change", { bubbles: true }));
  }

  sketch.addEventListener("click", (event) => {
    const frame = sketch.getBoundingClientRect();
    set(((event.clientX - frame.left) / frame.width) * size.width, ((event.clientY - frame.top) / frame.height) * size.height);
  });
  sketch.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 30 : 6;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = current() ? toSketch(box, size, ...current()) : [size.width / 2, size.height / 2];
    set(clamp(x + way[0], 0, size.width), clamp(y + way[1], 0, size.height));
  });
  commune?.addEventListener("change", () => {
    latField.value = lonField.value = "";
    show();
  });
  for (const field of [latField, lonField]) field.addEventListener("input", show);
  show();
}
