"""Validation: the steering committee discusses, changes and accepts challenges before people are asked about them."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from cocreate import clock
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.events import ValidationAsked, ValidationDecided, ValidationRemarked
from cocreate.process.models import Challenge, ChallengeValidation, ChallengeVersion, Process, ValidationComment
from cocreate.process.queries import challenges_of
from cocreate.process.rules import DECISIONS, SETTLED, Answered, ChallengeState, CommentKind, Meeting, Outcome
from cocreate.process.versions import fix_version

SAID = ("title", "description", "sub_challenges", "assets")  # of a version: what the committee decides about


def latest(session: Session, challenge: Challenge) -> ChallengeValidation | None:
    """The last time that a challenge lay before the committee."""
    mine = select(ChallengeValidation).where(ChallengeValidation.challenge_id == challenge.id)
    return session.scalar(mine.order_by(ChallengeValidation.id.desc()).limit(1))


def latest_decided(session: Session, challenge: Challenge) -> ChallengeValidation | None:
    """The last thing that was decided about a challenge, if anything was."""
    mine = select(ChallengeValidation).where(
        ChallengeValidation.challenge_id == challenge.id, ChallengeValidation.decided_at.is_not(None)
    )
    return session.scalar(mine.order_by(ChallengeValidation.id.desc()).limit(1))


def decided(session: Session, process: Process) -> dict[int, ChallengeValidation]:
    """What was decided last about each challenge: challenge id -> that validation."""
    query = select(ChallengeValidation).join(Challenge).where(Challenge.process_id == process.id)
    rows = session.scalars(query.where(ChallengeValidation.decided_at.is_not(None)).order_by(ChallengeValidation.id))
    return {row.challenge_id: row for row in rows}


def validations_of(session: Session, challenge: Challenge) -> list[ChallengeValidation]:
    """Every time that it lay there, the newest first, with comments."""
    mine = select(ChallengeValidation).where(ChallengeValidation.challenge_id == challenge.id)
    whole = mine.options(selectinload(ChallengeValidation.comments))
    return list(session.scalars(whole.order_by(ChallengeValidation.id.desc())))


def standing(session: Session, process: Process) -> dict[int, ChallengeValidation]:
    """Where each challenge stands: challenge id -> its latest validation."""
    query = select(ChallengeValidation).join(Challenge).where(Challenge.process_id == process.id)
    return {row.challenge_id: row for row in session.scalars(query.order_by(ChallengeValidation.id))}


def has_settled(session: Session, process: Process) -> bool:
    """Whether people may be asked about one of the listed challenges, so that the list is the committee's."""
    settled = {key for key, row in decided(session, process).items() if row.outcome in SETTLED}
    return any(row.id in settled for row in challenges_of(session, process))


def changed_since(session: Session, rows: Iterable[ChallengeValidation]) -> set[int]:
    """Keys of challenges whose texts are no longer those that were decided about."""
    numbers = {row.challenge_id: row.decided_version for row in rows if row.decided_version is not None}
    mine = select(ChallengeVersion).where(ChallengeVersion.challenge_id.in_(numbers))
    then, now = {}, {}
    for version in session.scalars(mine.order_by(ChallengeVersion.number)):
        texts = {name: version.content.get(name) for name in SAID}
        now[version.challenge_id] = texts
        if version.number == numbers[version.challenge_id]:
            then[version.challenge_id] = texts
    return {key for key, texts in then.items() if texts != now[key]}


def not_validated(session: Session, process: Process) -> list[Challenge]:
    """Listed challenges that people may not be asked about yet; none where the process needs no validation."""
    if not process.needs_validation:
        return []
    settled = {key for key, row in decided(session, process).items() if row.outcome in SETTLED}
    return [row for row in challenges_of(session, process) if row.id not in settled]


def all_of(session: Session, process: Process) -> dict[ChallengeState, list[Challenge]]:
    """All challenges of a process, by state."""
    return {state: challenges_of(session, process, state) for state in ChallengeState}


def find_validation(session: Session, process: Process, public_id: str) -> ChallengeValidation:
    """The validation of an address, of this process only."""
    query = select(ChallengeValidation).join(Challenge).where(Challenge.process_id == process.id)
    found = session.scalar(query.where(ChallengeValidation.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def unanswered_changes(process: Process) -> Select[ValidationComment]:
    """Proposed changes of which nobody said what becomes of them, the oldest first; also those decided over."""
    return (
        select(ValidationComment)
        .join(ChallengeValidation, ValidationComment.validation_id == ChallengeValidation.id)
        .join(Challenge, ChallengeValidation.challenge_id == Challenge.id)
        .where(Challenge.process_id == process.id, ValidationComment.kind == CommentKind.CHANGE.value)
        .where(ValidationComment.answered == Answered.NOT_YET.value)
        .order_by(ValidationComment.id)
    )


def find_comment(validation: ChallengeValidation, public_id: str) -> ValidationComment:
    """The remark of an address, of this validation only."""
    for row in validation.comments:
        if row.public_id == public_id:
            return row
    raise NotFound()


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
