"""Operations of many people in one transaction: authorised, decided and stored one after another, committed together.

Each is checked against what is true at this moment: seat, role, phase, board. One that is refused changes nothing and
touches no other.
"""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from cocreate.camp import board as rules
from cocreate.camp import policy, seating
from cocreate.camp.board import Change, State
from cocreate.camp.commands import journal
from cocreate.camp.commands.around import around, by, taken_ids
from cocreate.camp.commands.operations import subject, tell_own_votes
from cocreate.camp.commands.storing import store
from cocreate.camp.commands.storing_rows import KNOWN_KEYS
from cocreate.camp.kept import KeptBoards
from cocreate.camp.models import Board, Operation, Seat, WorkingGroup
from cocreate.core import events
from cocreate.core.db import begin_writing, db, tables
from cocreate.core.installation import refuse_writing
from cocreate.core.permissions import Actor, ActorKind, require
from cocreate.errors import Conflict, DomainError, NotFound


@dataclass(frozen=True)
class Asked:
    """An operation and who sent it: a seat as known when its connection joined, an account as it is now."""

    board: str  # public id
    actor: Actor
    operation: rules.Operation


Answer = dict[str, Any] | DomainError


@dataclass
class _Work:
    """A board while the batch is on it."""

    board: Board
    state: State
    phases: frozenset[str]
    lines: list[journal.Line] = field(default_factory=list)
    done: dict[str, tuple[Actor, int, Change]] = field(default_factory=dict)  # by op_id


def apply_batch(session: Session, asked: Sequence[Asked], kept: KeptBoards) -> list[Answer]:
    """Do operations in their order; the caller commits, after which `BoardSettled` says how the boards are now."""
    works = _lock_boards(session, asked, kept)
    _find_done(session, asked, works)
    seats = _seats(session, asked, works.values())
    taken = taken_ids(session, [one.operation for one in asked])
    answers = [_answer(session, one, works.get(one.board), seats, taken) for one in asked]
    for work in works.values():
        if work.lines:
            journal.write_lines(session, work.board, work.lines)
            events.announce(session, BoardSettled(work.board.public_id, work.state))
    return answers


@dataclass(frozen=True)
class BoardSettled:
    """A board as it is after a batch that was committed."""

    board: str
    state: State


def _lock_boards(session: Session, asked: Sequence[Asked], kept: KeptBoards) -> dict[str, _Work]:
    """The boards, locked in one order, so that two processes never wait for each other."""
    wanted = {one.board for one in asked}
    locked = tables(session).execute(_LOCKED, {"boards": sorted(wanted)}).all()
    works = {}
    for public_id, number, state in locked:
        board = kept.board(session, public_id)
        set_committed_value(board, "number", number)
        set_committed_value(board, "state", state)
        works[public_id] = _Work(board, kept.state(session, board), board.group.camp.process.open_phases())
    return works


_boards = Board.__table__
_LOCKED = (
    select(_boards.c.public_id, _boards.c.number, _boards.c.state)
    .where(_boards.c.public_id.in_(bindparam("boards", expanding=True)))
    .order_by(_boards.c.id)
    .with_for_update()
)


def _find_done(session: Session, asked: Sequence[Asked], works: dict[str, _Work]) -> None:
    """Which of these were done before: sent again after a broken connection."""
    for public_id, work in works.items():
        sent = [one.operation.op_id for one in asked if one.board == public_id]
        for entry in tables(session).execute(_DONE, {"board": work.board.id, "sent": sent}):
            actor = Actor(kind=ActorKind(entry.actor_kind), ref=entry.actor)
            work.done[entry.op_id] = (actor, entry.number, entry.change)


_journal = Operation.__table__
_DONE = select(_journal.c.op_id, _journal.c.number, _journal.c.change, _journal.c.actor_kind, _journal.c.actor).where(
    _journal.c.board_id == bindparam("board"), _journal.c.op_id.in_(bindparam("sent", expanding=True))
)


def _seats(session: Session, asked: Sequence[Asked], works: Iterable[_Work]) -> dict[int, Seat]:
    """The seats that ask, as they are now, unless they were ended."""
    wanted = {one.actor.seat_id for one in asked if one.actor.seat_id is not None}
    if not wanted:
        return {}
    seats = session.scalars(_SEATED, {"wanted": sorted(wanted)}).all()
    here = {work.board.group_id for work in works}
    elsewhere = {seat.group_id for seat in seats if seat.group_id is not None and seat.group_id not in here}
    if elsewhere:  # in a plenary; the group of the board itself is there already
        groups = {group.id: group for group in session.scalars(_GROUPS, {"wanted": sorted(elsewhere)})}
        for seat in seats:
            if seat.group_id in groups:
                set_committed_value(seat, "group", groups[seat.group_id])
    return {seat.id: seat for seat in seats}


_SEATED = select(Seat).where(Seat.id.in_(bindparam("wanted", expanding=True)), Seat.ended_at.is_(None))
_GROUPS = select(WorkingGroup).where(WorkingGroup.id.in_(bindparam("wanted", expanding=True)))


