"""An attack on a live board over real sockets, and what it costs somebody honest who works there meanwhile.

    python -m bench.hostile [--events 100000] [--lines 10] [--seconds 20]

Prints how long acknowledgements took without and with the attack, and their ratio (it should stay under 1.1); whether
the board was left as the honest one made it; whether the server lives. Latencies count on a quiet machine only.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from cocreate.camp.simulated import Line
from cocreate.core.ids import public_id
from tests.live import LiveServer
from tests.realtime.hostile import Attack, Hostile
from tests.realtime.live_camp import Participant, furnish, numbers, other_boards, stored

PAUSE = 0.12  # seconds between two operations of the honest one, below what anybody may send


class Honest:
    """Writes one card after the other and measures."""

    def __init__(self, server: LiveServer, person: Participant, board: str) -> None:
        self.board, self.done = board, list[dict[str, Any]]()
        self.journal = set(numbers(server, board))  # from before
        self.line = Line(person.base_url, person.cookie, person.csrf, lambda *heard: None)
        joined = self.line.ask("join", {"board": board, "since": None, "pending": []})
        assert joined["ok"], joined

    def write(self) -> float:
        """A card; milliseconds until it was acknowledged."""
        asked = {"op_id": f"good-{public_id()}", "kind": "add_card", "card": public_id(), "zone": "market"}
        asked |= {"text": "Good", "rank": float(len(self.done))}
        began = time.perf_counter()
        answer = self.line.ask("op", {"board": self.board, "op": asked})
        took = 1000 * (time.perf_counter() - began)
        assert answer["ok"], answer
        self.done.append(asked)
        time.sleep(PAUSE)
        return took


def assault(person: "Seat", events: int, lines: int, sources: list[Hostile], sent: Any) -> None:
    """The attack, in a process of its own."""
    attack = Attack(person.base_url, person.cookie, person.csrf, events, lines)
    attack.start(sources)
    for thread in attack.threads:
        thread.join()
    sent.put((attack.sent, attack.cut_off))


def main() -> None:
    """Measure without, then with the attack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=10, help="connections of the attacker")
    parser.add_argument("--seconds", type=float, default=20, help="how long to measure before the attack")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-hostile-") as folder:
        server = LiveServer(Path(folder))
        try:
            sys.exit(0 if run(server, options) else 1)
        finally:
            server.stop()


def run(server: LiveServer, options: argparse.Namespace) -> bool:
    """One whole run; whether nothing happened that must not."""
    place = furnish(server, seats=2)
    server.start()
    people = [Participant(server.url, place, token, random.Random(n)) for n, token in enumerate(place.tokens)]
    for person in people:
        person.sit_down()
    honest, others = Honest(server, people[0], place.board), other_boards(server, place.board)
    print(f"load {os.getloadavg()[0]:.1f}")
    quiet, until = [honest.write() for _ in range(5)], time.monotonic() + options.seconds
    while time.monotonic() < until:
        quiet.append(honest.write())
    cards = [asked["card"] for asked in honest.done]
    sources = [Hostile(seed, place.board, next(iter(others)), cards, honest.done[:50]) for seed in range(options.lines)]
    context, loud, began = multiprocessing.get_context("spawn"), [], time.monotonic()
    sent = context.Queue()
    arguments = (Seat(people[1]), options.events, options.lines, sources, sent)
    attacker = context.Process(target=assault, args=arguments, daemon=True)
    attacker.start()
    while sent.empty():
        loud.append(honest.write())
    said, cut_off = sent.get()
    attacker.join()
    print(f"events {said} in {time.monotonic() - began:.0f} s, cut off {cut_off} times")
    before, during = statistics.median(quiet), statistics.median(loud)
    print(f"acknowledged p50 {before:.1f} ms without, {during:.1f} ms with the attack: {during / before:.2f} x")
    return is_untouched(server, honest, others)


class Seat:
    """What the attacker's process has to know of its seat."""

    def __init__(self, person: Participant) -> None:
        self.base_url, self.cookie, self.csrf = person.base_url, person.cookie, person.csrf


def is_untouched(server: LiveServer, honest: Honest, others: dict[str, dict[str, Any]]) -> bool:
    """Whether only the honest one changed anything, and the server lives."""
    by_others = set(numbers(server, honest.board)) - honest.journal - {asked["op_id"] for asked in honest.done}
    cards = stored(server, honest.board)["cards"]
    kept = set(cards) == {asked["card"] for asked in honest.done} and all(
        card["text"] == "Good" and not card["votes"] for card in cards.values()
    )
    unchanged = not by_others and kept and other_boards(server, honest.board) == others
    lives = server.process is not None and server.process.poll() is None
    broken = server.log.read_text().count("board_event_failed")
    print(f"board unchanged by the attack: {unchanged}; server lives: {lives}; handlers that broke: {broken}")
    return unchanged and lives and not broken


if __name__ == "__main__":
    main()
