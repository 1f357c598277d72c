// The wire of a board: joins, keeps the changes in order, sends what waits in the outbox one by one, and says how it stands.
// It knows nothing of the page. Everything it learns leaves through the callbacks.
import { io } from "../../vendor/socket.io-client/socket.io.esm.min.js";
import { Sequence } from "./sequence.js";

const ACK_WITHIN = 10_000; // ms; then it is sent again, and the server knows it by its id
const GAP_PATIENCE = 400; // ms until a missing change is asked for
const RETRY_AFTER = 2000; // ms
const SIGN_OF_LIFE_WITHIN = 4000; // ms, after a sleep; a line may look open long after it is dead

export class Connection {
  #on;
  #board;
  #outbox;
  #sequence = null; // null until the first join
  #isJoined = false;
  #isSending = false;
  #gapTimer = null;
  #retryTimer = null;

  /**
   * @param on {snapshot, changes, joined, settled, acknowledged, held, refused, status, presence, typing, mine, ended, crowded, plan, message, come, help, cursor}
   */
  constructor({ board, socketPath, csrf, language, outbox, on }) {
    this.#on = on;
    this.#board = board;
    this.#outbox = outbox;
    // Only websockets: with long polling every request might reach another server process.
    this.socket = io("/board", {
      path: socketPath,
      transports: ["websocket"],
      auth: { csrf, language },
      reconnectionDelay: 500,
      reconnectionDelayMax: 8000,
    });
    this.socket.on("connect", () => this.#join());
    this.socket.on("disconnect", (reason) => {
      this.#isJoined = false;
      on.status(reason === "io server disconnect" ? "ended" : "offline");
    });
    this.socket.on("connect_error", (problem) => {
      this.#isJoined = false;
      on.status(problem.message === "stale_form" ? "stale" : "offline");
    });
    this.socket.on("changes", (messages, of) => of === board && this.#take(messages));
    this.socket.on("presence", (news) => news.board === board && on.presence(news));
    this.socket.on("mine", (news) => news.board === board && on.mine(news));
    this.socket.on("typing", (news) => on.typing(news));
    this.socket.on("ended", () => on.ended());
    this.socket.on("crowded", () => on.crowded());
    this.socket.on("again", () => this.#joinAgain()); // we sit elsewhere now: what may be seen has changed
    for (const name of ["plan", "message", "calls", "come", "help", "cursor"]) this.socket.on(name, (news) => on[name](news));
    // A phone that wakes up, a train that leaves the tunnel: do not wait for the next try.
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => on.status("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
  }

  /** Something beside operations; nothing where no answer came. */
  async ask(event, payload = {}) {
    try {
      return await this.#ask(event, payload);
    } catch {
      return null;
    }
  }

  /** Where the mouse is; lost without harm, as the next place makes up for it. */
  point(place) {
    if (this.#isJoined) this.socket.volatile.emit("cursor", { board: this.#board, ...place });
  }

  /** Where the person stays: whether it came too soon after another place to be passed on. */
  async stay(place) {
    if (!this.#isJoined) return false;
    const answer = await this.#ask("cursor", place).catch(() => ({})); // the next join starts anew
    return answer.is_late === true;
  }

  async #ask(event, payload) {
    return this.socket.timeout(ACK_WITHIN).emitWithAck(event, { board: this.#board, ...payload });
  }

  async #join() {
    this.#on.status("connecting");
    let answer;
    try {
      const pending = this.#outbox.pending.map((operation) => operation.op_id).slice(0, 200);
      answer = await this.#ask("join", { since: this.#sequence?.number ?? null, pending });
    } catch {
      return this.#later(() => this.socket.connected && this.#join());
    }
    if (!answer.ok) {
      if (answer.retry) return this.#later(() => this.socket.connected && this.#join());
      return this.#on.status("refused", answer.message);
    }
    // What was done before the connection broke, though we never heard of it.
    for (const opId of Object.keys(answer.done)) this.#settle(opId);
    this.#on.joined(answer);
    this.#isJoined = true;
    this.#news(answer);
    this.#on.status("online");
    this.send();
  }

  /** There may be a network again: find out whether the line lives, and do not wait for the next try if it does not. */
  async #wake() {
    if (!this.socket.connected) return this.#connectNow();
    if (!this.#isJoined) return;
    try {
      const since = this.#sequence.number;
      const answer = await this.socket.timeout(SIGN_OF_LIFE_WITHIN).emitWithAck("missed", { board: this.#board, since });
      if (answer.ok) this.#news(answer);
      this.#on.status("online");
      this.send();
    } catch {
      this.#connectNow();
    }
  }

  /** Anew; merely connecting would leave a try that is planned for later as it is. */
  #connectNow() {
    this.socket.disconnect().connect();
  }

  #joinAgain() {
    this.#isJoined = false;
    this.#join();
  }

  #later(retry) {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(retry, RETRY_AFTER);
  }

  /** The whole board, or what we missed. */
  #news(answer) {
    if (answer.snapshot) {
      this.#sequence ??= new Sequence(0);
      this.#sequence.restart(answer.snapshot.number);
      this.#on.snapshot(answer.snapshot);
      this.#take([{ number: -1 }]);
    } else {
      this.#take(answer.missed ?? []);
    }
  }

  #take(messages) {
    this.#sequence ??= new Sequence(0);
    const ready = messages.flatMap((message) => this.#sequence.take(message));
    for (const { op_id: opId } of ready) this.#settle(opId);
    if (ready.length) {
      try {
        this.#on.changes(ready);
      } catch (problem) {
        // A change that we cannot apply: our board is not the server's. Ask for the whole.
        console.warn("asking for the whole board", problem);
        this.#fetch(null);
      }
    }
    clearTimeout(this.#gapTimer);
    if (this.#sequence.hasGap && this.#isJoined) {
      this.#gapTimer = setTimeout(() => this.#fetch(this.#sequence.number), GAP_PATIENCE);
    }
  }

  async #fetch(since) {
    try {
      const answer = await this.#ask("missed", { since });
      if (answer.ok) this.#news(answer);
    } catch {
      // The connection broke: joining again brings what is missing.
    }
  }

  #settle(opId) {
    const operation = this.#outbox.done(opId);
    if (operation) this.#on.settled(operation);
  }

  /** Send what waits, oldest first, each once the one before is acknowledged; a refused one goes back to its person. */
  async send() {
    if (this.#isSending || !this.#isJoined) return;
    this.#isSending = true;
    try {
      for (let operation; this.#isJoined && (operation = this.#outbox.pending[0]); ) {
        const answer = await this.#ask("op", { op: operation });
        if (answer.ok) {
          this.#settle(answer.op_id);
          this.#on.held(null);
          this.#take([{ ...answer, by: { ref: "", name: "" }, isOwn: true }]);
          this.#on.acknowledged(operation, answer);
        } else if (answer.retry) {
          this.#on.held(answer);
          this.#later(() => this.send());
          return;
        } else {
          this.#outbox.returnToSender(operation.op_id, answer.message);
          this.#on.refused(operation, answer);
        }
      }
    } catch {
      // No answer in time. Still connected, it is sent again soon; else after the next join.
      this.#later(() => this.send());
    } finally {
      this.#isSending = false;
    }
  }

  /** Tell the others that the person is typing in a card; lost without harm. */
  typing({ card, text }) {
    if (this.#isJoined) this.socket.volatile.emit("typing", { board: this.#board, card, text });
  }
}
