// Where people are on the board, and whom one follows. Pure.

/** What an element belongs to: a card that others see too, else its zone; null outside of all zones, and where one votes. */
export function placeOf(element, isPrivate) {
  if (element.closest("[data-vote], [data-choice], [data-round]")) return null; // it would say who votes for what
  const zone = element.closest("[data-zone]")?.dataset.zone;
  const card = element.closest("[data-card]")?.dataset.card;
  return zone ? { zone, card: card && !isPrivate(card) ? card : "" } : null;
}

/** Who has left since, of those who were there; nobody for sure where the list does not name all. */
export function goneSince(before, { count, people }) {
  if (people.length < count) return [];
  return before.filter((ref) => !people.some((one) => one.ref === ref));
}

export class Following {
  #places = new Map(); // ref: {zone, card}
  ref = "";
  name = "";

  get isOn() {
    return this.ref !== "";
  }

  /** Where whoever is followed was seen last; null before. */
  get place() {
    return this.#places.get(this.ref) ?? null;
  }

  begin(ref, name) {
    Object.assign(this, { ref, name });
  }

  end() {
    Object.assign(this, { ref: "", name: "" });
  }

  /** Somebody is somewhere; returns whether whoever is followed has gone to another place. */
  take(ref, { zone, card = "" }) {
    const before = this.#places.get(ref);
    this.#places.set(ref, { zone, card });
    return ref === this.ref && (before?.zone !== zone || before.card !== card);
  }

  /** People left the board; returns whether the one who is followed is among them. */
  left(refs) {
    for (const ref of refs) this.#places.delete(ref);
    return this.isOn && refs.includes(this.ref);
  }
}
