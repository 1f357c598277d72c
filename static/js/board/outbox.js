// What a person did and the server has not acknowledged yet: kept in the browser's storage, so that a reload, a crash or a
// dead battery loses nothing. One entry per operation: two windows of the same person never overwrite each other's.

const PREFIX = "cocreate:operation:";

export class Outbox {
  #storage;
  #key;
  #entries = [];
  #clock = 0;

  /** @param storage localStorage or the like; @param owner board and seat; what others did on this device is not ours */
  constructor(storage, owner) {
    this.#storage = storage;
    this.#key = `${PREFIX}${owner}:`;
    this.reload();
  }

  /** Read what is stored, oldest first, a former visit's included. */
  reload() {
    const found = [];
    try {
      for (let i = 0; i < this.#storage.length; i += 1) {
        const key = this.#storage.key(i);
        if (!key.startsWith(this.#key)) continue;
        const entry = JSON.parse(this.#storage.getItem(key));
        if (entry?.operation?.op_id) found.push(entry);
      }
    } catch {
      // No storage (a strict browser): the outbox lives as long as the page.
    }
    const known = new Map(this.#entries.map((entry) => [entry.operation.op_id, entry]));
    for (const entry of found) known.set(entry.operation.op_id, entry);
    this.#entries = [...known.values()].sort((a, b) => a.at - b.at);
    this.#clock = Math.max(this.#clock, ...this.#entries.map((entry) => entry.at));
  }

  /** Keep an operation until it is done. */
  add(operation) {
    this.#clock = Math.max(this.#clock + 1, Date.now());
    const entry = { at: this.#clock, operation };
    this.#entries.push(entry);
    this.#store(entry);
  }

  /** It was acknowledged, or given up; returns it where it was still here. */
  done(opId) {
    const found = this.#entries.find((entry) => entry.operation.op_id === opId);
    this.#entries = this.#entries.filter((entry) => entry.operation.op_id !== opId);
    try {
      this.#storage.removeItem(this.#key + opId);
    } catch {
      // as above
    }
    return found?.operation;
  }

  /** The server refused it: it waits for the person, with the reason. */
  returnToSender(opId, reason) {
    const entry = this.#entries.find((candidate) => candidate.operation.op_id === opId);
    if (!entry) return;
    entry.reason = reason;
    this.#store(entry);
  }

  /** What is to be sent, in the order in which it was done. */
  get pending() {
    return this.#entries.filter((entry) => entry.reason === undefined).map((entry) => entry.operation);
  }

  /** What was refused, with the reasons. */
  get returned() {
    return this.#entries.filter((entry) => entry.reason !== undefined).map(({ operation, reason }) => ({ operation, reason }));
  }

  #store(entry) {
    try {
      this.#storage.setItem(this.#key + entry.operation.op_id, JSON.stringify(entry));
    } catch {
      // as above
    }
  }
}

/** A short text that is not lost by a reload, such as a card that is still being written. */
export class Draft {
  #storage;
  #key;

  constructor(storage, owner, name) {
    this.#storage = storage;
    this.#key = `cocreate:draft:${owner}:${name}`;
  }

  get text() {
    try {
      return this.#storage.getItem(this.#key) ?? "";
    } catch {
      return "";
    }
  }

  set text(value) {
    try {
      if (value) this.#storage.setItem(this.#key, value);
      else this.#storage.removeItem(this.#key);
    } catch {
      // no storage: nothing to keep
    }
  }
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A random id like those of the server. */
export function newId(length = 12) {
  const bytes = crypto.getRandomValues(new Uint8Array(length * 2));
  // 252 = 7 x 36: without the remainder every letter is equally likely
  return [...bytes].filter((byte) => byte < 252).slice(0, length).map((byte) => LETTERS[byte % 36]).join("").padEnd(length, "0");
}
