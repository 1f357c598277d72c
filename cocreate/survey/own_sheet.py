"""One's own sheet after sending: changing it, and taking it along, for whoever has the receipt code."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Response
from flask_limiter.errors import RateLimitExceeded

from cocreate.core.db import begin_reading, db
from cocreate.errors import Closed, NotFound
from cocreate.survey import labels, queries, sheets
from cocreate.survey.filling import CHANGE_CODE
from cocreate.survey.going_on import typed_code
from cocreate.survey.kinds import Said, kind_of
from cocreate.survey.kinds.base import AnswerLike
from cocreate.survey.models import Consultation, Question, Submission
from cocreate.survey.routes import CODES, consultation_of_address, pages, show_code_form, show_form
from cocreate.web.access import requires
from cocreate.web.language import translate
from cocreate.web.messages import say


@pages.post("/<consultation_id>/change")
@requires("survey:answer:submit")
def change(consultation_id: str) -> Any:
    """The questionnaire with one's answers in it, to be changed and sent again."""
    consultation, code = consultation_of_address(consultation_id), typed_code()
    if not consultation.is_taking_answers or not consultation.allows_editing:
        raise Closed("survey.receipt.no_changes")
    found = sheet_of_code(consultation, code)
    return show_form(consultation, refilled(found, code)) if isinstance(found, Submission) else found


@pages.post("/<consultation_id>/receipt/answers.<any(json,txt):form>")
@requires("survey:receipt:view")
def own_file(consultation_id: str, form: str) -> Any:
    """One's own answers as a file; the code travels in the form, never in the address."""
    consultation = consultation_of_address(consultation_id)
    found = sheet_of_code(consultation, typed_code())
    if not isinstance(found, Submission):
        return found
    content = as_json(consultation, found) if form == "json" else as_text(consultation, found)
    return Response(
        content,
        mimetype="application/json" if form == "json" else "text/plain",
        headers={
            "Content-Disposition": f'attachment; filename="{consultation.public_id}-answers.{form}"',
            "Cache-Control": "no-store",
        },
    )


def sheet_of_code(consultation: Consultation, code: str) -> Any:
    """The sheet of a receipt code; or the page that says that there is none, or that too many were tried."""
    begin_reading()
    try:
        with CODES:
            found = queries.submission_by_receipt(db.session(), consultation, code)
    except RateLimitExceeded:
        return show_code_form(consultation, code, say("survey.receipt.too_often"), 429)
    return found if found is not None else show_code_form(consultation, code, say(NotFound("survey.receipt.unknown")))


def refilled(submission: Submission, code: str) -> dict[str, str]:
    """The fields of the form as they were, those of hidden questions too."""
    typed = {name: text for fields in submission.aside.values() for name, text in fields.items()}
    for question, answers in by_question(submission):
        typed |= kind_of(question).refill(question, answers)
    return typed | {CHANGE_CODE: code}


def by_question(submission: Submission) -> list[tuple[Question, list[AnswerLike]]]:
    """The answers of a sheet, in the order of the questions."""
    found: dict[Question, list[AnswerLike]] = {}
    for answer in submission.answers:
        found.setdefault(answer.question, []).append(answer)
    return sorted(found.items(), key=lambda pair: pair[0].position)


def as_json(consultation: Consultation, submission: Submission) -> str:
    """Everything that we keep of the sheet, and nothing else."""
    kept = {
        "consultation": consultation.title,
        "day": submission.day.isoformat(),
        "language": submission.language,
        "changed": submission.edits,
        "answers": [
            {
                "question": question.key,
                "title": question.title,
                "item": answer.item,
                "value": answer.value,
                "text": answer.text,
            }
            for question, answers in by_question(submission)
            for answer in answers
        ],
        "typed_into_hidden_questions": submission.aside,
    }
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def as_text(consultation: Consultation, submission: Submission) -> str:
    """The answers as they are read on the page, in the language of the page."""
    blocks = [f"{translate(consultation.title)}\n{submission.day.isoformat()}"]
    for question, said in sheets.said_in_submission(submission, queries.ground_for(db.session(), consultation)):
        blocks.append("\n".join([translate(question.title), *_lines(said)]))
    return "\n\n".join(blocks) + "\n"


def _lines(said: Iterable[Said]) -> Iterable[str]:
    for each in said:
        word = str(labels.word(each.code)) if each.code else ""
        parts = [translate(each.label), word, translate(each.content), each.text]
        yield "  " + " ".join(filter(None, parts)).replace("\n", "\n  ")
