"""Finding what answers ask for while they are read, and keeping it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from cocreate.analysis.text.asking import classify, proposals
from cocreate.analysis.text.language import LanguageSpan, spoken_spans
from cocreate.analysis.text.statements import Statement
from cocreate.themes.asking.models import Request

PART = 400  # keys of one statement


def requests_in(texts: Iterable[tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """For each text (answer's key, words, language) what it asks for, ready to be stored; nothing for most.

    Of an answer in two languages each part is read in its own.
    """
    return {key: list(_requests(key, text, language)) for key, text, language in texts}


def _requests(key: str, text: str, language: str) -> Iterator[dict[str, Any]]:
    for span in spoken_spans(text, language):
        for found in proposals(text[span.start : span.stop], span.language):
            part = _told(text, found.part, span)
            yield {
                "answer_id": key,
                "start": part[0],
                "stop": part[1],
                "words": part[2],
                "reasons": [_told(text, why, span) for why in found.reasons],
            }


def _told(text: str, part: Statement, span: LanguageSpan) -> list[Any]:
    """Where a part of a span stands in the text, and the words that tell what it does."""
    start, stop = span.start + part.start, span.start + part.stop
    return [start, stop, list(classify(text[start:stop], span.language).words)]


def store_requests(session: Session, found: dict[str, list[dict[str, Any]]]) -> None:
    """Keep what some answers ask for in the place of what was kept of them. All of them must still be there."""
    keys = sorted(found)
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        session.execute(delete(Request).where(Request.answer_id.in_(part)))
        rows = [row for key in part for row in found[key]]
        if rows:
            session.execute(insert(Request), rows)
