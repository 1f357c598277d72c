"""Participants who work on a board of a running server as browsers do: outbox, order, sending again, reducer."""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import requests
import socketio
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import snapshots
from cocreate.camp.models import Board, Operation
from cocreate.core.db import db
from cocreate.core.ids import public_id
from cocreate.settings import Settings
from tests.factories.camp import make_camp, make_seat, op_id
from tests.live import LiveServer

PATIENCE = 60.0


@dataclass(frozen=True)
class LiveBoard:
    """A board of a server, and the personal links of those who work on it."""

    process: str
    board: str
    tokens: tuple[str, ...]


def furnish(server: LiveServer, *, seats: int, votes_per_seat: int = 5) -> LiveBoard:
    """Create the tables of a server's database and a camp in it."""
    from cocreate.app import create_app

    # Without the message queue: this process only writes, and keeps no connection to Valkey.
    environment = {k: v for k, v in server.environment.items() if k != "COCREATE_REDIS_URL"}
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        db.create_all()
        camp = make_camp(db.session(), votes_per_seat=votes_per_seat)
        tokens = tuple(make_seat(db.session(), camp)[1] for _ in range(seats))
        found = LiveBoard(camp.process.public_id, camp.groups[0].board.public_id, tokens)
        db.session.commit()
        db.engine.dispose()
    return found


@contextmanager
def looking(server: LiveServer) -> Iterator[Session]:
    """A session on a server's database, from outside."""
    engine: Engine = create_engine(Settings.from_environment(server.environment).sqlalchemy_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@dataclass
class Participant:
    """Somebody with a seat and a board open."""

    base_url: str
    place: LiveBoard
    token: str
    chance: random.Random = field(default_factory=random.Random)
    state: rules.State = field(default_factory=rules.empty_state)
    pending: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    waiting: dict[int, dict[str, Any]] = field(default_factory=dict)
    doubled: int = 0

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.work = threading.Event()
        self.over = threading.Event()
        self.is_joined = False
        self.has_board = False
        self.http = requests.Session()
        self.client = self._new_client()
        self.thread = threading.Thread(target=self._send_all, daemon=True)

    def _new_client(self) -> socketio.Client:
        client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        client.on("connect", self._wake, namespace="/board")
        client.on("disconnect", self._sleep, namespace="/board")
        client.on("changes", self._take_all, namespace="/board")
        return client

    def arrive(self) -> None:
        """Follow the personal link, open the board, connect."""
        self.sit_down()
        self._connect()
        self.thread.start()

    def sit_down(self) -> None:
        """Follow the personal link and open the board's page."""
        seat = f"{self.base_url}/en/seat/{self.token}"
        csrf = self.http.get(seat).text.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.http.post(seat, data={"csrf_token": csrf}, headers={"Referer": seat})
        assert page.status_code == 200, page.text[:500]
        self.csrf = page.text.split('data-csrf="')[1].split('"')[0]
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies)

    def _connect(self) -> None:
        self.client.connect(
            self.base_url,
            headers={"Cookie": self.cookie},
            auth={"csrf": self.csrf, "language": "en"},
            namespaces=["/board"],
            transports=["websocket"],
            wait_timeout=20,
        )

    def drop(self) -> None:
        """Lose the connection, as in a tunnel: without a goodbye."""
        with self.lock:
            self.is_joined = False
        transport = self.client.eio.ws
        if transport is not None and transport.sock is not None:
            with suppress(OSError):
                transport.sock.shutdown(socket.SHUT_RDWR)  # merely closing it would not wake the thread that reads

    def go_offline(self) -> None:
        """Lose the connection and find no other."""
        old = self.client
        old.reconnection = False  # as the library reads it whenever a line is lost
        self.drop()
        wait_for(lambda: not old.connected, "the line is still there")

    def come_back(self, base_url: str = "") -> None:
        """Connect again, to another process of the same installation where one is named."""
        self.base_url = base_url or self.base_url
        self.client = self._new_client()
        self._connect()

    def leave(self) -> None:
        """Close the window."""
        self.over.set()
        self.work.set()
        # Its goodbye takes seconds; nobody has to wait for it.
        threading.Thread(target=self.client.disconnect, daemon=True).start()

    def _wake(self) -> None:
        self.work.set()

    def _sleep(self, *_: Any) -> None:
        self.is_joined = False

    def do(self, kind: str, **payload: Any) -> str:
        """Do something: it waits in the outbox until it is acknowledged."""
        operation = {"op_id": op_id(), "kind": kind, **payload}
        with self.lock:
            self.pending.append(operation)
        self.work.set()
        return str(operation["op_id"])

    def add_card(self, text: str) -> str:
        """A card somewhere on the board; returns its id."""
        card = public_id()
        zone = self.chance.choice(["market", "strengths", "candidates"])
        self.do("add_card", card=card, zone=zone, text=text, rank=self.chance.uniform(-1e6, 1e6))
        return card

    # --- as static/js/board/connection.js ---------------------------------------------------------------------------

    def _ask(self, event: str, **payload: Any) -> dict[str, Any]:
        sent = {"board": self.place.board, **payload}
        return dict(self.client.call(event, sent, namespace="/board", timeout=2))

    def _send_all(self) -> None:
        while not self.over.is_set():
            self.work.wait(0.5)
            self.work.clear()
            try:
                if not self.is_joined and not self._join():
                    continue
                while self.is_joined and self.pending and not self.over.is_set():
                    self._send(self.pending[0])
                self._fill_gap()
            except (socketio.exceptions.SocketIOError, TimeoutError, OSError, AttributeError):
                self.over.wait(0.2)
                self.work.set()

    def _join(self) -> bool:
        if not self.client.connected or "/board" not in self.client.namespaces:
            return False
        since = self.state["number"] if self.has_board else None
        answer = self._ask("join", since=since, pending=[operation["op_id"] for operation in self.pending][:200])
        if answer.get("retry"):
            return False  # as a browser, which waits and asks again; an assertion here would end this thread unseen
        assert answer["ok"], answer
        for done, number in answer["done"].items():
            self._settle(done, number)
        self._news(answer)
        self.is_joined = True
        return True

    def _news(self, answer: dict[str, Any]) -> None:
        with self.lock:
            if "snapshot" in answer:
                snapshot = answer["snapshot"]
                self.state = {key: snapshot[key] for key in rules.empty_state()}
                self.waiting = {n: m for n, m in self.waiting.items() if n > self.state["number"]}
                self.has_board = True
                self._advance()
            for message in answer.get("missed", []):
                self._take(message)

    def _take_all(self, messages: list[dict[str, Any]], board: str) -> None:
        assert board == self.place.board
        for message in messages:
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        with self.lock:
            is_known = message["change"]["kind"] == "unseen" and message["number"] in self.waiting
            if not is_known and (not self.has_board or message["number"] > self.state["number"]):
                self.waiting[message["number"]] = message
            self._advance()

    def _advance(self) -> None:
        while self.has_board and (message := self.waiting.pop(self.state["number"] + 1, None)):
            self.state = rules.advance(self.state, message["number"], message["change"])
            self._settle(message["op_id"], message["number"])

    def _fill_gap(self) -> None:
        if self.waiting and self.is_joined:
            time.sleep(0.2)
            if self.waiting:
                self._news(self._ask("missed", since=self.state["number"]))

    def _settle(self, done: str, number: int) -> None:
        with self.lock:
            for operation in [operation for operation in self.pending if operation["op_id"] == done]:
                self.pending.remove(operation)
                self.acknowledged[done] = number

    def _send(self, operation: dict[str, Any]) -> None:
        answer = self._ask("op", op=operation)
        if answer["ok"]:
            before = self.acknowledged.get(operation["op_id"], answer["number"])
            self.doubled += before != answer["number"]
            self._take(answer)
            self._settle(operation["op_id"], answer["number"])
        elif answer.get("retry"):
            self.over.wait(0.2)
        else:
            with self.lock:
                if operation in self.pending:
                    self.pending.remove(operation)
                    self.refused.append((operation, answer["error"]))


