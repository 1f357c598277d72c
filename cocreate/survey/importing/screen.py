"""What the page of a file shows: its columns with examples, what each becomes, and how many lines hold an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cocreate.core.grids import Grid
from cocreate.survey.importing.cells import sheets_of
from cocreate.survey.importing.found import Note
from cocreate.survey.importing.matching import is_whole, parts_of
from cocreate.survey.importing.plans import NEW, ColumnPlan, Role, TablePlan
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.labels import word
from cocreate.web.language import language_of, translate

EXAMPLES, LONGEST_EXAMPLE = 5, 90
MOST_COUNTED = 5000  # lines that are read to say beforehand how many hold an answer


@dataclass(frozen=True)
class Choice:
    """What may be wished for a column; with a language where people's words say it."""

    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class Column:
    """A column on the page."""

    index: int
    heading: str
    examples: list[str]
    title: str  # of the question, or of a part of it, that it becomes; "" when it is no answer
    kind: str  # of that question, or the role of the column
    chosen: str  # "" leaves it as recognised
    choices: list[Choice]


@dataclass(frozen=True)
class Outlook:
    """What taking the file in would do."""

    lines: int
    read: int
    empty: int
    notes: list[Note]


def columns_of(grid: Grid, plan: TablePlan, wishes: dict[str, str], questions: Sequence[Any] | None) -> list[Column]:
    """All columns, in order."""
    asked: Sequence[QuestionLike] = questions if questions is not None else plan.draft.questions if plan.draft else ()
    names = {question.key: question for question in asked}
    choices = _choices(questions)
    return [
        Column(
            index=index,
            heading=heading or f"#{index + 1}",
            examples=[_short(row.cells[index]) for row in grid.rows[:EXAMPLES] if row.cells[index]],
            title=_title(plan.columns[index], names),
            kind=_kind(plan.columns[index], names),
            chosen=wishes.get(str(index), ""),
            choices=choices,
        )
        for index, heading in enumerate(grid.headings)
    ]


def outlook_of(grid: Grid, plan: TablePlan, questions: Sequence[Any] | None, language: str) -> Outlook:
    """Read the lines without storing anything; of a very long table only the first."""
    asked: Sequence[QuestionLike] = questions if questions is not None else plan.draft.questions if plan.draft else ()
    notes: list[Note] = []
    read = empty = 0
    for _line, sheet, found in sheets_of(grid, plan, {question.key: question for question in asked}, language):
        read += sheet is not None
        empty += sheet is None
        notes += found
        if read + empty >= MOST_COUNTED:
            break
    return Outlook(len(grid.rows), read, empty, notes)


def _roles() -> list[Choice]:
    return [
        Choice(Role.IGNORE.value, _("leave out")),
        Choice(Role.DAY.value, _("the day of the answer")),
        Choice(Role.LANGUAGE.value, _("the language of the answer")),
        Choice(Role.HELIX.value, _("the group of the respondent")),
    ]


def _choices(questions: Sequence[Any] | None) -> list[Choice]:
    if questions is None:
        new = [Choice(f"kind:{kind}", _("a question: %(kind)s", kind=word(f"kind.{kind}"))) for kind in NEW]
        return _roles() + new
    found = _roles()
    for question in questions:
        title, language = _short(translate(question.title)), language_of(question.title)
        if is_whole(question):
            found.append(Choice(f"to:{question.key}", title, language))
        for part, names in parts_of(question).items():
            found.append(Choice(f"to:{question.key}/{part}", f"{title} – {_short(names[-1])}", language))
    return found


def _title(column: ColumnPlan, questions: dict[str, QuestionLike]) -> str:
    if column.role is not Role.QUESTION:
        return ""
    question = questions[column.question]
    title = _short(translate(question.title))
    return f"{title} – {_short(parts_of(question).get(column.part, [column.part])[-1])}" if column.part else title


def _kind(column: ColumnPlan, questions: dict[str, QuestionLike]) -> str:
    if column.role is Role.QUESTION:
        return str(word(f"kind.{questions[column.question].kind}"))
    return next(choice.label for choice in _roles() if choice.value == column.role)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"
