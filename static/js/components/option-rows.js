// A table of choices or rows: adding, moving and taking away without a visit to the server.

/** A name or id of a row's field, with another number: ("o-choices-3-label-en", "o-choices", 7) → "o-choices-7-label-en". Pure. */
export function renumbered(name, start, number) {
  return name.startsWith(`${start}-`) ? name.replace(new RegExp(`^(${start})-\\d+`), `$1-${number}`) : name;
}

export function start(root) {
  const text = root.dataset;
  const list = root.querySelector("[data-rows]");
  const said = root.querySelector("[data-said]");
  const rows = () => [...list.querySelectorAll(":scope > [data-row]:not([hidden])")];
  const blank = list.lastElementChild?.cloneNode(true);
  if (!blank) return;
  let next = Math.max(...[...list.querySelectorAll("[name]")].map((field) => Number(field.name.match(/-(\d+)-/)?.[1] ?? 0))) + 1;
  root.classList.add("option-rows--live");

  /** Write each row's place and number, and let the first and last know that they are. */
  function settle() {
    rows().forEach((row, index, all) => {
      const place = row.querySelector("[data-place] input");
      if (place) place.value = String(index + 1);
      row.querySelector("[data-number]").textContent = String(index + 1);
      row.querySelector("[data-up]").disabled = index === 0;
      row.querySelector("[data-down]").disabled = index === all.length - 1;
    });
  }

  function button(label, name, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet";
    made.dataset[name] = "";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function move(row, step, name) {
    const all = rows();
    const other = all[all.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    settle();
    said.textContent = text.saidMoved.replace("{place}", String(rows().indexOf(row) + 1));
    const same = row.querySelector(`[data-${name}]`);
    (same.disabled ? row.querySelector(name === "up" ? "[data-down]" : "[data-up]") : same).focus();
  }

  function prepare(row) {
    const more = row.querySelector(".option-row__more");
    more.append(
      button(text.textUp, "up", () => move(row, -1, "up")),
      button(text.textDown, "down", () => move(row, 1, "down")),
    );
    const remove = row.querySelector("[data-remove] input");
    if (!remove) return;
    more.append(
      button(text.textRemove, "take", () => {
        const near = row.nextElementSibling ?? row.previousElementSibling;
        remove.checked = true;
        row.hidden = true;
        row.classList.add("option-row--gone");
        settle();
        said.textContent = text.saidRemoved;
        (near?.querySelector("input:not([type=hidden])") ?? add).focus();
      }),
    );
  }

  // Blank rows are for those without script; whoever has it adds rows one by one.
  const isBlank = (row) => [...row.querySelectorAll("input:not([type=hidden]):not([type=number])")].every((input) => (input.type === "checkbox" ? !input.checked : !input.value));
  const filled = rows().filter((row) => !isBlank(row)).length;
  for (const row of rows().slice(Math.max(filled, 2)).filter(isBlank)) row.remove();
  for (const row of rows()) prepare(row);
  const add = button(text.textAdd, "add", () => {
    const row = blank.cloneNode(true);
    const number = next++;
    for (const element of row.querySelectorAll("[id], [name], [for], [aria-describedby]")) {
      for (const attribute of ["id", "name", "for", "aria-describedby"]) {
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, renumbered(element.getAttribute(attribute), root.id, number));
      }
    }
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
    }
    list.append(row);
    prepare(row);
    settle();
    row.querySelector("input:not([type=hidden])").focus();
  });
  add.classList.replace("button--quiet", "button--secondary");
  root.querySelector("[data-more]").replaceChildren(add);
  settle();
}
