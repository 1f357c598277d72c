"""Which of the sheets a page of results is about: any number of conditions, each of which must hold."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select
from sqlalchemy.orm import aliased

from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.rules import QuestionKind

FILTERED_KINDS = (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, QuestionKind.SCALE)


@dataclass(frozen=True)
class Chosen:
    """A condition on a question: the answer holds one of these keys."""

    question_id: int
    kind: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """Conditions on sheets; an empty one lets every sheet pass."""

    helix: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    chosen: tuple[Chosen, ...] = field(default=())

    @property
    def is_everybody(self) -> bool:
        """Whether nothing is left out."""
        return self == EVERYBODY

    @property
    def needs_sheets(self) -> bool:
        """Whether the tallies cannot tell, so that the sheets themselves must be counted."""
        return bool(self.sources or self.first_day or self.last_day or self.chosen)

    def of(self, table: Any) -> tuple[Any, ...]:
        """The conditions on a table's columns `helix` and `language`, which sheets and tallies share."""
        found = []
        if self.helix:
            found.append(table.helix.in_(self.helix))
        if self.languages:
            found.append(table.language.in_(self.languages))
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """For the arguments of a job."""
        told = asdict(self)
        return told | {name: told[name] and told[name].isoformat() for name in ("first_day", "last_day")}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Cut":
        """What `as_json` made."""
        return cls(
            helix=tuple(told["helix"]),
            languages=tuple(told["languages"]),
            sources=tuple(told["sources"]),
            first_day=told["first_day"] and date.fromisoformat(told["first_day"]),
            last_day=told["last_day"] and date.fromisoformat(told["last_day"]),
            chosen=tuple(Chosen(c["question_id"], c["kind"], tuple(c["keys"])) for c in told["chosen"]),
        )

    @property
    def hash(self) -> str:
        """The same for the same conditions."""
        return sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:32]


EVERYBODY = Cut()


def sheets_in(consultation: Consultation, cut: Cut) -> Select[str]:
    """The keys of the counted sheets that the conditions let pass.

    Those that the tallies do not know are left out, so that parts never exceed the whole that is shown beside them.
    """
    found = select(Submission.id).where(
        Submission.consultation_id == consultation.id,
        Submission.is_counted,
        Submission.left_out == "",
        *cut.of(Submission),
    )
    if cut.sources:
        found = found.where(Submission.source.in_(cut.sources))
    if cut.first_day:
        found = found.where(Submission.day >= cut.first_day)
    if cut.last_day:
        found = found.where(Submission.day <= cut.last_day)
    return found.where(*(holding(chosen) for chosen in cut.chosen))


def holding(chosen: Chosen) -> ColumnElement[bool]:
    """For a query about sheets: those whose answer to the question holds one of the keys."""
    answer = aliased(Answer)
    held = or_(*(_holds(answer, chosen.kind, key) for key in chosen.keys))
    mine = and_(answer.submission_id == Submission.id, answer.question_id == chosen.question_id, held)
    return select(answer.id).where(mine).correlate(Submission).exists()


def _holds(answer: Any, kind: str, key: str) -> Any:
    if kind == QuestionKind.MULTIPLE_CHOICE:
        return cast(answer.value["choices"], Text).contains(f'"{key}"', autoescape=True)
    if kind == QuestionKind.SCALE:
        return answer.value["number"].as_integer() == int(key)
    return answer.value["choice"].as_string() == key
