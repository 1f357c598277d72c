"""Words of other people in a sheet: a version names them, and they are read where they are kept, when somebody looks.

So what somebody erased, changed or no longer agrees to is in no version either, published or not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.core.ids import digest
from cocreate.process.evidence.models import Evidence
from cocreate.process.evidence.queries import Quote, public_quotes
from cocreate.survey.models import Answer, Submission
from cocreate.survey.personal.gate import PublicAnswer, is_in_sight, public_answers

Content = Mapping[str, Any]
Named = tuple[str, str, str]  # "answer" or "evidence", its id, and a mark of the words


def quotes_of_answers(answers: Iterable[PublicAnswer]) -> list[dict[str, Any]]:
    """A piece that names what people answered; none where it would be empty."""
    return _piece(("answer", answer.id, answer.text) for answer in answers)


def quotes_of_talks(said: Iterable[tuple[Evidence, Quote]]) -> list[dict[str, Any]]:
    """The same of what people said in interviews."""
    return _piece(("evidence", row.public_id, quote.text) for row, quote in said)


def _piece(said: Iterable[Named]) -> list[dict[str, Any]]:
    items = [{"kind": kind, "id": key, "mark": _mark(text)} for kind, key, text in said]
    return [{"type": "quotes", "items": items}] if items else []


def _mark(text: str) -> str:
    return digest(text)[:16]


def resolved(session: Session, content: Content) -> dict[str, Any]:
    """The content with the words that may be read now, and a remark where some may not."""
    named = [item for block in content["blocks"] for piece in block["pieces"] for item in piece.get("items", ())]
    words = _words(session, [(item["kind"], item["id"], item["mark"]) for item in named if "mark" in item])
    blocks = [{**block, "pieces": _read(block["pieces"], words)} for block in content["blocks"]]
    return {**content, "blocks": blocks}


def _read(pieces: Iterable[Mapping[str, Any]], words: Mapping[Named, dict[str, str]]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for piece in pieces:
        if piece["type"] != "quotes":
            found.append(piece)
            continue
        keys = [(item["kind"], item["id"], item["mark"]) for item in piece["items"]]
        kept = [words[key] for key in keys if key in words]
        if kept:
            found.append({"type": "points", "items": kept, "numbered": False})
        if len(kept) < len(keys):
            gone = _("A quote that was here was taken back or changed by whoever said it.")
            found.append({"type": "small", "text": gone, "lang": ""})
    return found


def _words(session: Session, named: list[Named]) -> dict[Named, dict[str, str]]:
    found: dict[Named, dict[str, str]] = {}
    answers = [key for kind, key, _mark_ in named if kind == "answer"]
    rows = session.scalars(
        select(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Answer.id.in_(answers), Submission.may_quote, Submission.left_out == "", is_in_sight())
    )
    for answer in public_answers(session, rows).values():
        told = {"text": f"“{answer.text}”", "lang": answer.text_language}
        found["answer", answer.id, _mark(answer.text)] = told
    talks = [key for kind, key, _mark_ in named if kind == "evidence"]
    asked = select(Evidence).where(Evidence.public_id.in_(talks)).options(selectinload(Evidence.interview))
    for row in session.scalars(asked):
        for quote in public_quotes(row):
            told = {"text": f"“{quote.text}” {quote.by}".strip(), "lang": quote.language}
            found["evidence", row.public_id, _mark(quote.text)] = told
    return found
