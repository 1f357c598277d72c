// The map of answers on a canvas: one path a theme, so that ten thousand points are drawn in a few milliseconds. Each
// theme has a colour, a shape and a number; the tables on the page say the same without a picture.
import { around, inSight, nearest, toScreen, whole, zoomed } from "./answer-map-view.js";

const COLOURS = 8;
const STEP = 60; // px that an arrow key moves
const REACH = 14; // px around a point that still mean it
const SHAPES = [
  (p, x, y, r) => { p.moveTo(x + r, y); p.arc(x, y, r, 0, 7); },
  (p, x, y, r) => p.rect(x - r, y - r, 2 * r, 2 * r),
  (p, x, y, r) => polygon(p, [[x, y - r], [x + r, y + r], [x - r, y + r]]),
  (p, x, y, r) => polygon(p, [[x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]]),
  (p, x, y, r) => { p.rect(x - r / 3, y - 1.2 * r, (2 * r) / 3, 2.4 * r); p.rect(x - 1.2 * r, y - r / 3, 2.4 * r, (2 * r) / 3); },
  (p, x, y, r) => polygon(p, [[x - r, y - r], [x + r, y - r], [x, y + r]]),
];

function polygon(path, corners) {
  corners.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

export async function start(root) {
  const canvas = root.querySelector("canvas");
  const status = root.querySelector("[data-status]");
  const panel = root.querySelector("[data-panel]");
  const answer = await fetch(root.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = await answer.json();
  const only = Number(root.dataset.only ?? 0);
  root.hidden = false;
  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const themes = data.themes.filter((theme) => theme.middle);
  let view = whole();
  let at = -1; // the theme that N led to

  const draw = () => {
    const { width, height } = size();
    const density = devicePixelRatio || 1;
    canvas.width = width * density;
    canvas.height = height * density;
    const pen = canvas.getContext("2d");
    pen.scale(density, density);
    const style = getComputedStyle(canvas);
    const radius = Math.min(6, (data.points.length > 2000 ? 2 : 3.5) * Math.sqrt(view.scale));
    const paths = new Map();
    for (const [x, y, number] of data.points) {
      const [left, top] = toScreen(view, size(), x, y);
      if (left < -9 || top < -9 || left > width + 9 || top > height + 9) continue;
      if (!paths.has(number)) paths.set(number, new Path2D());
      SHAPES[(number - 1) % SHAPES.length](paths.get(number), left, top, radius);
    }
    for (const [number, path] of paths) {
      pen.globalAlpha = only && only !== number ? 0.15 : 0.85;
      pen.fillStyle = style.getPropertyValue(`--chart-${((number - 1) % COLOURS) + 1}`);
      pen.fill(path);
    }
    pen.globalAlpha = 1;
    number_themes(pen, style);
    if (document.activeElement === canvas) cross(pen, style, width / 2, height / 2);
    const shown = inSight(view, size(), data.points);
    status.textContent = root.dataset.said.replace("{shown}", shown).replace("{times}", view.scale.toFixed(1));
  };

  const number_themes = (pen, style) => {
    pen.font = `700 15px ${style.fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineWidth = 5;
    pen.lineJoin = "round";
    for (const { number, middle } of themes) {
      if (only && only !== number) continue;
      const [x, y] = toScreen(view, size(), ...middle);
      pen.strokeStyle = style.getPropertyValue("--surface");
      pen.strokeText(number, x, y);
      pen.fillStyle = style.getPropertyValue("--ink");
      pen.fillText(number, x, y);
    }
  };

  const move = (next) => {
    view = next;
    requestAnimationFrame(draw);
  };
  const zoom = (factor, x = size().width / 2, y = size().height / 2) => move(zoomed(view, size(), factor, x, y));
  const pan = (x, y) => move({ ...view, x: view.x + x, y: view.y + y });
  const next = (step) => {
    if (!themes.length) return;
    at = (at + step + themes.length) % themes.length;
    move(around(themes[at].middle, Math.max(view.scale, 2), size()));
    panel.textContent = root.dataset.at.replace("{number}", themes[at].number);
  };

  const open = async (x, y) => {
    const index = nearest(view, size(), data.points, x, y, REACH, only);
    if (index < 0) return;
    const page = await fetch(root.dataset.answer.replace("ANSWER", data.answers[index]), { headers: { Accept: "text/html" } });
    if (!page.ok) return;
    const said = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("answer");
    if (said) panel.replaceChildren(...said.childNodes);
  };

  const keys = {
    ArrowLeft: () => pan(STEP, 0), ArrowRight: () => pan(-STEP, 0),
    ArrowUp: () => pan(0, STEP), ArrowDown: () => pan(0, -STEP),
    "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: () => move(whole()),
    n: () => next(1), p: () => next(-1),
    Enter: () => open(size().width / 2, size().height / 2),
  };
  canvas.addEventListener("keydown", (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  canvas.addEventListener("focus", draw);
  canvas.addEventListener("blur", draw);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return; // the page scrolls on
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
  }, { passive: false });
  drag(canvas, pan, open);
  for (const button of root.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => ({ in: () => zoom(1.5), out: () => zoom(1 / 1.5), all: () => move(whole()) })[button.dataset.do]());
  }
  new ResizeObserver(draw).observe(canvas);
  draw();
}

function cross(pen, style, x, y) {
  pen.strokeStyle = style.getPropertyValue("--focus");
  pen.lineWidth = 2;
  pen.beginPath();
  for (const [dx, dy] of [[12, 0], [0, 12]]) {
    pen.moveTo(x - dx, y - dy);
    pen.lineTo(x + dx, y + dy);
  }
  pen.stroke();
}

/** Drag to move; a press that did not move is a click on an answer. */
function drag(canvas, pan, open) {
  let from = null;
  let moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY];
    moved = false;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
    if (!moved && Math.hypot(x, y) < 4) return;
    moved = true;
    from = [event.clientX, event.clientY];
    pan(x, y);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from && !moved) open(event.offsetX, event.offsetY);
    from = null;
  });
  canvas.addEventListener("pointercancel", () => (from = null));
}
