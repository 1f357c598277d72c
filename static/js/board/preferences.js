// What a person chose about the page, kept on this device: which view, shortcuts, cursors, the overview map.
const KEY = "cocreate:board:preferences";

export class Preferences {
  #storage;
  #values = { view: "", shortcuts: true, cursors: true, map: true };

  constructor(storage) {
    this.#storage = storage;
    try {
      Object.assign(this.#values, JSON.parse(storage.getItem(KEY) ?? "{}"));
    } catch {
      // no storage, or somebody else's words in it: the page's own choices
    }
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    try {
      this.#storage.setItem(KEY, JSON.stringify(this.#values));
    } catch {
      // chosen for as long as the page is open
    }
  }
}
