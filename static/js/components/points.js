// Says how many points are left to hand out while somebody writes.

/** What is left of a total; fields that hold no whole number count for nothing until the server asks for one. */
export function left(total, texts) {
  const numbers = texts.map((text) => text.trim()).filter((text) => /^[0-9]{1,6}$/.test(text));
  return total - numbers.reduce((sum, text) => sum + Number(text), 0);
}

export function start(group) {
  const fields = [...group.querySelectorAll("input")];
  const said = group.querySelector("[data-said]");
  const show = () => {
    const rest = left(Number(group.dataset.total), fields.map((field) => field.value));
    said.textContent = (rest < 0 ? group.dataset.over : group.dataset.left).replace("{count}", Math.abs(rest));
    said.classList.toggle("points__left--over", rest < 0);
  };
  group.addEventListener("input", show);
  show();
}
