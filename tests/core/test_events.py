"""What has happened is told after the outermost commit, and only what was not rolled back."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from cocreate.core import audit, events
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM


@dataclass(frozen=True)
class Rang:
    times: int


@pytest.fixture
def told() -> Iterator[list[int]]:
    heard: list[int] = []

    def listener(rang: Rang) -> None:
        heard.append(rang.times)

    events.on(Rang)(listener)
    yield heard
    events._listeners[Rang].remove(listener)


@pytest.fixture
def one() -> Iterator[Session]:
    with Session(create_engine("sqlite://")) as session:
        session.execute(text("select 1"))
        yield session


def test_an_event_is_told_after_the_commit_and_once(one: Session, told: list[int]):
    events.announce(one, Rang(1))
    assert told == []
    one.commit()
    one.commit()
    assert told == [1]


def test_an_event_of_a_rolled_back_transaction_is_never_told(one: Session, told: list[int]):
    events.announce(one, Rang(1))
    one.rollback()
    one.execute(text("select 1"))
    one.commit()
    assert told == []


def test_releasing_a_savepoint_tells_nothing_yet(one: Session, told: list[int]):
    events.announce(one, Rang(1))
    with one.begin_nested():
        events.announce(one, Rang(2))
    assert told == []
    one.commit()
    assert told == [1, 2]


def test_an_event_of_a_released_savepoint_goes_with_the_whole_transaction(one: Session, told: list[int]):
    with one.begin_nested():
        events.announce(one, Rang(1))
    one.rollback()
    one.execute(text("select 1"))
    one.commit()
    assert told == []


def test_rolling_back_a_savepoint_forgets_its_own_events_only(one: Session, told: list[int]):
    events.announce(one, Rang(1))
    outer = one.begin_nested()
    events.announce(one, Rang(2))
    inner = one.begin_nested()
    events.announce(one, Rang(3))
    inner.rollback()
    events.announce(one, Rang(4))
    outer.commit()
    with pytest.raises(ValueError), one.begin_nested():
        events.announce(one, Rang(5))
        raise ValueError
    one.commit()
    assert told == [1, 2, 4]


def test_a_listener_that_fails_does_not_silence_the_others(one: Session, told: list[int]):
    def broken(_rang: Rang) -> None:
        raise RuntimeError

    events._listeners[Rang].insert(0, broken)
    events.announce(one, Rang(1))
    one.commit()
    events._listeners[Rang].remove(broken)
    assert told == [1]


def test_what_was_written_before_an_error_is_not_kept(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError), transaction() as session:
            audit.record(session, SYSTEM, "test:line:add")
            session.flush()
            raise RuntimeError
        assert db.session.scalars(select(AuditEntry)).all() == []
