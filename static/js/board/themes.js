// The dialog in which a card gets its sources: the accepted themes of the consultation, those of the group's challenge first.
import { fold } from "./looking.js";
import { say } from "./texts.js";

const MOST_SHOWN = 60;

/** A translated text in the page's language, else in the first that it has, with that language. */
export function inLanguage(text, language) {
  for (const code of [language, "en", "fr", "nl", "de"]) if (text[code]) return { title: text[code], lang: code };
  return { title: "", lang: language };
}

export class ThemeDialog {
  #dialog = document.querySelector("[data-theme-dialog]");
  #search = this.#dialog.querySelector("[data-theme-search]");
  #list = this.#dialog.querySelector("[data-theme-list]");
  #none = this.#dialog.querySelector("[data-theme-none]");
  #card = null;
  #found = [];

  /** @param options {url, language, view, act, learned} */
  constructor(options) {
    this.options = options;
    this.#search.addEventListener("input", () => this.#show());
    this.#dialog.querySelector("[data-theme-close]").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => {
      const element = document.querySelector(`[data-card="${this.#card}"] [data-more]`);
      element?.focus();
    });
  }

  /** Read the themes; also asked when a card cites one whose title we do not know. */
  async load() {
    const answer = await fetch(this.options.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`themes: ${answer.status}`);
    this.#found = (await answer.json()).themes.map((theme) => ({ ...theme, ...inLanguage(theme.title, this.options.language) }));
    this.options.learned(this.#found);
  }

  async open(card) {
    this.#card = card;
    this.#dialog.querySelector("[data-theme-card]").textContent = this.options.view.card(card).text;
    this.#search.value = "";
    this.#list.replaceChildren();
    this.#none.textContent = "";
    this.#dialog.showModal();
    this.#search.focus();
    try {
      await this.load();
      this.#show();
    } catch {
      this.#none.textContent = say("loadFailed");
    }
  }

  #show() {
    const wanted = fold(this.#search.value);
    const found = this.#found.filter((theme) => wanted.split(" ").every((word) => fold(theme.title).includes(word)));
    this.#none.textContent = found.length ? "" : say(this.#found.length ? "noThemes" : "noThemesYet");
    this.#list.replaceChildren(...found.slice(0, MOST_SHOWN).map((theme) => this.#item(theme)));
  }

  #item(theme) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    label.className = "board-theme";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "check__box";
    box.checked = this.options.view.card(this.#card)?.themes.includes(theme.id) ?? false;
    box.addEventListener("change", () => {
      this.options.act(box.checked ? "cite_theme" : "uncite_theme", { card: this.#card, theme: theme.id });
    });
    const title = document.createElement("span");
    title.lang = theme.lang;
    title.textContent = theme.title;
    const more = document.createElement("small");
    more.textContent = [say("answers", { count: theme.size }), theme.near && say("near")].filter(Boolean).join(" · ");
    label.append(box, title, more);
    item.append(label);
    return item;
  }
}

