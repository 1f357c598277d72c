"""People of a directory, to test with."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM
from cocreate.directory import groups, people, taking_part
from cocreate.directory.models import Group, Person, Request
from cocreate.directory.rules import GroupKind, PersonTold, Purpose, Source, Span, TermRole, Told
from cocreate.process.models import Process

_numbers = count(1)


def make_person(session: Session, process: Process, *, agrees: tuple[Purpose, ...] = (), **told: Any) -> Person:
    """Somebody whom the organisation of the process knows."""
    number = next(_numbers)
    details = {"name": f"Somebody {number}", "email": f"somebody{number}@example.org", **told}
    made = people.add_person(session, SYSTEM, process, PersonTold(**details), source=Source.ENTERED)
    for purpose in agrees:
        people.give(session, made, purpose, Told.PAPER, language="en")
    return made


def make_group(session: Session, process: Process, **told: Any) -> Group:
    """A committee without seats or role, unless told otherwise."""
    given = {"title": {"en": "Advisory committee"}, "kind": GroupKind.COMMITTEE, **told}
    return groups.make_group(session, SYSTEM, process, groups.GroupTold(**given))


def days(starts: int = 0, ends: int | None = None) -> Span:
    """A span told in days from today."""
    today: date = clock.today()
    return Span(today + timedelta(days=starts), None if ends is None else today + timedelta(days=ends))


def sit(session: Session, group: Group, person: Person, span: Span | None = None, **told: Any) -> Any:
    """Somebody sits in a group, from today on unless told otherwise."""
    role = told.pop("role", TermRole.MEMBER)
    return groups.seat(session, SYSTEM, group.process, group, person, role, span or days(), **told)


def make_request(session: Session, process: Process, *, is_confirmed: bool = True, **told: Any) -> Request:
    """A registration, of an address that is confirmed unless told otherwise."""
    taking_part.set_setup(session, SYSTEM, process, takes_requests=True, introduction={})
    details = {"name": "Registered Person", "email": f"registered{next(_numbers)}@example.org", **told}
    made = taking_part.send_request(session, SYSTEM, process, PersonTold(**details), [Purpose.KEEP], language="en")
    if is_confirmed:
        taking_part.confirm_request(session, SYSTEM, made)
    return made
