"""A member's marks: given and changed while a round of scoring is open, blind."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor, ActorKind
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.commands.criteria import keep_version, lock_criteria
from cocreate.selection.models import CriteriaSet, Criterion, PrivateNote, Score, ScoringRound, Sid
from cocreate.selection.rules import EVIDENCE_MOST, MARKS, NOTE_LIMIT, REASON_LIMIT, REF_LIMIT, Confidence, ScoreGiven
from cocreate.selection.sheets import queries as sheets


def save_scores(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    member_id: int,
    sid: Sid,
    given: Sequence[ScoreGiven],
    notes: Mapping[str, str] | None = None,
) -> None:
    """Keep a member's marks of one candidate, and private notes by criterion. What is not named stays as it was."""
    if actor.kind is not ActorKind.SYSTEM and actor.user_id != member_id:
        raise NotAllowed("selection.score.not_yours")
    if sid.process_id != process.id or sid.is_withdrawn:
        raise Conflict("selection.candidate.withdrawn")
    round_ = _prepare(session, process, criteria_set, {member_id})
    if member_id in sheets.handed_in(session, round_):
        raise Closed("selection.sheet.handed_in")
    if member_id in sheets.conflicts(session, process).get(sid.id, ()):
        raise NotAllowed("selection.score.conflict")
    if given:
        _freeze(session, actor, process, criteria_set)
    known = {
        row.criterion_id: row
        for row in session.scalars(
            select(Score)
            .where(Score.sid_id == sid.id, Score.member_id == member_id, Score.round == round_.number)
            .execution_options(populate_existing=True)
        )
    }
    criteria = {criterion.public_id: criterion for criterion in criteria_set.judged}
    for mark in given:
        criterion = _check_mark(criteria, mark)
        row = known.get(criterion.id)
        if row is None:
            row = Score(sid_id=sid.id, criterion_id=criterion.id, member_id=member_id, round=round_.number)
            session.add(row)
        for name, value in _columns(mark).items():
            setattr(row, name, value)
    _keep_notes(session, criteria, member_id, sid, notes or {})
    # Which candidate and how many criteria, never which marks: organisers read this trail while scoring is blind.
    audit.record(session, actor, "selection:score:save", sid.ref, process=process.public_id, criteria=len(given))
    session.flush()


def _columns(mark: ScoreGiven) -> dict[str, object]:
    return {
        "value": mark.value,
        "is_abstained": mark.is_abstained,
        "confidence": mark.confidence,
        "reason": mark.reason,
        "evidence": list(mark.evidence),
        "at": clock.now(),
    }


def _keep_notes(
    session: Session, criteria: Mapping[str, Criterion], member_id: int, sid: Sid, notes: Mapping[str, str]
) -> None:
    mine = PrivateNote.sid_id == sid.id, PrivateNote.member_id == member_id
    known = {row.criterion_id: row for row in session.scalars(select(PrivateNote).where(*mine))}
    for name, text in notes.items():
        if name not in criteria:
            raise Invalid("selection.score.unknown_mark")
        if len(text) > NOTE_LIMIT:
            raise Invalid("too_long", limit=NOTE_LIMIT)
        row = known.get(criteria[name].id)
        if row is not None and text:
            row.text = text
        elif row is not None:
            session.delete(row)
        elif text:
            session.add(PrivateNote(sid_id=sid.id, criterion_id=criteria[name].id, member_id=member_id, text=text))


def give_score(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    member_id: int,
    sid: Sid,
    criterion: Criterion,
    value: int | None,
    reason: str = "",
) -> None:
    """One mark."""
    save_scores(session, actor, process, criteria_set, member_id, sid, [ScoreGiven(criterion.public_id, value, reason)])


def give_scores(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    rows: Iterable[tuple[int, Sid, ScoreGiven]],
) -> int:
    """Many marks of several members at once, none of them given before: (member's key, candidate, mark)."""
    lines = list(rows)
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed("selection.score.not_yours")
    round_ = _prepare(session, process, criteria_set, {member_id for member_id, _, _ in lines})
    apart = sheets.conflicts(session, process)
    if any(member_id in apart.get(sid.id, ()) for member_id, sid, _ in lines):
        raise NotAllowed("selection.score.conflict")
    criteria = {criterion.public_id: criterion for criterion in criteria_set.judged}
    values = [
        {
            "sid_id": sid.id,
            "criterion_id": _check_mark(criteria, mark).id,
            "member_id": member_id,
            "round": round_.number,
            **_columns(mark),
        }
        for member_id, sid, mark in lines
    ]
    if values:
        _freeze(session, actor, process, criteria_set)
        session.execute(insert(Score), values)
        verb = "selection:score:save_many"
        audit.record(session, actor, verb, criteria_set.ref, process=process.public_id, count=len(values))
    session.flush()
    return len(values)


def _prepare(session: Session, process: Process, criteria_set: CriteriaSet, member_ids: set[int]) -> ScoringRound:
    """The round that is open; these people are on the committee."""
    lock_criteria(session, criteria_set)
    round_ = sheets.current_round(session, criteria_set)
    if round_ is None:
        raise Closed("selection.scoring.not_open")
    if round_.closed_at is not None:
        raise Closed("selection.scoring.closed")
    if member_ids - sheets.seated(session, process):
        raise NotAllowed("selection.score.not_on_committee")
    return round_


def _freeze(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> None:
    """With the first score the criteria stay as they are."""
    if criteria_set.frozen_at is None:
        criteria_set.frozen_at = clock.now()
        keep_version(session, criteria_set)  # of an older release there is none yet
        audit.record(session, actor, "selection:criteria:freeze", criteria_set.ref, process=process.public_id)
        session.flush()


def _check_mark(criteria: Mapping[str, Criterion], mark: ScoreGiven) -> Criterion:
    criterion = criteria.get(mark.criterion)
    if criterion is None or (mark.value is not None and (mark.value not in MARKS or mark.is_abstained)):
        raise Invalid("selection.score.unknown_mark")
    if mark.confidence and mark.confidence not in set(Confidence):
        raise Invalid("selection.score.unknown_mark")
    if len(mark.reason) > REASON_LIMIT:
        raise Invalid("too_long", limit=REASON_LIMIT)
    if len(mark.evidence) > EVIDENCE_MOST or any(len(piece) > REF_LIMIT for piece in mark.evidence):
        raise Invalid("selection.score.too_much_evidence", limit=EVIDENCE_MOST)
    return criterion
