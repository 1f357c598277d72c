// What the board says: to a screen reader about others' changes, gathered; on screen about the connection and refused work.
import { make, makeButton } from "./dom.js";
import { say } from "./texts.js";

const GATHER = 2500; // ms: many changes at once are told as a number

/** Says things politely, one after the other. */
export class Announcer {
  #said = document.querySelector("[data-said]");
  #others = [];
  #timer = null;

  /** About what the person just did: at once. */
  now(sentence) {
    this.#said.textContent = "";
    requestAnimationFrame(() => (this.#said.textContent = sentence));
  }

  /** About what others did: gathered. */
  later(sentence) {
    this.#others.push(sentence);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const sentences = this.#others;
      this.#others = [];
      this.now(sentences.length > 3 ? say("saidMany", { count: sentences.length }) : sentences.join(". "));
    }, GATHER);
  }
}

/** How the connection is: always on screen, spoken only when it changes for the worse or back. */
export class ConnectionSign {
  #sign = document.querySelector("[data-connection]");
  #text = document.querySelector("[data-connection-text]");
  #was = "connecting";

  constructor(announcer) {
    this.announcer = announcer;
    this.#sign.hidden = false;
    this.show("connecting", 0);
  }

  show(status, waiting) {
    const sentence = this.#sentence(status, waiting);
    if (this.#text.textContent !== sentence) this.#text.textContent = sentence;
    this.#sign.dataset.status = status === "online" && waiting ? "sending" : status;
    if (status === this.#was || status === "connecting") return;
    if (status !== "online") this.announcer.now(sentence);
    else if (this.#was === "offline") this.announcer.now(say("back"));
    this.#was = status;
  }

  #sentence(status, waiting) {
    const onTheWay = waiting === 1 ? say("waitingOne") : waiting ? say("waiting", { count: waiting }) : "";
    if (status === "online") return onTheWay || say("online");
    if (status === "connecting") return say("connecting");
    if (status === "offline") return [say("offline"), onTheWay].filter(Boolean).join(" ");
    return say("reload");
  }
}

/** Notices on the page that stay until they are dealt with. */
export class Notices {
  #box = document.querySelector("[data-notices]");

  /** A sentence that stays. */
  tell(key, sentence, tone = "warning") {
    this.#box.querySelector(`[data-key="${key}"]`)?.remove();
    if (sentence) this.#box.append(notice(key, sentence, tone));
  }

  /** A sentence that stays until it is put away. */
  keep(key, sentence) {
    this.#box.querySelector(`[data-key="${key}"]`)?.remove();
    const box = notice(key, sentence, "notice");
    box.querySelector(".notice__body").append(make("div", { class: "board-returned__row" }, makeButton(say("dismissMessage"), "quiet", () => box.remove())));
    this.#box.append(box);
  }

  /** A way to go somewhere else. */
  offer(key, sentence, label, href) {
    this.#box.querySelector(`[data-key="${key}"]`)?.remove();
    const box = notice(key, sentence, "notice");
    box.querySelector(".notice__body").append(make("div", { class: "board-returned__row" }, make("a", { class: "button button--primary", href }, label), makeButton(say("dismissMessage"), "quiet", () => box.remove())));
    this.#box.append(box);
  }

  /** Words that have no place any more, to be copied. */
  keepWords(sentence, words) {
    const box = notice(`words-${Date.now()}`, sentence, "warning");
    const row = make("div", { class: "board-returned__row" }, copyButton(words), makeButton(say("dismiss"), "quiet", () => box.remove()));
    box.querySelector(".notice__body").append(make("q", { dir: "auto" }, words), row);
    this.#box.append(box);
  }

  /**
   * Work that the server refused: the words, the reason, and what can be done with it. What was done on another board can be
   * taken up here by its words alone, as a new card.
   */
  showReturned(returned, { retry, dismiss }) {
    const ids = new Set(returned.map(({ operation }) => operation.op_id));
    for (const old of this.#box.querySelectorAll("[data-returned]")) if (!ids.has(old.dataset.key)) old.remove();
    for (const { operation, reason, isStray } of returned) {
      if (this.#box.querySelector(`[data-key="${operation.op_id}"]`)) continue;
      const box = notice(operation.op_id, say("notSaved", { reason }), "danger");
      box.dataset.returned = "";
      const words = wordsOf(operation);
      const mayRetry = !isStray || words;
      const again = mayRetry && makeButton(say(isStray ? "takeUp" : "tryAgain"), "primary", () => retry(operation, isStray && words));
      const row = make("div", { class: "board-returned__row" }, again, words && copyButton(words), makeButton(say("dismiss"), "quiet", () => dismiss(operation)));
      box.querySelector(".notice__body").append(...(words ? [make("q", { dir: "auto" }, words)] : []), row);
      this.#box.append(box);
    }
  }
}

/** What a person wrote in an operation. */
function wordsOf({ title, text, into }) {
  return [title, text, ...(into ?? []).map((part) => part.text)].filter(Boolean).join("\n");
}

function notice(key, sentence, tone) {
  const body = make("div", { class: "notice__body" }, make("p", {}, sentence));
  return make("div", { class: `notice notice--${tone}`, role: tone === "danger" ? "alert" : "status", data: { key } }, body);
}

function copyButton(words) {
  return makeButton(say("copy"), "secondary", async ({ currentTarget: button }) => {
    try {
      await navigator.clipboard.writeText(words);
      button.textContent = say("copied");
    } catch {
      // Without TLS there is no clipboard; the words stand beside the button, to be selected.
    }
  });
}
