// What a card rests on, and the words to find it by: themes, links to pages, assets and answers; tags.
import { make, setText } from "./dom.js";
import { newId } from "./outbox.js";
import { say, short } from "./texts.js";

export class Sources {
  #seen = "";

  constructor(detail, part) {
    this.detail = detail;
    this.part = part;
    part("cite").addEventListener("click", () => detail.ask("choose_themes"));
    part("tag-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const tag = part("tag-input").value.replace(/^#/, "").trim();
      if (tag) this.#do("tag_card", { tag }, say("youTagged", { tag }));
      part("tag-input").value = "";
    });
    part("subject-box").addEventListener("toggle", () => part("subject-box").open && this.#offer());
    part("subject-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = part("subject").selectedOptions[0];
      if (!chosen?.value) return part("subject").focus();
      const [kind, subject] = chosen.value.split(":");
      this.#do("add_reference", { reference: { id: newId(), kind, subject, label: chosen.textContent.slice(0, 300) } }, say("youReferred"));
      part("subject").value = "";
    });
    part("reference-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#refer();
    });
  }

  open() {
    this.#seen = "";
    setText(this.part("reference-none"), "");
  }

  #do(kind, payload, said) {
    this.detail.ask(kind, payload);
    this.detail.announce(said);
  }

  /** The assets of the process, and answers that may be quoted. */
  async #offer() {
    const select = this.part("subject");
    const answer = await fetch(this.detail.view.settings.sources, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return setText(this.part("subject-none"), say("loadFailed"));
    const { assets, answers } = await answer.json();
    const group = (label, kind, rows) => rows.length > 0 && make("optgroup", { label }, ...rows.map(({ id, words }) => make("option", { value: `${kind}:${id}` }, words)));
    const groups = [
      group(say("assets"), "asset", assets.map(({ id, title }) => ({ id, words: title }))),
      group(say("quotes"), "answer", answers.map(({ id, text }) => ({ id, words: short(text, 160) }))),
    ].filter(Boolean);
    setText(this.part("subject-none"), groups.length ? "" : say("noSubjects"));
    select.replaceChildren(select.options[0], ...groups);
  }

  #refer() {
    const [url, label] = [this.part("reference-url"), this.part("reference-label")];
    const address = /^https?:\/\//.test(url.value.trim()) ? url.value.trim() : `https://${url.value.trim()}`;
    const isAddress = URL.canParse(address) && new URL(address).hostname.includes(".");
    setText(this.part("reference-none"), isAddress ? "" : say("noAddress"));
    url.setAttribute("aria-invalid", String(!isAddress));
    if (!isAddress) return url.focus();
    this.#do("add_reference", { reference: { id: newId(), kind: "link", url: address, label: label.value.trim() } }, say("youReferred"));
    url.value = label.value = "";
  }

  draw(card) {
    const { themes } = this.detail.view.model;
    const mayTag = this.detail.may("tag_card");
    const mayCite = this.detail.may("cite_theme");
    const seen = JSON.stringify([card.tags, card.references, card.themes.map((id) => themes[id]), mayTag, mayCite]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.part("cite").hidden = this.part("reference-box").hidden = this.part("subject-box").hidden = !mayCite;
    this.part("tag-form").hidden = !mayTag;
    const untag = (tag) => mayTag && this.#remover(say("untag", { tag }), () => this.#do("untag_card", { tag }, say("youUntagged", { tag })), "tag-input");
    this.part("tags").replaceChildren(...card.tags.map((tag) => make("li", {}, make("span", { class: "tag", dir: "auto" }, `#${tag}`), untag(tag))));
    this.part("detail-themes").replaceChildren(...card.themes.map((id) => make("li", {}, make("span", { class: "tag", lang: themes[id]?.lang ?? null }, themes[id]?.title ?? "…"))));
    this.part("references").replaceChildren(...card.references.map((reference) => this.#line(reference, mayCite)));
  }

  #line({ id, kind, url, label }, mayCite) {
    const words = label || url;
    const what = kind === "link" ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, words) : make("span", { dir: "auto" }, words);
    return make("li", {}, what, mayCite && this.#remover(say("unrefer", { label: words }), () => this.#do("remove_reference", { reference: id }, say("youUnreferred")), "reference-url"));
  }

  #remover(label, action, next) {
    const act = () => {
      action();
      this.part(next).focus();
    };
    return make("button", { type: "button", class: "board-detail__remove", "aria-label": label, on: { click: act } }, "×");
  }
}
