// Says at once that a chosen file is too large, before it travels.

/** The names of the files that are larger than so many megabytes. */
export function tooLarge(files, megabytes) {
  return [...files].filter((file) => file.size > megabytes * 1024 * 1024).map((file) => file.name);
}

export function start(field) {
  const said = document.createElement("p");
  said.className = "field__left field__left--over";
  said.setAttribute("role", "status");
  field.after(said);
  field.addEventListener("change", () => {
    const names = tooLarge(field.files, Number(field.dataset.limit));
    said.textContent = names.map((name) => field.dataset.large.replace("{name}", name)).join(" ");
    if (names.length) field.value = ""; // sent all the same, everything would be refused
  });
}
