// What a person did and the server has not acknowledged yet: kept in the browser's storage, so that a reload, a crash or a
// dead battery loses nothing. One entry per operation: two windows of the same person never overwrite each other's.

const PREFIX = "cocreate:operation:";
const DRAFTS = "cocreate:draft:";

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
    const found = entriesIn(this.#storage, this.#key);
    const known = new Map(this.#entries.map((entry) => [entry.operation.op_id, entry]));
    for (const entry of found) known.set(entry.operation.op_id, entry);
    this.#entries = [...known.values()].sort((a, b) => a.at - b.at);
    this.#clock = Math.max(this.#clock, ...this.#entries.map((entry) => entry.at));
  }

  /** Keep an operation until it is done. */
  add(operation) {
    this.#keep({ operation });
  }

  /** What is left of a board that its person cannot open any more, drafts included, waits here with the reason. */
  adopt(owner, reason) {
    const left = entriesIn(this.#storage, `${PREFIX}${owner}:`).sort((a, b) => a.at - b.at);
    for (const { operation } of left) this.#keep({ operation, reason, isStray: true });
    const drafts = `${DRAFTS}${owner}:`;
    for (const [key, draft] of stored(this.#storage, drafts)) {
      const { title = "", text } = editIn(draft) ?? { text: draft };
      this.#keep({ operation: { op_id: `d-${newId(20)}`, kind: "add_card", zone: key.slice(drafts.length), title, text }, reason, isStray: true });
    }
    for (const prefix of [`${PREFIX}${owner}:`, drafts]) for (const [key] of stored(this.#storage, prefix)) this.#storage.removeItem(key);
  }

  #keep(parts) {
    this.#clock = Math.max(this.#clock + 1, Date.now());
    const entry = { at: this.#clock, ...parts };
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

  /** No way to the server: all that waits goes back to its person. */
  returnAll(reason) {
    for (const { op_id: opId } of this.pending) this.returnToSender(opId, reason);
  }

  /** What was refused, with the reasons; `isStray`: it was done on another board. */
  get returned() {
    return this.#entries.filter((entry) => entry.reason !== undefined).map(({ operation, reason, isStray = false }) => ({ operation, reason, isStray }));
  }

  #store(entry) {
    try {
      this.#storage.setItem(this.#key + entry.operation.op_id, JSON.stringify(entry));
    } catch {
      // as above
    }
  }
}

/** Keys and values with this beginning; none without storage (a strict browser): then all lives as long as the page. */
function stored(storage, prefix) {
  try {
    const keys = Array.from({ length: storage.length }, (_, place) => storage.key(place));
    return keys.filter((key) => key.startsWith(prefix)).map((key) => [key, storage.getItem(key)]);
  } catch {
    return [];
  }
}

function entriesIn(storage, prefix) {
  return stored(storage, prefix).map(([, text]) => parsed(text)).filter((entry) => entry?.operation?.op_id);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The words of a card that were being changed, as a draft keeps them: {title, text, was}; null for any other draft. */
export function editIn(draft) {
  const found = parsed(draft);
  return found?.was ? found : null;
}

/** A short text that is not lost by a reload, such as a card that is still being written. */
export class Draft {
  #storage;
  #key;

  constructor(storage, owner, name) {
    this.#storage = storage;
    this.#key = `${DRAFTS}${owner}:${name}`;
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
