"""What came on paper or by telephone may be entered for some days after the close, and the results wait for it."""

from datetime import date

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, stages
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey.commands.editing import refuse_if_changed
from cocreate.survey.commands.opening import blur_tickets
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState, ResultsRule


def allow_late(
    session: Session, actor: Actor, consultation: Consultation, until: date | None, *, version: int | None = None
) -> Consultation:
    """Name the last day on which helpers enter answers after the close; None for not at all, or, after it, for no more.

    Only while nothing that rests on the answers is public: who has seen results once would see in the next ones what
    the late answers say.
    """
    refuse_if_changed(consultation.version, version)
    if until is None and consultation.state == ConsultationState.CLOSED:
        return end_late(session, actor, consultation)
    if until is not None:
        _check_nothing_is_public(session, consultation)
        _check_day(consultation, until)
    before = consultation.late_until
    consultation.late_until, consultation.late_ended_at = until, None
    session.flush()
    audit.record(
        session,
        actor,
        "survey:late:allow",
        consultation.ref,
        process=consultation.process.public_id,
        until=until.isoformat() if until else "",
        before=before.isoformat() if before else "",
        state=consultation.state,
    )
    return consultation


def end_late(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Nothing more is entered; what waited for it may become public."""
    if consultation.state != ConsultationState.CLOSED or not consultation.awaits_late:
        raise Conflict("survey.consultation.already", state=consultation.state)
    consultation.late_ended_at = clock.now()
    session.flush()
    blur_tickets(session, consultation)
    audit.record(session, actor, "survey:late:end", consultation.ref, process=consultation.process.public_id)
    return consultation


def is_relied_on(session: Session, consultation: Consultation) -> bool:
    """Whether a later stage has published, or decided, something that rests on the answers of a closed consultation."""
    return any(stage.rests_on_answers(session, consultation) for stage in stages.announced())


def check_late(session: Session, consultation: Consultation) -> None:
    """Closed, unless helpers may enter an answer now; whoever wants to end that waits until this one is in."""
    session.refresh(consultation, with_for_update=True)
    if not consultation.is_taking_late:
        raise Closed("survey.consultation.not_open", state=consultation.state)
    if consultation.state == ConsultationState.CLOSED and is_relied_on(session, consultation):
        raise Closed("survey.late.relied_on")


def _check_nothing_is_public(session: Session, consultation: Consultation) -> None:
    if consultation.erased_at is not None:
        raise Closed("survey.privacy.erased")
    if consultation.results_rule == ResultsRule.LIVE:
        raise Closed("survey.late.live")
    if consultation.has_public_results:
        raise Closed("survey.late.published")
    if consultation.state == ConsultationState.CLOSED and is_relied_on(session, consultation):
        raise Closed("survey.late.relied_on")


def _check_day(consultation: Consultation, until: date) -> None:
    if until < clock.today():
        raise Invalid("survey.late.past_day")
    if consultation.erase_on is not None and until >= consultation.erase_on:
        raise Invalid("survey.late.erasing", day=consultation.erase_on.isoformat())
    last = consultation.closes_on  # the end of the phase may be long after it is closed by hand
    if consultation.state != ConsultationState.CLOSED and last is not None and until <= last:
        raise Invalid("survey.late.before_end", day=last.isoformat())
