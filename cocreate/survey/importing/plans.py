"""What a reader found in a file, and what is to be done with each column of a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cocreate.survey.questionnaire import QuestionnaireDraft
from cocreate.survey.rules import QuestionKind


@dataclass(frozen=True)
class Note:
    """One thing that could not be taken over as it was: where it stood, and a code with parameters for the reason."""

    where: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_value(self) -> dict[str, Any]:
        """For the report that is kept."""
        return {"where": self.where, "code": self.code, "params": dict(self.params)}


def note(where: str, code: str, **params: Any) -> Note:
    """A note; its sentence is `survey.import.note.<code>`."""
    return Note(where[:120], f"survey.import.note.{code}", {name: str(value)[:200] for name, value in params.items()})


@dataclass(frozen=True)
class Found:
    """A questionnaire read from a file. `names`: the file's names of questions and their parts -> ours."""

    draft: QuestionnaireDraft
    counts: Mapping[str, int]
    notes: tuple[Note, ...]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # "Q1[SQ001]" -> (question key, part)


class Role(StrEnum):
    """What a column holds."""

    IGNORE = "ignore"
    DAY = "day"
    LANGUAGE = "language"
    HELIX = "helix"
    QUESTION = "question"


NEW = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.SCALE,
    QuestionKind.NUMBER,
    QuestionKind.DATE,
    QuestionKind.SHORT_TEXT,
    QuestionKind.LONG_TEXT,
)
_TO = re.compile(r"to:[a-z0-9_]{1,40}(/[a-z0-9_]{1,81})?")


@dataclass(frozen=True)
class ColumnPlan:
    """A column's role; an answer goes to a question, or to a part of it: a row, a choice, "other", "comment"."""

    role: Role
    question: str = ""
    part: str = ""

    @property
    def code(self) -> str:
        """The plan as one word, as a form sends it."""
        if self.role is not Role.QUESTION:
            return self.role.value
        return f"to:{self.question}/{self.part}" if self.part else f"to:{self.question}"


def can_be_wished(wish: str, adds_answers: bool) -> bool:
    """Whether a page of ours offers this for a column: a role, and a question that exists or a new one."""
    if wish in set(Role) - {Role.QUESTION}:
        return True
    return bool(_TO.fullmatch(wish)) if adds_answers else wish in {f"kind:{kind}" for kind in NEW}


IGNORE = ColumnPlan(Role.IGNORE)


def to(question: str, part: str = "") -> ColumnPlan:
    """An answer to a question, or to a part of one."""
    return ColumnPlan(Role.QUESTION, question, part)


def plan_of_code(code: str) -> ColumnPlan | None:
    """The plan behind a word, or None."""
    if code.startswith("to:"):
        question, _, part = code[3:].partition("/")
        return to(question, part) if question else None
    return ColumnPlan(Role(code)) if code in set(Role) - {"question"} else None


@dataclass(frozen=True)
class TablePlan:
    """A whole table: the questionnaire it makes (None: its answers belong to one that exists), and each column."""

    draft: QuestionnaireDraft | None
    columns: tuple[ColumnPlan, ...]
    notes: tuple[Note, ...] = ()
    helix: Mapping[str, str] = field(default_factory=dict)  # word in the helix column -> category
    sent: int | None = None  # the column that is filled once a sheet was sent; the others never were
