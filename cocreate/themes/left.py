"""Passages are taken out of an answer: what was found in its words keeps to those that are left.

Dots stand in their place, as many as there were characters, so that every part of the text is where it was.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer
from cocreate.themes.asking.models import Request
from cocreate.themes.matching.models import Statement
from cocreate.themes.models import TextVector, ThemeAnswer


def keep_to_what_is_left(session: Session, answer: Answer, before: str) -> None:
    """Parts of which no word is left are no statements, no proposals and no quotes; the others keep their decisions.

    In its themes the answer stays, as people and the machine placed it: what it said was counted.
    """
    session.execute(delete(TextVector).where(TextVector.answer_id == answer.id))
    _keep_statements(session, answer, before)
    _keep_requests(session, answer, before)
    for row in session.scalars(select(ThemeAnswer).where(ThemeAnswer.answer_id == answer.id)):
        if not _has_words(answer.text[row.start : row.stop]):
            row.quote_rank = row.dissent_rank = None
    session.flush()


def _keep_statements(session: Session, answer: Answer, before: str) -> None:
    from cocreate.analysis.text.vectors import text_key  # brings what reckons with vectors: loaded once it is needed

    for row in session.scalars(select(Statement).where(Statement.answer_id == answer.id)).all():
        part = answer.text[row.start : row.stop]
        if not _has_words(part):
            session.delete(row)
        elif part != before[row.start : row.stop]:
            row.key, row.words = text_key(part), _left(row.words, part)


def _keep_requests(session: Session, answer: Answer, before: str) -> None:
    for row in session.scalars(select(Request).where(Request.answer_id == answer.id)).all():
        part, words = answer.text[row.start : row.stop], row.words
        if part != before[row.start : row.stop]:
            words = _left(row.words, part)
        if not _has_words(part) or (row.words and not words):
            session.delete(row)
            continue
        row.words, row.reasons = words, _reasons_left(row.reasons, answer.text, before)


def _reasons_left(reasons: Iterable[Any], text: str, before: str) -> list[Any]:
    """Those of which something is left, with the words that are left of each."""
    found = []
    for start, stop, words in reasons:
        part = text[start:stop]
        if _has_words(part):
            found.append([start, stop, words if part == before[start:stop] else _left(words, part)])
    return found


def _left(words: Iterable[Any], part: str) -> list[Any]:
    """The words that still stand in a part, in whatever letters: those of the machine may be small."""
    return [word for word in words if str(word).casefold() in part.casefold()]


def _has_words(part: str) -> bool:
    return any(sign.isalnum() for sign in part)
