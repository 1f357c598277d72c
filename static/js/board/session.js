// What drives the session: the step of the plan with its clock, what may be done now, messages, "come here", requests for help.
import { make, makeButton, partsOf, setText, storageOrNothing } from "./dom.js";
import { hashOf } from "./goal.js";
import { Draft } from "./outbox.js";
import { did, say } from "./texts.js";
import { inLanguage } from "./themes.js";

const MANY = 12; // kinds of work that are not named one by one any more
const WORTH_TELLING = [300, 60, 0]; // seconds left at which the clock is said aloud

export class SessionPanel {
  #box = document.querySelector("[data-session]");
  #part = partsOf(this.#box);
  #messages = partsOf(document.querySelector("[data-messages]"));
  #plan = null;
  #ahead = 0; // how far the server's clock is ahead of ours, ms
  #told = null;
  #own = null; // our open request for help
  #known = new Set();

  #isCalling = false; // we bring everybody somewhere: it need not be said to us

  /** @param options {settings, connection, view, announcer, notices, me, startCursors} */
  constructor(options) {
    Object.assign(this, options);
    setInterval(() => this.#tick(), 1000);
    const help = document.querySelector("[data-help]");
    this.helpPart = partsOf(help);
    this.helpPart("help-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#askForHelp();
    });
    this.helpPart("help-done").addEventListener("click", () => this.#endHelp(this.#own));
    const come = document.querySelector("[data-come]");
    come?.addEventListener("click", () => this.#gather(this.view.guide.middle));
    if (come) this.view.gather = (goal) => this.#gather(goal);
  }

  /** Bring everybody to a card or zone. */
  async #gather(goal) {
    this.#isCalling = true;
    try {
      await this.#ask("come", goal, "everybodyComes");
    } finally {
      this.#isCalling = false;
    }
  }

  /** After every join: where the session stands, and from now on whatever comes. */
  async start() {
    const answer = await this.connection.ask("plan");
    if (!answer?.ok) return;
    this.takePlan(answer.plan, true);
    answer.messages.forEach((message) => this.takeMessage(message, true));
    answer.help.forEach((request) => this.takeHelp(request, true));
    this.#summary(answer.summary);
    this.startCursors(answer.cursors);
  }

  takePlan(plan, isQuiet = false) {
    const isOther = plan.step !== this.#plan?.step;
    this.#plan = plan;
    this.#ahead = Date.parse(plan.server_time) - Date.now();
    if (isOther) this.#told = null;
    this.#box.hidden = !plan.step;
    if (!plan.step) return;
    const { language } = this.settings;
    const [title, help] = [inLanguage(plan.title, language), inLanguage(plan.help, language)];
    this.#write("step-title", title);
    this.#write("step-help", help);
    setText(this.#part("step-place"), say("stepOf", { position: plan.position, of: plan.of }));
    const said = [isOther && !isQuiet && say("stepBegins", { title: title.title, help: help.title }), this.#unfoldSheet(plan) && say("sheetUnfolded")].filter(Boolean);
    if (said.length) this.announcer.now(said.join(" "));
    this.#tick();
  }

  /** In a step to read the sheet unfolds once for each person, and then stays as they leave it; the focus stays too. */
  #unfoldSheet({ kind, step }) {
    const fold = document.querySelector("[data-to-read]");
    const seen = new Draft(storageOrNothing(), `sheets:${this.me()?.ref}`, step);
    if (kind !== "read" || !fold || seen.text) return false;
    seen.text = "unfolded";
    fold.open = true;
    return true;
  }

  /** What may be done now, in words; told by the board's mode rather than by the plan. */
  showMode(mode) {
    const may = mode.may;
    const words = may && [...new Set(may.map((kind) => did[kind]).filter(Boolean))];
    setText(this.#part("step-may"), [mode.is_private ? say("writePrivately") : "", !may ? "" : words.length > MANY ? say("mayAll") : words.length ? say("mayNow", { what: words.join(", ") }) : say("mayNothing")].filter(Boolean).join(" "));
  }

  #write(name, { title, lang }) {
    const element = this.#part(name);
    setText(element, title);
    element.lang = lang;
  }

  #tick() {
    const plan = this.#plan;
    if (!plan?.step) return;
    const isPaused = plan.left !== null;
    const left = isPaused ? plan.left : plan.ends_at ? Math.round((Date.parse(plan.ends_at) - Date.now() - this.#ahead) / 1000) : null;
    const clock = this.#part("clock");
    clock.hidden = left === null;
    if (left === null) return;
    setText(clock, (isPaused ? `${say("paused")} ` : "") + clockOf(Math.max(0, left)));
    clock.toggleAttribute("data-over", left <= 0);
    const due = WORTH_TELLING.find((moment) => left <= moment && left > moment - 5);
    if (isPaused || due === undefined || this.#told === due) return;
    this.#told = due;
    this.announcer.now(due ? say("timeLeft", { minutes: Math.round(due / 60) }) : say("timeOver"));
  }

  /** A message stays until it is put away; one that was put away does not come back. */
  takeMessage(message, isOld = false) {
    if (this.#known.has(message.id)) return;
    this.#known.add(message.id);
    const line = this.#line(message);
    this.#messages("all").prepend(line);
    document.querySelector("[data-messages]").hidden = false;
    if (isOld) return;
    const key = `message-${message.id}`;
    this.notices.keep(key, [message.sender, message.text].filter(Boolean).join(": "));
    this.announcer.now(say("messageFrom", { name: message.sender || say("facilitation"), text: message.text }));
  }

  #line({ text, sender, at }) {
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    return make("li", {}, make("p", { class: "board-comment__head" }, [sender, time].filter(Boolean).join(" · ")), make("p", { dir: "auto" }, text));
  }

  /** Something else is asked of us now, or nothing any more: the page itself knows what, and says it in our language. */
  async takeCalls() {
    const shown = document.querySelector("[data-calls]");
    const known = new Set([...shown.querySelectorAll("a")].map((link) => link.href));
    const page = await fetch(location.href).catch(() => null); // without network the next page says it
    if (!page?.ok) return;
    const now = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-calls]");
    if (!now) return;
    shown.replaceChildren(...now.children);
    for (const link of shown.querySelectorAll("a")) if (!known.has(link.href)) this.#tellOfCall(link);
  }

  #tellOfCall({ href, textContent }) {
    this.notices.offer("call", textContent, say("goThere"), href);
    this.announcer.now(textContent);
  }

  /** The facilitators bring everybody to a place on this board, or to another board. */
  takeCome({ board, by, ...goal }) {
    if (this.#isCalling && board === this.settings.board) return;
    const name = by || say("facilitation");
    if (board === this.settings.board) {
      if (this.view.model) this.view.guide.lead(goal);
      this.notices.keep("come", say("cameHere", { name }));
      return this.announcer.now(say("cameHere", { name }));
    }
    const url = this.settings.boards.replace("BOARD", board) + hashOf(goal);
    this.notices.offer("come", say("comeThere", { name }), say("goThere"), url);
    this.announcer.now(say("comeThere", { name }));
  }

  async #ask(event, payload, said) {
    const answer = await this.connection.ask(event, payload);
    this.announcer.now(answer?.ok ? say(said) : (answer?.message ?? say("offline")));
    return answer;
  }

  async #askForHelp() {
    const input = this.helpPart("help-text");
    const answer = await this.#ask("help", { text: input.value.trim() }, "helpAsked");
    if (answer?.ok) input.value = "";
  }

  #endHelp(id) {
    this.#ask("help", { done: id }, "helpDone");
  }

