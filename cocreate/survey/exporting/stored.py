"""Stored sheets as plain values, read in the order of their random keys, a handful at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.survey.exporting.asking import Filters
from cocreate.survey.inviting.models import Contact
from cocreate.survey.models import Answer, NamedSheet, Submission

BATCH = 500  # sheets; SQLite takes some 30,000 parameters in a statement


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer of a sheet."""

    question_id: int
    item: str
    value: Mapping[str, Any] | None
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """One sheet. What was typed into hidden questions (`Submission.aside`) is not read at all."""

    id: str
    day: date
    language: str
    helix: str
    source: str
    flag: str
    revision: int
    may_quote: bool
    left_out: str = ""
    unasked: Sequence[int] | None = None  # None: nobody has looked yet
    answers: list[StoredAnswer] = field(default_factory=list)

    def by_question(self) -> dict[int, list[StoredAnswer]]:
        """Question id -> the answers to it."""
        found: dict[int, list[StoredAnswer]] = {}
        for answer in self.answers:
            found.setdefault(answer.question_id, []).append(answer)
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """Who gave a sheet, in a consultation that is not anonymous."""

    name: str
    email: str
    organisation: str = ""


def count_sheets(session: Session, consultation_id: int, filters: Filters) -> int:
    """How many sheets an export will hold."""
    return session.scalar(select(func.count(Submission.id)).where(*filters.conditions(consultation_id))) or 0


_COLUMNS = (
    Submission.id,
    Submission.day,
    Submission.language,
    Submission.helix,
    Submission.source,
    Submission.flag,
    Submission.revision,
    Submission.may_quote,
    Submission.left_out,
    Submission.unasked,
)


def find_sheet(session: Session, consultation_id: int, sheet_id: str) -> StoredSheet | None:
    """One sheet of a consultation."""
    mine = (Submission.consultation_id == consultation_id, Submission.id == sheet_id)
    found = session.execute(select(*_COLUMNS).where(*mine)).first()
    if found is None:
        return None
    sheet = StoredSheet(*found)
    _fill(session, {sheet.id: sheet})
    return sheet


def sheets(session: Session, consultation_id: int, filters: Filters, size: int = BATCH) -> Iterator[list[StoredSheet]]:
    """All sheets that the filters let through; memory holds one batch, however many there are."""
    wanted = select(*_COLUMNS).where(*filters.conditions(consultation_id)).order_by(Submission.id).limit(size)
    last = ""
    while found := session.execute(wanted.where(Submission.id > last)).all():
        batch = [StoredSheet(*row) for row in found]
        _fill(session, {sheet.id: sheet for sheet in batch})
        yield batch
        last = batch[-1].id


def _fill(session: Session, by_id: Mapping[str, StoredSheet]) -> None:
    rows = session.execute(
        select(Answer.submission_id, Answer.question_id, Answer.item, Answer.value, Answer.text, Answer.id).where(
            Answer.submission_id.in_(by_id)
        )
    )
    for submission_id, *rest in rows:
        by_id[submission_id].answers.append(StoredAnswer(*rest))


def people_of(session: Session, sheet_ids: Sequence[str]) -> dict[str, Person]:
    """Who gave these sheets, as far as it is known."""
    rows = session.execute(
        select(NamedSheet.submission_id, Contact.name, Contact.email, Contact.organisation, User.name, User.email)
        .outerjoin(Contact, NamedSheet.contact_id == Contact.id)
        .outerjoin(User, NamedSheet.user_id == User.id)
        .where(NamedSheet.submission_id.in_(sheet_ids))
    )
    return {
        sheet: Person(name or user or "", email or address or "", organisation or "")
        for sheet, name, email, organisation, user, address in rows
    }
