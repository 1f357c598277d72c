"""What anybody can do in a process at this moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.directory.queries import setup_of
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.survey.queries import published_consultations
from cocreate.survey.rules import Access


@dataclass(frozen=True)
class Call:
    """One thing to do: the words of the button, what it is about, and where it leads."""

    label: Any  # lazy text
    about: Any  # people's words in several languages, or a lazy text
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    last_day: date | None = None  # where there is one


def calls_of(session: Session, process: Process) -> list[Call]:
    """The most pressing first."""
    consultations = published_consultations(session, process)
    registering = (*_to_take_part(session, process), *_to_register(session, process))
    return [*_to_answer(consultations), *registering, *_to_look_up(consultations)]


def _to_answer(consultations: list[Consultation]) -> Iterator[Call]:
    for row in consultations:
        if row.is_taking_answers and row.access != Access.LINK:
            where = {"consultation_id": row.public_id}
            yield Call(_l("Answer the consultation"), row.title, "survey.answer", where, row.last_day)


def _to_take_part(session: Session, process: Process) -> Iterator[Call]:
    if setup_of(session, process).takes_requests:
        yield Call(_l("Register to take part"), process.title, "directory_request.register")


def _to_register(session: Session, process: Process) -> Iterator[Call]:
    mine = (Camp.process_id == process.id, Camp.takes_registrations, Camp.is_rehearsal.is_(False))
    for camp in session.scalars(select(Camp).where(*mine).order_by(Camp.id)):
        where = {"camp_id": camp.public_id}
        yield Call(_l("Register for the Innovation Camp"), camp.title, "camp_registering.register", where)


def _to_look_up(consultations: list[Consultation]) -> Iterator[Call]:
    for row in consultations:
        where = {"consultation_id": row.public_id}
        yield Call(_l("See what became of your answer"), row.title, "survey.receipt", where)
