"""Opening and closing a consultation, and the days after the close in which helpers may enter what came on paper."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events, stages
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.validations import not_validated
from cocreate.settings import LANGUAGES
from cocreate.survey import queries
from cocreate.survey.checking.burden import check, errors_in
from cocreate.survey.commands.consultations import keep_revision, refuse_if_changed
from cocreate.survey.commands.drafting import erase_drafts_of
from cocreate.survey.events import ConsultationClosed, ConsultationOpened
from cocreate.survey.inviting.models import Invitation
from cocreate.survey.kinds import kind_of
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState, ResultsRule


def open_consultation(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Let people answer; also again after a close, which the audit trail then tells."""
    _check_step(consultation, ConsultationState.OPEN)
    if consultation.late_until is not None and consultation.results_rule == ResultsRule.LIVE:
        raise Closed("survey.late.live")
    _check_erasing_lies_ahead(consultation)
    _check_is_complete(session, consultation)
    verb = "survey:consultation:open" if consultation.opened_at is None else "survey:consultation:reopen"
    consultation.state = ConsultationState.OPEN.value
    consultation.opened_at = consultation.opened_at or clock.now()
    consultation.closed_at = None
    if consultation.closes_on is not None and consultation.closes_on < clock.today():
        consultation.closes_on = None  # else it would close again at once
    consultation.late_ended_at = None
    if consultation.late_until is not None and not _lies_ahead(consultation.late_until, consultation.closes_on):
        consultation.late_until = None
    session.flush()
    keep_revision(session, actor, consultation)
    audit.record(
        session,
        actor,
        verb,
        consultation.ref,
        process=consultation.process.public_id,
        questions=[question.key for question in consultation.active_questions],
    )
    events.announce(session, ConsultationOpened(consultation.id))
    return consultation


def close_consultation(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Take no more answers; the results become public, unless they wait for what helpers enter later."""
    _check_step(consultation, ConsultationState.CLOSED)
    consultation.state = ConsultationState.CLOSED.value
    consultation.closed_at = clock.now()
    session.flush()
    erase_drafts_of(session, consultation)
    blur_tickets(session, consultation)
    audit.record(session, actor, "survey:consultation:close", consultation.ref, process=consultation.process.public_id)
    events.announce(session, ConsultationClosed(consultation.id))
    return consultation


def blur_tickets(session: Session, consultation: Consultation) -> None:
    """PostgreSQL notes with each row the transaction that wrote it, so that a used ticket could be laid beside the
    sheet written with it; written anew all at once, the tickets bear one and the same mark."""
    mine = update(Invitation).where(Invitation.consultation_id == consultation.id)
    session.execute(mine.values(is_used=Invitation.is_used).execution_options(synchronize_session=False))


def _lies_ahead(late_until: date, closes_on: date | None) -> bool:
    """Whether the days for what comes by post are not over, and end after the last day for answers."""
    return late_until >= clock.today() and (closes_on is None or late_until > closes_on)


def _check_step(consultation: Consultation, wanted: ConsultationState) -> None:
    if not ConsultationState(consultation.state).may_become(wanted):
        raise Conflict("survey.consultation.already", state=consultation.state)


def _check_erasing_lies_ahead(consultation: Consultation) -> None:
    """What people answer after the promised day would be kept for good, or go within the hour."""
    if consultation.erased_at is not None:
        raise Closed("survey.consultation.erased")
    if consultation.erase_on is not None and consultation.erase_on <= clock.today():
        raise Closed("survey.consultation.erasing_due", day=consultation.erase_on.isoformat())


def _check_is_validated(session: Session, consultation: Consultation) -> None:
    """People are asked about challenges that the committee validated, or that have a recorded exception."""
    if queries.asks_about_challenges(consultation.active_questions):
        waiting = not_validated(session, consultation.process)
        if waiting:
            raise Conflict("validation.missing", count=len(waiting))


def _check_is_complete(session: Session, consultation: Consultation) -> None:
    questions = consultation.active_questions
    if not questions:
        raise Invalid("survey.consultation.no_questions")
    ground = queries.ground_of(session, consultation.process)
    if not ground.challenges and any(kind_of(question).needs_challenges for question in questions):
        raise Invalid("survey.consultation.no_challenges")
    _check_is_validated(session, consultation)
    published = consultation.languages
    found = check(consultation, questions, ground, languages=published or LANGUAGES, published=published)
    if errors := errors_in(found):
        raise Invalid("survey.consultation.has_errors", count=len(errors))


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
