"""What somebody with a seat and bad intentions sends: none of it may change anything or break anything."""

import json
import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import simple_websocket

EVENTS = (
    "join",
    "missed",
    "op",
    "typing",
    "plan",
    "message",
    "come",
    "help",
    "cursor",
    "connect",
    "disconnect",
    "nothing",
)
JUNK: tuple[Any, ...] = (
    None, True, -1, 0, 2**63, 1e308, "", "x", "\x00", "\ud800", "x" * 9000, [], [[]], {}, {"a": {"b": []}}, [None] * 50,
    "'; DROP TABLE card; --", "<script>", "../../etc/passwd", {"__proto__": 1}, {"kind": "add_card"},
)  # fmt: skip
NONSENSE = (
    "",
    "4",
    "42",
    "42/board,",
    "42/board,{",
    "42/board,[]",
    "43/board,1[]",
    "45",
    "99",
    "3",
    "\x00",
    "[" * 5000,
    "42/,[]",
)
HOST_KINDS = (
    "board_state",
    "board_mode",
    "set_zones",
    "lock_zone",
    "open_round",
    "close_round",
    "reveal",
    "promote",
    "hide_card",
    "show_card",
)


class Hostile:
    """A seeded source of events on somebody's own board and on one of another group."""

    def __init__(self, seed: int, board: str, foreign: str, cards: list[str], done: list[dict[str, Any]]) -> None:
        self.chance = random.Random(seed)
        self.board, self.foreign, self.cards, self.done = board, foreign, cards, done

    def event(self) -> tuple[str, list[Any]]:
        """An event's name and its arguments."""
        make = self.chance.choice(
            [self._junk, self._malformed, self._malformed, self._forged, self._foreign, self._host]
        )
        return make()

    def packet(self, number: int) -> str | bytes:
        """The next event as it goes over the wire; at times something that is none."""
        chance = self.chance.random()
        if chance < 0.03:
            return self.chance.choice([*NONSENSE, b"\x04bytes"])
        if chance < 0.031:
            return "42/board," + json.dumps(["op", {"board": self.board, "op": "x" * 300_000}])  # the line is cut
        event, arguments = self.event()
        return f"42/board,{number}" + json.dumps([event, *arguments])

    def _junk(self) -> tuple[str, list[Any]]:
        return self.chance.choice(EVENTS), [self.chance.choice(JUNK) for _ in range(self.chance.randrange(3))]

    def _valid(self) -> dict[str, Any]:
        chance, card = self.chance, self.chance.choice(self.cards)
        letters = "0123456789abcdefghijklmnopqrstuvwxyz"
        new = "".join(chance.choice(letters) for _ in range(12))
        return {
            "op_id": f"bad-{new}",
            **chance.choice(
                [
                    {"kind": "add_card", "card": new, "zone": "market", "text": "Hello", "rank": 1.0},
                    {"kind": "edit_card", "card": card, "text": "Bad", "was": "Good"},
                    {"kind": "move_card", "card": card, "zone": "strengths", "rank": 2.0},
                    {"kind": "vote", "card": card},
                    {"kind": "comment", "card": card, "comment": new, "text": "Said"},
                ]
            ),
        }

    def _malformed(self) -> tuple[str, list[Any]]:
        operation = self._valid()
        name = self.chance.choice(sorted(set(operation) - {"text", "was"}))
        how = self.chance.randrange(4)
        if how == 0:
            del operation[name]
        elif how == 1:
            operation[name] = self.chance.choice([junk for junk in JUNK if not isinstance(junk, int | float)])
        elif how == 2:
            operation[self.chance.choice(["author", "only", "secret", "votes", "x" * 300])] = self.chance.choice(JUNK)
        else:
            operation |= {"kind": "edit_card", "card": self.chance.choice(self.cards), "text": "x" * 5000, "was": ""}
            operation = {key: operation[key] for key in ("op_id", "kind", "card", "text", "was")}
        return "op", [{"board": self.board, "op": operation}]

    def _forged(self) -> tuple[str, list[Any]]:
        """Somebody else's operation sent again, as it was and with other contents."""
        operation = dict(self.chance.choice(self.done))
        if "text" in operation and self.chance.random() < 0.5:
            operation["text"] = "Overwritten"
        return "op", [{"board": self.board, "op": operation}]

    def _foreign(self) -> tuple[str, list[Any]]:
        event = self.chance.choice(["join", "missed", "op", "typing", "help", "cursor", "plan"])
        payload: dict[str, Any] = {"board": self.foreign}
        if event == "op":
            payload["op"] = self._valid()
        return event, [payload]

    def _host(self) -> tuple[str, list[Any]]:
        if self.chance.random() < 0.3:
            return self.chance.choice(["message", "come"]), [{"board": self.board, "text": "Go home", "card": ""}]
        kind = self.chance.choice([*HOST_KINDS, "lock_card", "unlock_card"])
        card = self.chance.choice(self.cards)
        return "op", [{"board": self.board, "op": {"op_id": self._valid()["op_id"], "kind": kind, "card": card}}]


@dataclass
class Attack:
    """Sends a source's events over several sockets at once, as fast as they are taken; comes back when cut off."""

    url: str
    cookie: str
    csrf: str
    events: int
    lines: int = 4
    sent: int = 0
    cut_off: int = 0
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, sources: list[Hostile]) -> None:
        """Begin; one source for each line."""
        share = self.events // self.lines
        for source in sources:
            self.threads.append(threading.Thread(target=self._send, args=(source, share), daemon=True))
            self.threads[-1].start()

    @property
    def is_over(self) -> bool:
        """Whether everything was sent."""
        return not any(thread.is_alive() for thread in self.threads)

    def _send(self, source: Hostile, events: int) -> None:
        line: simple_websocket.Client | None = None
        for number in range(events):
            while line is None:
                line = self._line()
            try:
                line.send(source.packet(number))
                line.input_buffer.clear()
            except (simple_websocket.ConnectionClosed, OSError):
                line = None
                self.cut_off += 1
            self.sent += 1
        if line is not None:
            self._wait_for_the_last(line, events)

    def _wait_for_the_last(self, line: simple_websocket.Client, number: int) -> None:
        """Stay until everything that was sent has been read and answered."""
        with suppress(simple_websocket.ConnectionClosed, OSError):
            line.send(f'42/board,{number}["missed",null]')
            while answer := line.receive(timeout=120):
                if answer.startswith(f"43/board,{number}["):
                    return

    def _line(self) -> simple_websocket.Client | None:
        address = self.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        with suppress(simple_websocket.ConnectionError, simple_websocket.ConnectionClosed, OSError):
            line = simple_websocket.Client(address, headers={"Cookie": self.cookie})
            line.send("40/board," + json.dumps({"csrf": self.csrf}))
            return line
        return None
