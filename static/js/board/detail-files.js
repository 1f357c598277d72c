// The files on a card: pictures are shown with what they show in words; anything else can be opened.
import { nameOf } from "./card.js";
import { make, setText } from "./dom.js";
import { filesOf } from "./heritage.js";
import { say } from "./texts.js";

/** Whether a browser shows it as a picture. */
export function isPicture(file) {
  return file.media_type.startsWith("image/");
}

export class Files {
  #seen = "";

  constructor(detail, part) {
    this.detail = detail;
    this.part = part;
    part("file-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  open() {
    this.#seen = "";
    setText(this.part("file-said"), "");
  }

  draw(card) {
    const may = this.detail.may("attach_file");
    const shown = filesOf(this.detail.view.model.state, card).map(({ file, of }) => ({ file, from: of === card ? "" : nameOf(of) }));
    const seen = JSON.stringify([shown, may]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.part("file-form").hidden = !may;
    this.part("files").replaceChildren(...shown.map((one) => this.#line(one, may)));
  }

  /** `from`: the card that it stays on, where this one was made of that. */
  #line({ file, from }, may) {
    const href = this.detail.view.settings.file.replace("ID", file.id);
    const words = [file.name, say("kilobytes", { size: Math.max(1, Math.round(file.size / 1024)) })].join(" · ");
    const picture = isPicture(file) && make("img", { src: href, alt: file.description || file.name, loading: "lazy", width: file.width, height: file.height });
    const remove = () => {
      this.detail.ask("detach_file", { file: file.id });
      this.detail.announce(say("youDetached"));
      this.part("file-input").focus();
    };
    return make(
      "li",
      { class: "board-file" },
      make("a", { href, target: "_blank", rel: "noopener" }, picture, make("span", { dir: "auto" }, words), from && make("span", { class: "board-comment__head" }, say("fromCard", { text: from }))),
      may && !from && make("button", { type: "button", class: "board-detail__remove", "aria-label": say("detach", { name: file.name }), on: { click: remove } }, "×"),
    );
  }

  /** First the file, then the operation that puts it on the card. */
  async #send() {
    const [input, description, said] = [this.part("file-input"), this.part("file-description"), this.part("file-said")];
    const [file] = input.files;
    if (!file) return input.focus();
    const card = this.detail.card.id;
    const body = new FormData();
    body.set("file", file);
    body.set("description", description.value.trim());
    setText(said, say("uploading"));
    const headers = { "X-CSRFToken": document.getElementById("board").dataset.csrf, Accept: "application/json" };
    const answer = await fetch(this.detail.view.settings.files, { method: "POST", body, headers }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (!answer?.ok || !found?.ok) return setText(said, found?.message ?? say("uploadFailed"));
    this.detail.view.act("attach_file", { card, file: found.file.id });
    setText(said, say("uploaded"));
    input.value = description.value = "";
  }
}
