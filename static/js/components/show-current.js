// A line that is wider than the screen starts where the reader is.
export function start(line) {
  const current = line.querySelector("[aria-current]");
  if (!current || line.scrollWidth <= line.clientWidth) return;
  const box = current.getBoundingClientRect();
  line.scrollLeft += box.left - line.getBoundingClientRect().left - (line.clientWidth - box.width) / 2;
}
