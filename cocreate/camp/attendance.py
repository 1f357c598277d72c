"""Who has a board open and what they are typing, told to its room at most once a second. Never stored."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import commands, queries
from cocreate.camp.commands import Visit
from cocreate.camp.models import Board, Card, Seat
from cocreate.camp.rules import BoardState
from cocreate.core.db import begin_writing, db, reading, transaction
from cocreate.core.ids import public_id

TELL_EVERY = 1.0  # seconds
LIVE_EVERY = 20  # times TELL_EVERY
NAMES_AT_ONCE = 60  # in one message; the count is always right

log = logging.getLogger(__name__)


class Attendance:
    """The connections of this server process, and what their rooms were last told."""

    def __init__(self) -> None:
        self.server = public_id()
        self._boards: dict[int, str] = {}  # boards with a connection here: key, public id
        self._held: dict[str, int] = {}  # connection: key of its board
        self._new: dict[str, Visit] = {}  # not written down yet
        self._gone: set[str] = set()  # not written down yet
        self._dirty: set[int] = set()
        self._told: dict[int, dict[str, str]] = {}
        self._runs = False

    def arrived(self, app: Flask, socketio: Any, visit: Visit, board: str) -> None:
        """A connection shows a board; written down with the next telling."""
        self._held[visit.connection_id] = visit.board_id
        self._boards[visit.board_id] = board
        self._gone.discard(visit.connection_id)
        self._new[visit.connection_id] = visit
        self._changed(app, socketio, visit.board_id)

    def holds(self, connection_id: str) -> bool:
        """Whether this connection shows a board."""
        return connection_id in self._held

    def departed(self, app: Flask, socketio: Any, connection_id: str) -> None:
        """A connection is gone."""
        board_key = self._held.pop(connection_id, None)
        if board_key is not None:
            if self._new.pop(connection_id, None) is None:
                self._gone.add(connection_id)
            self._changed(app, socketio, board_key)

    def _changed(self, app: Flask, socketio: Any, board_key: int) -> None:
        self._dirty.add(board_key)
        if socketio.async_mode != "gevent":
            self.tell(app, socketio)  # without the server's loop (tests) at once
        elif not self._runs:
            self._runs = True
            socketio.start_background_task(self._run, app, socketio)

    def _run(self, app: Flask, socketio: Any) -> None:
        """For as long as the process lives: gather what happened, tell it, and say that we are alive."""
        turn = 0
        while True:
            socketio.sleep(TELL_EVERY)
            turn += 1
            try:
                if turn % LIVE_EVERY == 0:
                    self._stay_alive(app)
                self.tell(app, socketio)
            except Exception:
                log.exception("attendance_failed")

    def _stay_alive(self, app: Flask) -> None:
        if not self._held:
            return
        with app.app_context():
            begin_writing()
            with transaction() as session:
                commands.keep_alive(session, self.server)
                commands.forget_the_dead(session)
        self._dirty.update(self._held.values())  # people of a server that died are missed now

    def tell(self, app: Flask, socketio: Any) -> None:
        """Send every room that changed who came and who went."""
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, set()
        self._write_down(app)
        with app.app_context(), reading():
            present = queries.people_present(db.session(), dirty)
            db.session.rollback()
        for board_key in dirty:
            self._tell_board(socketio, board_key, present.get(board_key, {}))

    def _write_down(self, app: Flask) -> None:
        new, self._new = list(self._new.values()), {}
        gone, self._gone = self._gone, set()
        if not new and not gone:
            return
        with app.app_context():
            begin_writing()
            with transaction() as session:
                commands.depart(session, gone)
                commands.arrive(session, self.server, new)

    def _tell_board(self, socketio: Any, board_key: int, now: dict[str, str]) -> None:
        before, board = self._told.get(board_key, {}), self._boards[board_key]
        joined = [{"ref": ref, "name": name} for ref, name in now.items() if before.get(ref) != name]
        left = [ref for ref in before if ref not in now]
        self._told[board_key] = now
        if joined or left:
            news = {"board": board, "count": len(now), "joined": joined[:NAMES_AT_ONCE], "left": left}
            socketio.emit("presence", news, to=f"board:{board}", namespace="/board")
        if board_key not in self._held.values():
            self._boards.pop(board_key, None)
            self._told.pop(board_key, None)


def first_names(session: Session, board: int) -> dict[str, Any]:
    """Who is there already, for somebody who joins."""
    count, people = queries.first_present(session, board, NAMES_AT_ONCE)
    return {"count": count, "people": people}


def is_silent(mode: Mapping[str, Any]) -> bool:
    """Whether all write for themselves now: nobody hears where others are or what they do."""
    return bool(mode.get("is_private"))


def is_shown(board: Board, seat: Seat | None) -> bool:
    """Whether the others see that somebody writes: not while all write for themselves, nor of whoever only reads."""
    return not is_silent(board.mode) and (seat is None or not seat.only_reads)


def typing_news(session: Session, board: Board, by: dict[str, str], card: str, text: str) -> dict[str, Any]:
    """What goes to the board's other browsers. Words only of a card that all see, while it may be changed."""
    shown = {"ref": "", "name": ""} if board.group.camp.is_anonymous else by
    return {**shown, "card": card, "text": text if text and _are_words_open(session, board, card) else ""}


def _are_words_open(session: Session, board: Board, card: str) -> bool:
    if board.state != BoardState.OPEN:
        return False
    if "edit_card" not in board.mode.get("may", ["edit_card"]):
        return False
    shared = select(Card.id).where(Card.board_id == board.id, Card.public_id == card, Card.in_sight())
    return session.scalar(shared) is not None


def read_typed(payload: dict[str, Any]) -> tuple[str, str]:
    """The card and the words so far of a message, or Invalid."""
    card, text = payload.get("card", ""), payload.get("text", "")
    if not rules.CARD_ID.fullmatch(card):
        raise rules.malformed("card")
    if len(text) > rules.TEXT_LIMIT or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise rules.malformed("text")
    return card, text
