// What the board says: to a screen reader about others' changes, gathered; on screen about the connection and refused work.
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

  /** Work that the server refused: the words, the reason, and what can be done with it. */
  showReturned(returned, { retry, dismiss }) {
    for (const old of this.#box.querySelectorAll("[data-returned]")) old.remove();
    for (const { operation, reason } of returned) {
      const box = notice(operation.op_id, say("notSaved", { reason }), "danger");
      box.dataset.returned = "";
      const body = box.querySelector(".notice__body");
      const row = document.createElement("div");
      row.className = "board-returned__row";
      if (operation.text) {
        const words = document.createElement("q");
        words.dir = "auto";
        words.textContent = operation.text;
        body.append(words);
        row.append(button(say("copy"), "secondary", (self) => copy(operation.text, self)));
      }
      row.prepend(button(say("tryAgain"), "primary", () => retry(operation)));
      row.append(button(say("dismiss"), "quiet", () => dismiss(operation)));
      body.append(row);
      this.#box.append(box);
    }
  }
}

function notice(key, sentence, tone) {
  const box = document.createElement("div");
  box.className = `notice notice--${tone}`;
  box.dataset.key = key;
  box.setAttribute("role", tone === "danger" ? "alert" : "status");
  const body = document.createElement("div");
  body.className = "notice__body";
  const text = document.createElement("p");
  text.textContent = sentence;
  body.append(text);
  box.append(body);
  return box;
}

function button(label, kind, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button button--${kind}`;
  made.textContent = label;
  made.addEventListener("click", () => action(made));
  return made;
}

async function copy(text, self) {
  try {
    await navigator.clipboard.writeText(text);
    self.textContent = say("copied");
  } catch {
    // Without TLS there is no clipboard; the words stand beside the button, to be selected.
  }
}
