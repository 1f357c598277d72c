"""The gate before everything that is published: answers as everybody may read them, or not at all.

Whatever shows the words of an answer to people outside the team asks here; `tests/survey/personal` walks every such
place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from cocreate.core.ids import digest
from cocreate.survey.exporting.table import StoredAnswer
from cocreate.survey.models import Answer, AnswerFlag, Question, Submission
from cocreate.survey.personal.rules import IN_SIGHT, FlagState, are_clean, public_text, redacted, spans_in

IN_A_STATEMENT = 500  # SQLite takes some 30,000 parameters; half a thousand is as quick


@dataclass(frozen=True)
class PublicAnswer:
    """An answer with the words that everybody may read: passages that tell who somebody is are gone."""

    id: str
    text: str
    text_language: str
    attribution: Mapping[str, str]
    question: Question


def flags_of(session: Session, answer_ids: Sequence[str]) -> dict[str, AnswerFlag]:
    """What was found in some answers, by their keys."""
    found: dict[str, AnswerFlag] = {}
    for start in range(0, len(answer_ids), IN_A_STATEMENT):
        some = answer_ids[start : start + IN_A_STATEMENT]
        rows = session.scalars(select(AnswerFlag).where(AnswerFlag.answer_id.in_(some)))
        found |= {flag.answer_id: flag for flag in rows}
    return found


def public_answers(session: Session, answers: Iterable[Answer]) -> dict[str, PublicAnswer]:
    """The answers of which something may be published, by their keys; the others are missing."""
    rows = list(answers)
    flags = flags_of(session, [row.id for row in rows])
    found = {}
    for row in rows:
        text = public_text(row.text, row.text_language, flags.get(row.id))
        if text is not None:
            found[row.id] = PublicAnswer(row.id, text, row.text_language, row.attribution, row.question)
    return found


def quotable_answers(session: Session, ids: Iterable[str]) -> dict[str, PublicAnswer]:
    """Those that may stand somewhere in their own words: whoever wrote them agreed to it, and the sheet counts."""
    found: dict[str, PublicAnswer] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), IN_A_STATEMENT):
        some = wanted[start : start + IN_A_STATEMENT]
        rows = session.scalars(
            select(Answer)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(Answer.id.in_(some), Submission.may_quote, Submission.left_out == "", is_in_sight())
        )
        found |= public_answers(session, rows)
    return found


def is_in_sight() -> ColumnElement[bool]:
    """Of answers in a query: none that a person has to look at first, or has hidden."""
    out_of_sight = AnswerFlag.state.not_in([state.value for state in IN_SIGHT])
    return ~exists().where(AnswerFlag.answer_id == Answer.id, out_of_sight)


class SheetGate:
    """The same for the cells of a table, some hundred sheets at a time."""

    def __init__(self, session: Session, answers: Iterable[StoredAnswer]) -> None:
        self._flags = flags_of(session, [answer.id for answer in answers])

    def cell(self, cell: str, answers: Sequence[StoredAnswer], language: str) -> str:
        """What may be published of a cell with words, which came from these answers of one sheet to one question."""
        whole = next((answer for answer in answers if answer.text == cell), None)
        if whole is not None:
            return public_text(cell, language, self._flags.get(whole.id)) or ""
        states = {flag.state for each in answers if (flag := self._flags.get(each.id)) and _is_fresh(flag, each)}
        if not states <= IN_SIGHT:
            return ""
        spans = spans_in(cell, language)
        if not spans or states == {FlagState.CLEARED}:
            return cell
        return redacted(cell, spans) if states else ""


def _is_fresh(flag: AnswerFlag, answer: StoredAnswer) -> bool:
    return flag.state == FlagState.MODERATED or flag.text_hash == digest(answer.text)


def words_are_clean(value: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether the machine finds nothing in what people wrote into some parts of a closed answer."""
    texts: list[str] = []
    for name in names:
        said = value.get(name, "")
        texts += [str(each) for each in said] if isinstance(said, list) else [str(said)]
    return are_clean(texts)
