"""Sheets besides being sent: filled in to try a questionnaire, changed with the code, left out of the results."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events, stages
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid, NotFound
from cocreate.survey import queries, tallies
from cocreate.survey.commands import files
from cocreate.survey.commands.answering import SheetRefused, problems_of, rows_of, settled
from cocreate.survey.events import SubmissionReceived
from cocreate.survey.kinds import Ground
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission, TrialSheet
from cocreate.survey.personal.rules import FlagState
from cocreate.survey.rules import AnswerSheet, LeftOut, Receipt, Source, clean_text

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
    if problems := problems or files.missing_files(session, consultation, sheet, form_token, submission.id):
        raise SheetRefused(problems)
    row, answers = rows_of(consultation, sheet, "", code, Source(submission.source))
    files.attach(session, consultation, sheet, form_token, submission.id)
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


LONGEST_REASON = 300


def leave_out(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    sheets: Iterable[Submission],
    ground: LeftOut,
    reason: str,
) -> int:
    """Count these sheets no longer; returns how many that are new. They stay, and can be taken in again."""
    return _decide(session, actor, consultation, [s for s in sheets if not s.left_out], ground.value, reason)


def take_in(
    session: Session, actor: Actor, consultation: Consultation, sheets: Iterable[Submission], reason: str
) -> int:
    """Count sheets that were left out; returns how many it were."""
    return _decide(session, actor, consultation, [s for s in sheets if s.left_out], "", reason)


def _decide(
    session: Session, actor: Actor, consultation: Consultation, sheets: list[Submission], ground: str, reason: str
) -> int:
    reason = clean_text(reason)
    if not reason:
        raise Invalid("survey.decision.no_reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("survey.option.too_long", limit=LONGEST_REASON)
    verb = "survey:sheet:leave_out" if ground else "survey:sheet:take_in"
    for sheet in sheets:
        tallies.forget(session, sheet)
        before, sheet.left_out, sheet.decision_reason = sheet.left_out, ground, reason
        session.flush()
        process = consultation.process.public_id
        audit.record(session, actor, verb, sheet.ref, process=process, ground=ground or before)
    if sheets:
        for stage in stages.announced():
            stage.count_sheets(session, consultation)
    return len(sheets)


MOST_TRIALS = 500


def keep_trial(
    session: Session, actor: Actor, consultation: Consultation, sheet: AnswerSheet, form_token: str
) -> TrialSheet:
    """Check a sheet as one that is sent would be, and put it into quarantine; the same form again is the same sheet.

    Of its files the names are kept: they were taken in as those of respondents are, and then go.
    """
    name = digest(f"trial {form_token}")[:32]
    if (known := session.get(TrialSheet, name)) is not None:
        return known
    problems = problems_of(consultation, sheet, queries.ground_of(session, consultation.process))
    if problems := problems or files.missing_files(session, consultation, sheet, form_token):
        raise SheetRefused(problems)
    tried = session.scalar(
        select(func.count()).select_from(TrialSheet).where(TrialSheet.consultation_id == consultation.id)
    )
    if (tried or 0) >= MOST_TRIALS:
        raise Invalid("survey.trial.too_many", limit=MOST_TRIALS)
    kept = TrialSheet(
        id=name,
        consultation_id=consultation.id,
        day=clock.today(),
        language=sheet.language,
        revision=consultation.revision,
        content={"answers": [_said(answer) for answer in sheet.answers]},
    )
    session.add(kept)
    session.flush()
    files.forget(session, consultation, form_token)
    process = consultation.process.public_id
    audit.record(session, actor, "survey:trial:keep", consultation.ref, process=process)
    return kept


def erase_trials(session: Session, actor: Actor, consultation: Consultation) -> int:
    """Empty the quarantine; how many sheets were in it."""
    gone = session.execute(delete(TrialSheet).where(TrialSheet.consultation_id == consultation.id)).rowcount  # type: ignore[attr-defined]
    process = consultation.process.public_id
    audit.record(session, actor, "survey:trial:erase", consultation.ref, process=process, sheets=gone)
    return int(gone)


def _said(answer: Any) -> dict[str, Any]:
    value = dict(answer.value) if answer.value is not None else None
    return {"question": answer.question, "item": answer.item, "value": value, "text": answer.text}
