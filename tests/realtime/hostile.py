"""What somebody with a seat and bad intentions sends: none of it may change anything or break anything."""

import random
from typing import Any

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
HOST_KINDS = ("board_state", "board_mode", "set_zones", "lock_zone", "open_round", "close_round", "reveal", "promote")


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
