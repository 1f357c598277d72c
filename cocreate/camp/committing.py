"""One commit for all operations that came within a few milliseconds; nobody is told anything before it.

A commit that survives a power cut stops the whole process for some milliseconds, however much is in it. So operations
wait for each other: ten milliseconds where there is little to do; where they come without a break, for as long as
nobody notices yet, and at least twice as long as the last commit took, which keeps two thirds of the time for telling
people.
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from cocreate.camp.commands.batch import Answer, Asked, BoardSettled, apply_batch
from cocreate.camp.commands.storing_rows import KNOWN_KEYS
from cocreate.camp.kept import KeptBoards
from cocreate.core import events
from cocreate.core.db import begin_writing, db
from cocreate.core.installation import refuse_writing

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
