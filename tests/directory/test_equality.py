"""Sheets about equal opportunities: nothing joins them with people, and no number points at anybody."""

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM
from cocreate.directory import equality, queries, taking_part
from cocreate.directory.equality import EqualitySheet
from cocreate.directory.models import Participation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from tests.factories.directory import make_person
from tests.factories.process import make_process


def parts(session: Session, process: Process, count: int) -> list[Participation]:
    people = [make_person(session, process) for _ in range(count)]
    taking_part.invite(session, SYSTEM, process, people)
    return queries.participants(session, process)


def test_a_sheet_holds_no_person_time_or_order(session: Session) -> None:
    columns = {column.key: str(column.type) for column in inspect(EqualitySheet).columns}
    assert set(columns) == {"id", "process_id", *equality.TRAITS}
    targets = {key.column.table.name for key in EqualitySheet.__table__.foreign_keys}
    assert targets == {"process"}
    assert EqualitySheet.__table__.dialect_options["sqlite"]["with_rowid"] is False


def test_the_audit_trail_does_not_say_who_told(session: Session) -> None:
    process = make_process(session)
    (part,) = parts(session, process, 1)
    equality.tell(session, SYSTEM, part, {"gender": "woman"})
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "directory:equality:tell")).one()
    assert (line.actor, line.at.hour, line.at.minute) == ("", 0, 0)
    assert part.public_id not in str(line.details) and line.subject == process.public_id


def test_each_person_tells_once_and_only_what_is_asked(session: Session) -> None:
    process = make_process(session)
    first, second = parts(session, process, 2)
    equality.tell(session, SYSTEM, first, {"age": "70_up"})
    with pytest.raises(Conflict, match=r"directory.equality.already"):
        equality.tell(session, SYSTEM, first, {"age": "under_25"})
    with pytest.raises(Invalid):
        equality.tell(session, SYSTEM, second, {"age": "old"})


def test_numbers_change_only_when_several_new_sheets_have_come(session: Session) -> None:
    process = make_process(session, minimum_cell=5)
    shown = []
    for part in parts(session, process, 12):
        equality.tell(session, SYSTEM, part, {"disability": "no"})
        figures = equality.figures(session, process)
        shown.append(figures.sheets if figures else 0)
    assert shown == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]


def test_small_numbers_are_hidden(session: Session) -> None:
    process = make_process(session, minimum_cell=3)
    for place, part in enumerate(parts(session, process, 9)):
        equality.tell(session, SYSTEM, part, {"disability": "yes" if place < 2 else "no"})
    figures = equality.figures(session, process)
    assert figures is not None and figures.sheets == 9
    assert figures.counts["disability"]["yes"] == "hidden"
    assert 7 not in figures.counts["disability"].values(), "the total would give the two away"
