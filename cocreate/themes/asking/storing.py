"""Finding what answers ask for while they are read, and keeping it."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from cocreate.analysis.text.asking import classify, proposals
from cocreate.themes.asking.models import Request

PART = 400  # keys of one statement


def requests_in(texts: Iterable[tuple[str, str, str]]) -> dict[str, list[dict[str, Any]]]:
    """For each text (answer's key, words, language) what it asks for, ready to be stored; nothing for most."""
    return {key: list(_requests(key, text, language)) for key, text, language in texts}


def _requests(key: str, text: str, language: str) -> Iterator[dict[str, Any]]:
    def words(start: int, stop: int) -> list[str]:
        return list(classify(text[start:stop], language).words)

    for found in proposals(text, language):
        part = found.part
        yield {
            "answer_id": key,
            "start": part.start,
            "stop": part.stop,
            "words": words(part.start, part.stop),
            "reasons": [[why.start, why.stop, words(why.start, why.stop)] for why in found.reasons],
        }


def store_requests(session: Session, found: dict[str, list[dict[str, Any]]]) -> None:
    """Keep what some answers ask for in the place of what was kept of them. All of them must still be there."""
    keys = sorted(found)
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        session.execute(delete(Request).where(Request.answer_id.in_(part)))
        rows = [row for key in part for row in found[key]]
        if rows:
            session.execute(insert(Request), rows)
