"""Test mode: sheets that the team fills in to try a questionnaire, in quarantine, and never counted."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey import queries
from cocreate.survey.commands import uploads
from cocreate.survey.commands.answering import SheetRefused, problems_of
from cocreate.survey.models import Consultation, TrialSheet
from cocreate.survey.rules import AnswerSheet

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
    if problems := problems or uploads.missing_files(session, consultation, sheet, form_token):
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
    uploads.forget(session, consultation, form_token)
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
