"""Leaving sheets out of the results, and taking them in again: a decision with its reason, and never a deletion."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from cocreate.core import audit, stages
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey import tallies
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import LeftOut, clean_text

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