def _answer(session: Session, one: Asked, work: _Work | None, seats: dict[int, Seat], taken: frozenset[str]) -> Answer:
    try:
        if work is None:
            raise NotFound()
        actor, seat = _authorised(one, work, seats)
        before, hidden = work.done.get(one.operation.op_id), set[str]()
        if before is None:
            before = _do(session, one.operation, actor, work, taken)
        elif (before[0].kind, before[0].ref) != (actor.kind, actor.ref):
            raise Conflict("camp.operation.taken")
        else:
            hidden = rules.hidden_cards(work.state)
        _, number, change = before
        ref = seat.public_id if seat is not None else ""
        seen = rules.seen_change(change, ref, is_anonymous=work.board.group.camp.is_anonymous, hidden=hidden)
        return {"ok": True, "number": number, "op_id": one.operation.op_id, "change": seen}
    except DomainError as refused:
        return refused


def _authorised(one: Asked, work: _Work, seats: dict[int, Seat]) -> tuple[Actor, Seat | None]:
    """Whether this person may do this now; a seat's roles are those that it has at this moment."""
    board, camp = work.board, work.board.group.camp
    seat = seats.get(one.actor.seat_id or 0)
    if seat is not None and seat.camp_id != camp.id:
        seat = None
    actor = one.actor
    if actor.kind is ActorKind.SEAT:
        actor = seating.as_actor(seat) if seat is not None else Actor()
    policy.require_sight(actor, seat, board)
    require(actor, "camp:board:work", work.phases)
    policy.require_work(actor, one.operation.permission, board.state, work.phases)
    return actor, seat


def _do(
    session: Session, operation: rules.Operation, actor: Actor, work: _Work, taken: frozenset[str]
) -> tuple[Actor, int, Change]:
    board = work.board
    who = by(session, actor, board)
    facts = around(session, board, operation, who, taken=taken)
    change = rules.decide(work.state, operation, who, facts)
    store(session, actor, board, change)
    number = work.state["number"] + 1
    work.state = rules.advance(work.state, number, change)
    work.lines.append(journal.Line(actor, operation.op_id, change, operation.verb, subject(board, change)))
    work.done[operation.op_id] = (actor, number, change)
    if rules.is_secret(change):
        tell_own_votes(session, board, work.state, who, facts)
    return actor, number, change


SHORTEST, BUSY, LONGEST = 0.01, 0.06, 0.1  # seconds that an operation waits for others
MOST_AT_ONCE = 200

log = logging.getLogger(__name__)
kept = KeptBoards()


@dataclass
class _Outcome:
    asked: Asked
    is_there: threading.Event = field(default_factory=threading.Event)
    answer: Answer | Exception | None = None


class Committer:
    """The operations that wait in this server process."""

    def __init__(self) -> None:
        self._waiting: list[_Outcome] = []
        self._runs = False
        self._took = 0.0

    def ask(self, app: Flask, socketio: Any, asked: Asked) -> dict[str, Any]:
        """Do an operation together with what else is waiting; its answer once it is committed, or DomainError."""
        refuse_writing(app)
        if socketio.async_mode != "gevent":
            return _raised(_commit(app, [asked])[0])  # without the server's loop (tests) at once
        outcome = _Outcome(asked)
        self._waiting.append(outcome)
        if not self._runs:
            self._runs = True
            socketio.start_background_task(self._run, app, socketio)
        outcome.is_there.wait()
        assert outcome.answer is not None
        return _raised(outcome.answer)

    def _run(self, app: Flask, socketio: Any) -> None:
        """Until nothing waits any more."""
        at_least = SHORTEST
        try:
            while self._waiting:
                socketio.sleep(min(LONGEST, max(at_least, 2 * self._took)))
                at_least = BUSY
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                began = time.perf_counter()
                answers = _commit(app, [outcome.asked for outcome in batch])
                self._took = time.perf_counter() - began
                for outcome, answer in zip(batch, answers, strict=True):
                    outcome.answer = answer
                    outcome.is_there.set()
        finally:
            self._runs = False


def _commit(app: Flask, batch: list[Asked]) -> list[Answer | Exception]:
    """All at once; where that breaks, each for itself, so that one bad operation takes no other down."""
    with app.app_context():
        begin_writing()
        session = db.session()
        try:
            session.info[KNOWN_KEYS] = kept.row_keys
            answers: list[Answer | Exception] = [*apply_batch(session, batch, kept)]
            if all(isinstance(answer, Exception) for answer in answers):
                session.rollback()  # all were refused: there is nothing to store
            else:
                session.commit()
            return answers
        except Exception as broken:
            session.rollback()
            for asked in batch:
                kept.forget(asked.board)
            if len(batch) == 1 or isinstance(broken, OperationalError | TimeoutError):
                log.exception("operations_failed", extra={"operations": len(batch)})
                return [broken] * len(batch)
    return [answer for asked in batch for answer in _commit(app, [asked])]


def _raised(answer: Answer | Exception) -> dict[str, Any]:
    if isinstance(answer, Exception):
        raise answer
    return answer


@events.on(BoardSettled)
def keep(settled: BoardSettled) -> None:
    """After the commit: the next batch goes on from here."""
    kept.advance(settled.board, settled.state)
