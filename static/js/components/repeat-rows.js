// A button that adds one more row of fields, made from the blank one that the page brings.
import { enhance } from "../main.js";

/** A blank row's attribute or text with its number in it. */
export const numbered = (text, number) => text.replaceAll("{number}", String(number));

function fill(root, number) {
  for (const element of root.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes("{number}")) attribute.value = numbered(attribute.value, number);
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.includes("{number}")) node.data = numbered(node.data, number);
    }
  }
}

export function start(root) {
  const blank = root.querySelector("template[data-blank]");
  const form = root.closest("form");
  const most = Number(root.dataset.most);
  const rows = () => root.querySelectorAll("[data-row]").length;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary";
  button.textContent = root.dataset.add;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  root.append(button, said);

  function add() {
    const number = rows() + 1;
    const made = blank.content.cloneNode(true);
    fill(made, number);
    blank.before(made);
    const row = [...root.querySelectorAll("[data-row]")].at(-1);
    enhance(row);
    button.hidden = number >= most;
    return row;
  }

  /** Words of a row that was added before, carried along unseen by a page that was loaded anew, get their row again. */
  function takeBack() {
    const names = [...blank.content.querySelectorAll("[name]")].map((field) => field.name);
    const carried = (name) => form.querySelector(`input[type="hidden"][name="${CSS.escape(name)}"]`);
    while (rows() < most && names.some((name) => carried(numbered(name, rows() + 1)))) {
      for (const field of add().querySelectorAll("[name]")) {
        const kept = carried(field.name);
        if (kept && field.type === "checkbox") field.checked = kept.value === field.value;
        else if (kept) field.value = kept.value;
        kept?.remove();
      }
    }
  }

  button.addEventListener("click", () => {
    add().querySelector("input, select, textarea").focus();
    said.textContent = numbered(root.dataset.said, rows());
  });
  form.addEventListener("change", takeBack);
  takeBack();
}
