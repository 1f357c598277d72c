"""Statements found again: by what they do, where they belong, and whose word that is."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import COUNTED, Places
from cocreate.themes.matching.rules import Verdict

PAGE = 30
DECIDED = Statement.verdict != ""


class Voice(StrEnum):
    """Whose word on a statement counts: people's where there is one, else the machine's."""

    PEOPLE = "people"
    MACHINE = "machine"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; nothing is everything."""

    verdict: Verdict | None = None
    entry: str = ""  # public id
    by: Voice | None = None

    @classmethod
    def parse(cls, verdict: str, entry: str, by: str) -> "Wanted":
        """From an address; what is no such thing is not looked for.

        >>> Wanted.parse("new", "", "people") == Wanted(Verdict.NEW, "", Voice.PEOPLE), Wanted.parse("odd", "k3v9", "")
        (True, Wanted(verdict=None, entry='k3v9', by=None))
        """
        return cls(
            Verdict(verdict) if verdict in list(Verdict) else None, entry, Voice(by) if by in list(Voice) else None
        )


def statements_page(
    session: Session, consultation: Consultation, places: Places, wanted: Wanted, page: int
) -> tuple[list[Statement], int]:
    """One page of what is wanted, the latest decisions first, then the order of the queue; and how many there are."""
    found = (
        select(Statement)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Statement.consultation_id == consultation.id, COUNTED, *_conditions(wanted, places))
    )
    total = session.scalar(found.with_only_columns(func.count())) or 0
    order = (Statement.decided_at.is_(None), Statement.decided_at.desc(), Statement.turn, Statement.id)
    rows = found.order_by(*order).limit(PAGE).offset((page - 1) * PAGE).options(joinedload(Statement.answer))
    return list(session.scalars(rows)), total


def pages_of(total: int) -> int:
    """How many pages so many statements fill."""
    return max(1, -(-total // PAGE))


def _conditions(wanted: Wanted, places: Places) -> list[ColumnElement[bool]]:
    found = []
    if wanted.verdict is not None:
        found.append(_said(Statement.verdict, Statement.machine_verdict) == wanted.verdict.value)
    if wanted.entry:
        found.append(_said(Statement.entry, Statement.machine_entry).in_(places.keys_for(wanted.entry)))
    if wanted.by is not None:
        found.append(DECIDED if wanted.by is Voice.PEOPLE else ~DECIDED)
    return found


def _said(people: InstrumentedAttribute[str], machine: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return case((DECIDED, people), else_=machine)
