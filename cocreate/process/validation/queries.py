"""Reads of the validation, named for what a screen needs."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from cocreate.errors import NotFound
from cocreate.process.fiche.models import ChallengeVersion
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import challenges_of
from cocreate.process.rules import ChallengeState
from cocreate.process.validation.models import ChallengeValidation, ValidationComment
from cocreate.process.validation.rules import SETTLED, Answered, CommentKind

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
