"""Writes of the validation: ask the committee, comment, answer, decide, or open with a recorded exception."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.events import ValidationAsked, ValidationDecided, ValidationRemarked
from cocreate.process.fiche.versions import fix_version
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import ChallengeState
from cocreate.process.validation.models import ChallengeValidation, ValidationComment
from cocreate.process.validation.queries import latest, latest_decided
from cocreate.process.validation.rules import DECISIONS, SETTLED, Answered, CommentKind, Meeting, Outcome

LONGEST = 5000


def require_validation(session: Session, actor: Actor, process: Process, *, is_needed: bool) -> None:
    """Whether challenges need the committee before people can be asked about them."""
    if process.needs_validation == is_needed:
        return
    process.needs_validation = is_needed
    audit.record(
        session, actor, "process:validation:require", process.ref, process=process.public_id, is_needed=is_needed
    )
    session.flush()


def ask_committee(session: Session, actor: Actor, process: Process, challenge: Challenge) -> ChallengeValidation:
    """Lay the present version before the committee; asked again while it lies there, nothing happens."""
    present = latest(session, challenge)
    if present is not None and present.outcome == Outcome.ASKED:
        return present
    version = fix_version(session, actor, challenge)
    made = ChallengeValidation(
        challenge=challenge, outcome=Outcome.ASKED.value, asked_version=version.number, asked_at=clock.now()
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "process:validation:ask", made.ref, process=process.public_id, version=version.number)
    events.announce(session, ValidationAsked(process.public_id, challenge.public_id, made.public_id))
    return made


def comment(
    session: Session,
    actor: Actor,
    process: Process,
    validation: ChallengeValidation,
    kind: CommentKind,
    text: str,
    *,
    public_id: str | None = None,
) -> ValidationComment:
    """Remark something, or propose a change; the same form sent twice says it once."""
    if public_id is not None:
        known = session.scalar(select(ValidationComment).where(ValidationComment.public_id == public_id))
        if known is not None:
            if known.validation_id != validation.id:
                raise NotFound()
            return known
    _check_open(validation)
    if not text or len(text) > LONGEST:
        raise Invalid("validation.text", limit=LONGEST)
    made = ValidationComment(validation=validation, author_id=actor.user_id, kind=kind.value, text=text, at=clock.now())
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "process:validation:comment", made.ref, process=process.public_id, kind=kind.value)
    events.announce(session, ValidationRemarked(process.public_id, validation.challenge.public_id, made.public_id))
    return made


def answer(
    session: Session, actor: Actor, process: Process, remark: ValidationComment, answered: Answered, words: str
) -> None:
    """Say what becomes of a remark; what is not taken up needs a reason. After the decision only what nobody answered
    before is answered, and it is noted that the committee did not know.
    """
    is_late = remark.validation.outcome != Outcome.ASKED
    if is_late and remark.answered and not remark.is_answered_late:
        raise Conflict("validation.over")
    if answered is Answered.NOT_TAKEN_UP and not words:
        raise Invalid("validation.answer")
    remark.answered, remark.answer, remark.is_answered_late = answered.value, words, is_late
    audit.record(
        session,
        actor,
        "process:validation:answer",
        remark.ref,
        process=process.public_id,
        answered=answered,
        is_late=is_late,
    )
    session.flush()


def decide(
    session: Session,
    actor: Actor,
    process: Process,
    validation: ChallengeValidation,
    outcome: Outcome,
    meeting: Meeting,
    *,
    reason: Translated,
) -> None:
    """Record what the committee decided. A validated draft is listed; what is set aside leaves the list."""
    _check_open(validation)
    meeting.check()
    if outcome not in DECISIONS:
        raise Invalid("validation.outcome")
    if outcome is not Outcome.VALIDATED and not reason:
        raise Invalid("validation.reason")
    challenge = validation.challenge
    if outcome is Outcome.SET_ASIDE and challenge.state == ChallengeState.LISTED and process.is_public:
        raise Conflict("validation.listed")
    validation.day, validation.present = meeting.day, meeting.present
    validation.in_favour, validation.against = meeting.in_favour, meeting.against
    validation.abstained = meeting.abstained
    _end(session, actor, process, validation, outcome, reason)


def make_exceptions(
    session: Session, actor: Actor, process: Process, challenges: Iterable[Challenge], *, reason: Translated
) -> int:
    """Let people be asked about challenges that the committee did not validate, and say why. Returns for how many."""
    if not reason:
        raise Invalid("validation.reason")
    made = 0
    for challenge in challenges:
        last = latest_decided(session, challenge)
        if last is not None and last.outcome in SETTLED:
            continue
        asked = ask_committee(session, actor, process, challenge)
        _end(session, actor, process, asked, Outcome.EXCEPTION, reason)
        made += 1
    return made


def _end(
    session: Session,
    actor: Actor,
    process: Process,
    validation: ChallengeValidation,
    outcome: Outcome,
    reason: Translated,
) -> None:
    challenge = validation.challenge
    if outcome in SETTLED:
        challenge.state = ChallengeState.LISTED.value
    elif outcome is Outcome.SET_ASIDE:
        challenge.state = ChallengeState.SET_ASIDE.value
    validation.decided_version = fix_version(session, actor, challenge).number
    validation.outcome, validation.reason, validation.decided_at = outcome.value, reason, clock.now()
    validation.recorded_by_id = actor.user_id
    session.flush()
    audit.record(
        session,
        actor,
        "process:validation:decide",
        validation.ref,
        process=process.public_id,
        challenge=challenge.public_id,
        outcome=outcome.value,
        version=validation.decided_version,
    )
    events.announce(session, ValidationDecided(process.public_id, challenge.public_id, validation.public_id))


def _check_open(validation: ChallengeValidation) -> None:
    if validation.outcome != Outcome.ASKED:
        raise Conflict("validation.over")