def wait_for(condition: Any, what: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


def settle(participants: list[Participant], server: LiveServer) -> dict[str, Any]:
    """Wait until nothing is on the way and everybody has the last number; returns the board as the database has it."""
    wait_for(lambda: not any(p.pending for p in participants), "operations are still on the way")
    snapshot = stored(server, participants[0].place.board)
    for participant in participants:
        participant.work.set()
    wait_for(lambda: all(p.state["number"] >= snapshot["number"] for p in participants), "somebody missed a change")
    return snapshot


def stored(server: LiveServer, board: str) -> dict[str, Any]:
    """What the reducer keeps of a board, from the database."""
    with looking(server) as session:
        row = session.scalars(select(Board).where(Board.public_id == board)).one()
        snapshot = snapshots.board_snapshot(session, row)
        return {key: snapshot[key] for key in rules.empty_state()}


def other_boards(server: LiveServer, board: str) -> dict[str, dict[str, Any]]:
    """All boards but this one, by their public ids."""
    with looking(server) as session:
        others = list(session.scalars(select(Board.public_id).where(Board.public_id != board)))
    return {other: stored(server, other) for other in others}


def numbers(server: LiveServer, board: str) -> dict[str, list[int]]:
    """Every operation id of a board with its numbers."""
    with looking(server) as session:
        found: dict[str, list[int]] = {}
        journal = select(Operation.op_id, Operation.number).join(Board).where(Board.public_id == board)
        for done, number in session.execute(journal):
            found.setdefault(done, []).append(number)
        return found


def changes(server: LiveServer, board: str) -> list[rules.Change]:
    """Every change of a board, in order."""
    with looking(server) as session:
        journal = select(Operation.change).join(Board).where(Board.public_id == board)
        return list(session.scalars(journal.order_by(Operation.number)))


def assert_nothing_lost(participants: list[Participant], server: LiveServer) -> None:
    """Everything acknowledged is stored once under the number that was told; numbers have no gaps; all see the same."""
    snapshot = settle(participants, server)
    journal = numbers(server, participants[0].place.board)
    for participant in participants:
        assert participant.state == snapshot, "a browser and the database disagree"
        assert participant.doubled == 0
        for done, number in participant.acknowledged.items():
            assert journal.get(done) == [number]
    assert sorted(number for told in journal.values() for number in told) == list(range(1, snapshot["number"] + 1))