  takeHelp(request, isQuiet = false) {
    if (request.seat === this.me()?.ref) {
      this.#own = request.done ? null : request.id;
      this.helpPart("help-form").hidden = !request.done;
      this.helpPart("help-waiting").hidden = request.done;
      if (request.done && !isQuiet) this.announcer.now(say("helpDone"));
      return;
    }
    const list = document.querySelector("[data-help-requests]");
    list.querySelector(`[data-request="${request.id}"]`)?.remove();
    if (request.done) return;
    const words = say("helpWanted", { name: request.name || say("somebody"), text: request.text });
    const where = request.board === this.settings.board ? null : make("a", { href: this.settings.boards.replace("BOARD", request.board) }, say("goThere"));
    list.append(make("li", { data: { request: request.id } }, make("span", { dir: "auto" }, words), where, makeButton(say("helpAnswered"), "quiet", () => this.#endHelp(request.id))));
    if (!isQuiet) this.announcer.now(words);
  }

  /** For somebody who comes late: what happened so far. */
  #summary({ steps, cards, rounds }) {
    const { language } = this.settings;
    const lines = [
      ...steps.filter((step) => step.ended_at).map((step) => inLanguage(step.title, language)),
      say("cardsSoFar", { count: cards }),
      ...rounds.map((round) => say("roundSoFar", { question: inLanguage(round.question, language).title, top: round.top.map(({ text }) => text).join("; ") })),
    ];
    document.querySelector("[data-summary]").replaceChildren(...lines.map((line) => (line.title === undefined ? make("li", {}, line) : make("li", { lang: line.lang }, line.title))));
    document.querySelector("[data-messages]").hidden = !steps.length && !rounds.length && !this.#known.size;
  }
}

/** Minutes and seconds. */
function clockOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
