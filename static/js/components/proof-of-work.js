// Makes a form's proof of work while the form is filled in. A form sent before it is done counts all the same.
export function start(element) {
  const said = element.querySelector("[data-said]");
  const field = element.querySelector("[data-work]");
  const worker = new Worker(new URL("../survey/work-worker.js", import.meta.url), { type: "module" });
  said.textContent = element.dataset.working;
  worker.addEventListener("message", ({ data }) => {
    field.value = data;
    said.textContent = element.dataset.done;
    worker.terminate();
  });
  worker.addEventListener("error", () => {
    said.textContent = "";
    worker.terminate();
  });
  worker.postMessage({ token: element.dataset.token, bits: Number(element.dataset.bits) });
}
