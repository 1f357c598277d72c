"""Somebody who thinks, writes, votes, loses the connection and comes back, over one line to the board."""

import json
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import simple_websocket

from cocreate.camp import board as rules
from cocreate.core.ids import public_id

NAMESPACE = "/board"
ANSWER_WITHIN = 15.0  # seconds


class LineBroken(ConnectionError):
    """There is no line, or it broke while we waited."""


class Line:
    """One connection. What the server sends by itself goes to `heard`, in the thread that reads."""

    def __init__(self, url: str, cookie: str, csrf: str, heard: Callable[[str, list[Any]], None]) -> None:
        self._heard = heard
        self._answers: dict[int, tuple[threading.Event, list[Any]]] = {}
        self._next, self._lock = 0, threading.Lock()
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._ws = simple_websocket.Client(address, headers={"Cookie": cookie})
        # First send: what came with the handshake itself is read by this client only once something else arrives.
        self._ws.send(f"40{NAMESPACE}," + json.dumps({"csrf": csrf, "language": "en"}))
        self._expect("0")
        self._expect(f"40{NAMESPACE},")
        self.is_open = True
        threading.Thread(target=self._read, daemon=True).start()

    def _expect(self, start: str) -> None:
        got = self._ws.receive(timeout=ANSWER_WITHIN)
        if not isinstance(got, str) or not got.startswith(start):
            self._ws.close()
            raise LineBroken(f"expected {start}, got {str(got)[:200]}")

    def _read(self) -> None:
        with suppress(simple_websocket.ConnectionClosed, OSError):
            while True:
                self._take(str(self._ws.receive()))
        self.is_open = False
        for arrived, _ in list(self._answers.values()):
            arrived.set()

    def _take(self, packet: str) -> None:
        event, answer = f"42{NAMESPACE},", f"43{NAMESPACE},"
        if packet == "2":
            self._ws.send("3")
        elif packet.startswith(event):
            name, *arguments = json.loads(packet[len(event) :])
            self._heard(name, arguments)
        elif packet.startswith(answer):
            number, _, rest = packet[len(answer) :].partition("[")
            arrived, answers = self._answers.pop(int(number), (threading.Event(), []))
            answers += json.loads("[" + rest)
            arrived.set()

    def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an event and wait for what it is acknowledged with."""
        with self._lock:
            self._next += 1
            number = self._next
        arrived, answers = self._answers[number] = (threading.Event(), [])
        try:
            self._ws.send(f"42{NAMESPACE},{number}" + json.dumps([event, payload]))
        except (simple_websocket.ConnectionClosed, OSError) as gone:
            raise LineBroken from gone
        if not arrived.wait(ANSWER_WITHIN) or not answers:
            raise LineBroken
        return dict(answers[0])

    def cut(self) -> None:
        """End it without a goodbye, as in a tunnel."""
        self.is_open = False
        with suppress(OSError):
            self._ws.sock.shutdown(2)


WORDS = "repair shared heat river school market energy garden data workshop bridge care housing water".split()
AWAY = (1.0, 5.0)  # seconds without a connection


@dataclass
class Measured:
    """Milliseconds, from all participants."""

    acknowledged: list[float] = field(default_factory=list)
    delivered: list[float] = field(default_factory=list)
    joined: list[float] = field(default_factory=list)
    sent_at: dict[str, float] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    reconnections: int = 0


class Participant(threading.Thread):
    """One seat with one board open."""

    def __init__(self, url: str, token: str, board: str, measured: Measured, seed: int, think: float) -> None:
        super().__init__(daemon=True)
        self.url, self.token, self.board, self.measured = url, token, board, measured
        self.chance, self.think = random.Random(seed), think
        self.state: rules.State | None = None
        self.waiting: dict[int, dict[str, Any]] = {}
        self.pending: list[dict[str, Any]] = []
        self.done: dict[str, int] = {}
        self.over = threading.Event()
        self._lock = threading.RLock()
        self._line: Line | None = None
        self.seat = ""
        self.fault = ""

    def run(self) -> None:
        """Until `over` is set and everything is acknowledged."""
        try:
            self._sit_down()
            while not self.over.is_set() or self.pending:
                self._turn()
            self._catch_up()
        except Exception as broken:  # reported at the end, as one of many
            self.fault = f"{type(broken).__name__}: {broken}"

    def _sit_down(self) -> None:
        jar = CookieJar()
        web = build_opener(HTTPCookieProcessor(jar))
        link = f"{self.url}/en/seat/{self.token}"
        form = web.open(link, timeout=60).read().decode()
        csrf = form.split('name="csrf_token" value="')[1].split('"')[0]
        sent = Request(link, urlencode({"csrf_token": csrf}).encode(), {"Referer": link})
        page = web.open(sent, timeout=60).read().decode()
        self.csrf = page.split('data-csrf="')[1].split('"')[0]
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def _turn(self) -> None:
        try:
            if self._line is None or not self._line.is_open:
                self._join()
            if not self.pending:
                self.over.wait(self.chance.expovariate(1 / self.think))
                if self.over.is_set():
                    return
                self.pending.append({"op_id": f"sim-{public_id()}", **self._idea()})
            self._send(self.pending[0])
            if self.chance.random() < 0.02:
                self._lose_line()
        except LineBroken:
            self.over.wait(0.5)

    def _lose_line(self) -> None:
        assert self._line is not None
        self._line.cut()
        self.measured.reconnections += 1
        self.over.wait(self.chance.uniform(*AWAY))

    def _join(self) -> None:
        began = time.monotonic()
        self._line = Line(self.url, self.cookie, self.csrf, self._hear)
        since = self.state["number"] if self.state is not None else None
        unsure = [operation["op_id"] for operation in self.pending]
        answer = self._asked("join", since=since, pending=unsure)
        if not answer["ok"]:
            raise RuntimeError(f"join was refused: {answer['error']}")
        self.seat = answer["me"]["ref"]
        self.measured.joined.append(1000 * (time.monotonic() - began))
        for op_id, number in answer["done"].items():
            self._settle(op_id, number)
        self._news(answer)

    def _asked(self, event: str, **payload: Any) -> dict[str, Any]:
        if self._line is None:
            raise LineBroken
        return self._line.ask(event, {"board": self.board, **payload})

    def _send(self, operation: dict[str, Any]) -> None:
        began = self.measured.sent_at.setdefault(operation["op_id"], time.monotonic())
        answer = self._asked("op", op=operation)
        if answer["ok"]:
            self.measured.acknowledged.append(1000 * (time.monotonic() - began))
            self._take({"by": {}, **answer})
            self._settle(answer["op_id"], answer["number"])
        elif answer.get("retry"):
            self.over.wait(0.5)
        else:
            self.pending.remove(operation)
            self.measured.refused[answer["error"]] = self.measured.refused.get(answer["error"], 0) + 1

    def _settle(self, op_id: str, number: int) -> None:
        with self._lock:
            self.pending = [operation for operation in self.pending if operation["op_id"] != op_id]
            if self.done.setdefault(op_id, number) != number:
                raise RuntimeError(f"{op_id} was done twice")

    def _hear(self, event: str, arguments: list[Any]) -> None:
        if event != "changes" or arguments[1] != self.board:
            return
        now = time.monotonic()
        for message in arguments[0]:
            sent = self.measured.sent_at.get(message["op_id"])
            if sent is not None and message["op_id"] not in self.done:
                self.measured.delivered.append(1000 * (now - sent))
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        with self._lock:
            is_known = message["change"]["kind"] == "unseen" and message["number"] in self.waiting
            if not is_known and (self.state is None or message["number"] > self.state["number"]):
                self.waiting[message["number"]] = message
            while self.state is not None and (following := self.waiting.pop(self.state["number"] + 1, None)):
                self.state = rules.advance(self.state, following["number"], following["change"])

    def _news(self, answer: dict[str, Any]) -> None:
        with self._lock:
            if "snapshot" in answer:
                snapshot = answer["snapshot"]
                self.state = {part: snapshot[part] for part in rules.empty_state()}
                self.waiting = {n: known for n, known in self.waiting.items() if n > snapshot["number"]}
            for message in answer.get("missed", []):
                self._take(message)

    def _catch_up(self) -> None:
        if self.state is None or self._line is None or not self._line.is_open:
            self._join()  # whoever came too late to do anything still sees the board
        assert self.state is not None
        self._news(self._asked("missed", since=self.state["number"]))

    def _idea(self) -> dict[str, Any]:
        assert self.state is not None
        cards = [card for card in self.state["cards"].values() if rules.is_standing(card)]
        if len(cards) < 3:
            return self._new_card()
        kinds: list[Callable[[dict[str, Any]], dict[str, Any]]]
        kinds = [self._vote] * 7 + [lambda card: self._new_card()] * 4 + [self._edit] * 3 + [self._move] * 3
        kinds += [self._comment, self._react, self._tag]
        return self.chance.choice(kinds)(self.chance.choice(cards))

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(count)).capitalize()

    def _zone(self) -> str:
        assert self.state is not None
        return str(self.chance.choice(sorted(self.state["zones"])))

    def _new_card(self) -> dict[str, Any]:
        place = {"zone": self._zone(), "rank": self.chance.uniform(-1e6, 1e6)}
        return {"kind": "add_card", "card": public_id(), "text": self._words(6), **place}

    def _vote(self, card: dict[str, Any]) -> dict[str, Any]:
        return {"kind": self.chance.choice(["vote", "vote", "unvote"]), "card": card["id"]}

    def _edit(self, card: dict[str, Any]) -> dict[str, Any]:
        text = f"{card['text'][:1000]} {self._words(2).lower()}"
        return {"kind": "edit_card", "card": card["id"], "was": card["text"], "text": text}

    def _move(self, card: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "move_card", "card": card["id"], "zone": self._zone(), "rank": self.chance.uniform(-1e6, 1e6)}

    def _comment(self, card: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "comment", "card": card["id"], "comment": public_id(), "text": self._words(5)}

    def _react(self, card: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "react", "card": card["id"], "reaction": self.chance.choice(["like", "idea", "question"])}

    def _tag(self, card: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "tag_card", "card": card["id"], "tag": self.chance.choice(WORDS)}
