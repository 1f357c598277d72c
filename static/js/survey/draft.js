// Keeps what is typed into the questionnaire in this window, so that a change of language or a reload loses nothing.
// It never leaves the device, and is forgotten with the window or once the answers have arrived.

const KEPT_OUT = new Set(["csrf_token", "form_token", "website", "work", "page", "revision", "change_code"]);
const keyOf = (name) => `draft:${name}`;

/** What a form holds, without its secrets and its empty fields. */
export function read(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value !== "" && !KEPT_OUT.has(name));
}

/** Put it back into the fields that are there; what belongs to other pages travels along unseen, as it did before. */
export function write(form, entries) {
  for (const [name, value] of entries) {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    if (!fields.length) carry(form, name, value);
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else if (field.type !== "hidden" && field.type !== "submit") field.value = value;
    }
  }
}

function carry(form, name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form.append(field);
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // storage can be forbidden; the page then works as it does without script
  }
}

function keep(form, store) {
  try {
    const entries = read(form);
    if (entries.length) store.setItem(keyOf(form.dataset.draft), JSON.stringify(entries));
    else store.removeItem(keyOf(form.dataset.draft));
  } catch {
    // full: a text beyond all measure is not kept, and the server will say so
  }
}

function start() {
  const store = storage();
  if (!store) return;
  const done = document.querySelector("[data-draft-done]");
  if (done) store.removeItem(keyOf(done.dataset.draftDone));
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const kept = store.getItem(keyOf(form.dataset.draft));
  if (kept && !("typed" in form.dataset)) {
    write(form, JSON.parse(kept));
    form.dispatchEvent(new Event("change", { bubbles: true })); // what depends on answers looks at them again
    const said = document.querySelector("[data-draft-said]");
    said.hidden = false;
    said.querySelector("[data-draft-forget]").addEventListener("click", () => {
      store.removeItem(keyOf(form.dataset.draft));
      location.reload();
    });
  }
  const save = () => keep(form, store);
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  // Sent in another language's page, the words travel with the form; here they must survive a failed sending too.
  form.addEventListener("submit", save);
  keepPageWithLanguage(form);
}

/** On a later page the links of the site's language switch do what the form's own buttons do: stay on that page. */
function keepPageWithLanguage(form) {
  if (form.elements.page?.value === "0") return;
  for (const link of document.querySelectorAll("a[hreflang]")) {
    const button = form.querySelector(`button[name="switch_language"][value="${link.hreflang}"]`);
    if (!button) continue;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      button.click();
    });
  }
}

start();
