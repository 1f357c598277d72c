"""What has happened, told to whoever listens once it is committed (never before, never when it was rolled back)."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

E = TypeVar("E")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)
log = logging.getLogger(__name__)


def on(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Decorator: call this function with every event of the kind, after the commit."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _listeners[kind]:
            _listeners[kind].append(listener)
        return listener

    return register


def announce(session: Session, happened: object) -> None:
    """Queue an event until the session's transaction commits."""
    session.info.setdefault("events", []).append(happened)


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    # SQLAlchemy tells of savepoints too: each remembers how much had been announced before it, so that rolling it back
    # forgets only its own.
    if transaction.nested:
        session.info.setdefault("event_marks", {})[transaction] = len(session.info.get("events", []))


@event.listens_for(Session, "after_transaction_end")
def _unmark(session: Session, transaction: SessionTransaction) -> None:
    # Not each with its own savepoint: a rolled-back one ends before `after_soft_rollback` asks for its mark.
    if transaction.parent is None:
        session.info.pop("event_marks", None)


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint was released; the whole may still be rolled back
        return
    for happened in session.info.pop("events", []):
        for listener in _listeners[type(happened)]:
            try:
                listener(happened)
            except Exception:  # a listener's fault must not undo what is already committed
                log.exception("listener_failed", extra={"event": type(happened).__name__})


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    mark = session.info.get("event_marks", {}).get(previous, 0) if previous.nested else 0
    del session.info.get("events", [])[mark:]
