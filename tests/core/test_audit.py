"""The audit trail: sealed line by line, so that any later change is noticed."""

import threading

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.audit import AuditChain, AuditEntry
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Actor, ActorKind


def three_lines(session: Session) -> None:
    for number in range(3):
        audit.record(session, SYSTEM, "test:line:add", ("thing", str(number)), process="p1", number=number)
    audit.record(session, SYSTEM, "test:line:add", process="p2")
    session.commit()


def test_an_untouched_trail_is_intact(session: Session) -> None:
    three_lines(session)
    found = audit.verify(session)
    assert found.is_intact and found.lines == 4


@pytest.mark.parametrize(
    ("sabotage", "line"),
    [
        (update(AuditEntry).where(AuditEntry.chain == "p1", AuditEntry.number == 2).values(verb="test:line:forge"), 2),
        (update(AuditEntry).where(AuditEntry.chain == "p1", AuditEntry.number == 2).values(details={"number": 9}), 2),
        (delete(AuditEntry).where(AuditEntry.chain == "p1", AuditEntry.number == 2), 2),
        (delete(AuditEntry).where(AuditEntry.chain == "p1", AuditEntry.number == 3), 3),
    ],
)
def test_a_changed_or_missing_line_is_found(session: Session, sabotage: object, line: int) -> None:
    three_lines(session)
    session.execute(sabotage)  # as somebody with the database in hand would
    session.commit()
    session.expire_all()
    assert audit.verify(session).broken == (("p1", line),)


def test_a_line_resealed_by_a_forger_breaks_the_next_one(session: Session) -> None:
    three_lines(session)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.chain == "p1", AuditEntry.number == 2)).one()
    entry.verb = "test:line:forge"
    seal = entry.seal()
    session.expunge(entry)
    session.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(verb="test:line:forge", hash=seal))
    session.commit()
    session.expire_all()
    assert audit.verify(session).broken == (("p1", 3),)


def test_a_line_that_a_forger_ties_to_a_resealed_one_is_found(session: Session) -> None:
    three_lines(session)
    first, second = session.scalars(select(AuditEntry).where(AuditEntry.chain == "p1").limit(2).offset(1))
    first.verb = "test:line:forge"
    seal = first.seal()
    session.expunge(first)
    session.execute(update(AuditEntry).where(AuditEntry.id == first.id).values(verb="test:line:forge", hash=seal))
    session.execute(update(AuditEntry).where(AuditEntry.id == second.id).values(previous_hash=seal))
    session.commit()
    session.expire_all()
    assert audit.verify(session).broken == (("p1", 3),)


def test_the_application_itself_cannot_change_a_line(session: Session) -> None:
    three_lines(session)
    entry = session.scalars(select(AuditEntry)).first()
    assert entry is not None
    entry.verb = "test:line:forge"
    with pytest.raises(RuntimeError):
        session.flush()
    session.rollback()


def test_an_anonymous_line_names_nobody_and_no_hour(session: Session) -> None:
    somebody = Actor(kind=ActorKind.USER, ref="person", user_id=1)
    entry = audit.record(session, somebody, "survey:submission:send", process="p1", anonymous=True)
    assert (entry.actor_kind, entry.actor) == ("anonymous", "")
    assert (entry.at.hour, entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0, 0)


def test_writers_at_the_same_moment_make_one_unbroken_chain(app: Flask, session: Session) -> None:
    audit.record(session, SYSTEM, "test:line:add", process="p1")
    session.commit()
    failures = []

    def write() -> None:
        with app.app_context():
            for _ in range(10):
                try:
                    with transaction() as own:
                        own.execute(text("select count(*) from audit_entry"))  # read first, as commands do
                        audit.record(own, SYSTEM, "test:line:add", process="p1")
                except Exception as error:
                    failures.append(error)
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert not failures
    assert session.get_one(AuditChain, "p1").number == 61
    assert audit.verify(session).is_intact
