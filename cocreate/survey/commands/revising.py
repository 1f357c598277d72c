"""Versions: an opened questionnaire keeps every state that people may have answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey import tallies
from cocreate.survey.models import Consultation, Revision
from cocreate.survey.revisions import content_of
from cocreate.survey.rules import ConsultationState, clean_text
from cocreate.survey.tallies import keys_of, version_of

LONGEST_REASON = 300


def keep_revision(session: Session, actor: Actor, consultation: Consultation, reason: str = "") -> Revision | None:
    """Store the questionnaire as it is now, if it differs from what was stored last; a draft has no versions."""
    if consultation.opened_at is None:
        return None
    last = session.scalar(
        select(Revision).where(Revision.consultation_id == consultation.id).order_by(Revision.number.desc()).limit(1)
    )
    content = content_of(consultation)
    if last is not None and last.content == content:
        return None
    number = last.number + 1 if last is not None else 1
    made = Revision(
        consultation_id=consultation.id,
        number=number,
        made_at=clock.now(),
        content=content,
        reason=clean_text(reason)[:LONGEST_REASON],
    )
    consultation.revision = number
    if last is not None and keys_of(version_of(last.content)) != keys_of(version_of(content)):
        tallies.start_over(session, consultation)
    session.add(made)
    session.flush()
    if number > 1:  # of the first one the opening tells
        process = consultation.process.public_id
        audit.record(session, actor, "survey:revision:make", consultation.ref, process=process, number=number)
    return made


def require_reason(consultation: Consultation, reason: str) -> None:
    """People are answering: whoever changes what is asked says why. Mending words needs no reason."""
    if consultation.state == ConsultationState.OPEN and not clean_text(reason):
        raise Invalid("survey.revision.no_reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid("survey.option.too_long", limit=LONGEST_REASON)
