// The session above a live board: the step that runs with its clock, messages, the open vote, help, "come here".
const FIRST = ["en", "fr", "nl", "de"];

export class SessionStrip {
  #root = document.querySelector("[data-session]");
  #texts = JSON.parse(document.getElementById("session-texts").textContent);
  #plan = null;
  #ahead = 0; // ms that the server's clock is ahead of ours
  #seen = new Set(); // messages that were shown
  #help = ""; // id of one's own open request

  /** @param show called with a card to bring into sight; announce: says a sentence to a screen reader. */
  constructor({ socket, board, language, announce, show }) {
    Object.assign(this, { socket, board, language, announce, show });
    socket.on("connect", () => this.#learn());
    socket.on("plan", (plan) => this.#setPlan(plan, true));
    socket.on("message", (message) => this.#tell(message));
    socket.on("come", (call) => this.#come(call));
    socket.on("help", (asked) => this.#helped(asked));
    socket.on("changes", (messages, of) => of === board && messages.forEach(({ change }) => this.#vote(change)));
    setInterval(() => this.#tick(), 1000);
    this.#part("ask-help")?.addEventListener("click", () => this.#askHelp());
    this.#part("come")?.addEventListener("click", () => this.#call());
  }

  #part(name) {
    return this.#root.querySelector(`[data-${name}]`);
  }

  #say(key, values = {}) {
    return this.#texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  async #ask(event, payload = {}) {
    return this.socket.timeout(10_000).emitWithAck(event, { board: this.board, ...payload });
  }

  /** Where the session stands, at each arrival: nothing that was said meanwhile is missed. */
  async #learn() {
    const answer = await this.#ask("plan").catch(() => null);
    if (!answer?.ok) return;
    const isFirst = this.#plan === null;
    this.#setPlan(answer.plan, !isFirst && answer.plan.step !== this.#plan.step);
    // To somebody who opens the board, the last message; the others are on the page of the session.
    const news = isFirst ? answer.messages.slice(-1) : answer.messages.filter(({ id }) => !this.#seen.has(id));
    answer.messages.forEach(({ id }) => this.#seen.add(id));
    news.forEach((message) => this.#put(message));
    for (const name of ["ask-help", "come"]) if (this.#part(name)) this.#part(name).hidden = false;
    if (this.#part("ask-help")) this.#showHelp(answer.help.find(({ seat }) => seat === this.me)?.id ?? "");
  }

  #setPlan(plan, isNews) {
    this.#plan = plan;
    this.#ahead = Date.parse(plan.server_time) - Date.now();
    this.#part("step").hidden = !plan.step;
    this.#words("title", plan.title);
    this.#words("help", plan.help);
    this.#part("place").textContent = plan.step ? this.#say("place", { position: plan.position, of: plan.of }) : "";
    this.#part("paused").hidden = plan.left === null;
    this.#tick();
    if (isNews) this.announce(plan.step ? this.#say("newStep", { title: this.#part("title").textContent }) : this.#say("ended"));
  }

  /** A text in the page's language, else in the first that it has. */
  #words(name, text) {
    const language = [this.language, ...FIRST].find((code) => text[code]) ?? this.language;
    const part = this.#part(name);
    part.lang = language;
    part.textContent = text[language] ?? "";
    part.hidden = !text[language];
  }

  #tick() {
    if (!this.#plan?.step) return;
    const { left, ends_at: ends } = this.#plan;
    const seconds = left ?? Math.max(0, Math.round((Date.parse(ends) - Date.now() - this.#ahead) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.#part("time").textContent = seconds > 0 ? time : this.#say("over");
    this.#part("clock").classList.toggle("strip__clock--over", seconds === 0);
  }

  #tell(message) {
    if (this.#seen.has(message.id) && !message.about) return;
    this.#seen.add(message.id);
    this.#put(message);
  }

  /** A message stays until the person puts it away. */
  #put({ text, sender }, go = null) {
    const item = document.createElement("div");
    item.className = "strip__message";
    const words = document.createElement("p");
    words.dir = "auto";
    words.textContent = sender ? `${sender}: ${text}` : text;
    const close = document.createElement("button");
    close.className = "button button--quiet";
    close.type = "button";
    close.textContent = this.#say("close");
    close.addEventListener("click", () => item.remove());
    item.append(words, ...(go ? [go] : []), close);
    this.#part("messages").append(item);
  }

  #vote(change) {
    if (change.kind !== "open_round" && change.kind !== "close_round") return;
    const isOpen = change.kind === "open_round";
    this.#part("vote-open").hidden = !isOpen;
    this.announce(this.#say(isOpen ? "voteOpen" : "voteClosed"));
    if (!isOpen) this.#put({ text: this.#say("voteClosed") });
  }

  async #askHelp() {
    const ended = this.#help; // now: the news of it may come before the answer
    const answer = await this.#ask("help", ended ? { done: ended } : {}).catch(() => null);
    if (answer?.ok) this.#showHelp(ended ? "" : answer.help);
  }

  #helped(asked) {
    if (asked.seat === this.me) this.#showHelp(asked.done ? "" : asked.id);
  }

  #showHelp(id) {
    this.#help = id;
    const button = this.#part("ask-help");
    if (!button) return;
    button.setAttribute("aria-pressed", String(Boolean(id)));
    button.querySelector("span").textContent = this.#say(id ? "asked" : "ask");
  }

  async #call() {
    const card = document.activeElement?.closest("[data-card]")?.dataset.card;
    const answer = await this.#ask("come", card ? { card } : {}).catch(() => null);
    if (answer?.ok) this.announce(this.#say("called"));
  }

  /** Somebody who runs the camp calls: on this board the card comes into sight, to another one the person decides to go. */
  #come({ board, card, by }) {
    if (board === this.board) {
      this.#put({ text: this.#say("come", { name: by }) });
      return card ? this.show(card) : this.#root.scrollIntoView({ block: "start" });
    }
    const link = document.createElement("a");
    link.className = "button button--secondary";
    link.href = location.href.replace(this.board, board);
    link.textContent = this.#say("go");
    this.#put({ text: this.#say("comeElsewhere", { name: by }) }, link);
  }
}
