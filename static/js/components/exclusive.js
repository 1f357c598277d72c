// An answer such as "none of these" and all the others let go of each other; the server says so where no script runs.
export function start(group) {
  const boxes = [...group.querySelectorAll("input[type=checkbox]")];
  group.addEventListener("change", (event) => {
    const pressed = event.target;
    if (!boxes.includes(pressed) || !pressed.checked) return;
    const isExclusive = "exclusive" in pressed.dataset;
    for (const box of boxes) {
      if (box !== pressed && (isExclusive || "exclusive" in box.dataset)) box.checked = false;
    }
  });
}
