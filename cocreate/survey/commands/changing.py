"""Changing a sheet after it was sent: whoever has the receipt code may, until the close."""

from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from cocreate.core import audit, events, stages
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, NotFound
from cocreate.survey import queries, tallies
from cocreate.survey.commands import uploads
from cocreate.survey.commands.answering import SheetRefused, problems_of, rows_of, settled
from cocreate.survey.events import SubmissionReceived
from cocreate.survey.kinds import Ground
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal.rules import FlagState
from cocreate.survey.rules import AnswerSheet, Receipt, Source

CHANGED = ("language", "helix", "revision", "orders", "aside", "may_quote")  # the day, the receipt and the flag stay
SAID = ("value", "text", "has_text", "text_language")


def change_answers(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    sheet: AnswerSheet,
    code: str,
    form_token: str,
    *,
    ground: Ground | None = None,
) -> Receipt:
    """Replace what one sheet says, without a trace of who did it or when.

    An answer that stays about the same question and challenge stays the same row, so that what was made of it (a theme,
    a card) still knows where it comes from. Where its words changed, what was found in the old ones goes.
    Answers to questions that are no longer asked stay as they were.
    `form_token` is the secret of the form on which they were changed: files came with it.
    """
    submission = queries.submission_by_receipt(session, consultation, code, for_update=True)
    if submission is None:
        raise NotFound("survey.receipt.unknown")
    if not consultation.is_taking_answers or not consultation.allows_editing:
        raise Closed("survey.receipt.no_changes")
    ground = ground or queries.ground_for(session, consultation)
    sheet = settled(consultation, sheet, ground)
    problems = problems_of(consultation, sheet, ground)
    if problems := problems or uploads.missing_files(session, consultation, sheet, form_token, submission.id):
        raise SheetRefused(problems)
    row, answers = rows_of(consultation, sheet, "", code, Source(submission.source))
    uploads.attach(session, consultation, sheet, form_token, submission.id)
    tallies.forget(session, submission)
    _replace_answers(session, consultation, submission, answers)
    for name in CHANGED:
        setattr(submission, name, row[name])
    submission.edits += 1
    session.flush()
    process = consultation.process.public_id
    audit.record(session, actor, "survey:answer:change", consultation.ref, process=process, anonymous=True)
    events.announce(session, SubmissionReceived(consultation.id))
    return Receipt(code, is_repeat=False)


def _replace_answers(
    session: Session, consultation: Consultation, submission: Submission, answers: list[dict[str, Any]]
) -> None:
    asked = {question.id for question in consultation.active_questions}
    before = {(each.question_id, each.item): each for each in submission.answers if each.question_id in asked}
    new, changed = [], dict[str, str]()
    for answer in answers:
        known = before.pop((answer["question_id"], answer["item"]), None)
        if known is None:
            new.append(answer | {"submission_id": submission.id})
        elif any(getattr(known, name) != answer[name] for name in SAID):
            if known.has_text and known.text != answer["text"]:
                changed[known.id] = known.text
            session.execute(update(Answer).where(Answer.id == known.id).values({name: answer[name] for name in SAID}))
    _let_go(session, consultation, changed | {each.id: each.text for each in before.values() if each.has_text})
    if before:
        session.execute(delete(Answer).where(Answer.id.in_([gone.id for gone in before.values()])))
    if new:
        session.execute(insert(Answer), new)
    session.expire(submission, ["answers"])


def _let_go(session: Session, consultation: Consultation, before: dict[str, str]) -> None:
    """Forget what was found in words that nobody says any more; a person looks at the new ones as if they just came."""
    if not before:
        return
    looked = (AnswerFlag.answer_id.in_(list(before)), AnswerFlag.state != FlagState.MODERATED.value)
    session.execute(delete(AnswerFlag).where(*looked))
    for stage in stages.announced():
        stage.answers_changed(session, consultation, before)
