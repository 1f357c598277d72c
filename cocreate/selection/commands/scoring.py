"""The committee scores, blind; when scoring closes the machine proposes a shortlist."""

import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership
from cocreate.core import audit
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.criteria import lock_criteria
from cocreate.selection.grounds.queries import weighing_of
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import CriteriaSet, Criterion, Score, Shortlist, Sid
from cocreate.selection.reports import proposal_report
from cocreate.selection.rules import MARKS, REASON_LIMIT, ScoreGiven


def open_scoring(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> None:
    """Let the committee score. Opening again is nothing."""
    lock_criteria(session, criteria_set)
    if criteria_set.scoring_opened_at is not None:
        return
    weighing = weighing_of(session, criteria_set)
    if weighing is not None and weighing.closed_at is None:
        raise Conflict("selection.weighing.is_open")
    if len(queries.candidates(session, process)) < 2:
        raise Invalid("selection.scoring.needs_two")
    criteria_set.scoring_opened_at = clock.now()
    audit.record(session, actor, "selection:scoring:open", criteria_set.ref, process=process.public_id)
    session.flush()


def save_scores(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    member_id: int,
    sid: Sid,
    given: Sequence[ScoreGiven],
) -> None:
    """Keep a member's marks of one candidate. Criteria that are not named stay as they were."""
    if actor.kind is not ActorKind.SYSTEM and actor.user_id != member_id:
        raise NotAllowed("selection.score.not_yours")
    if sid.process_id != process.id or sid.is_withdrawn:
        raise Conflict("selection.candidate.withdrawn")
    _prepare(session, actor, process, criteria_set, {member_id})
    known = {
        row.criterion_id: row
        for row in session.scalars(
            select(Score)
            .where(Score.sid_id == sid.id, Score.member_id == member_id)
            .execution_options(populate_existing=True)
        )
    }
    criteria = {criterion.public_id: criterion for criterion in criteria_set.criteria}
    for mark in given:
        criterion = _check_mark(criteria, mark)
        row = known.get(criterion.id)
        if row is None:
            row = Score(sid_id=sid.id, criterion_id=criterion.id, member_id=member_id)
            session.add(row)
        row.value, row.reason, row.at = mark.value, mark.reason, clock.now()
    # Which candidate and how many criteria, never which marks: organisers read this trail while scoring is blind.
    audit.record(session, actor, "selection:score:save", sid.ref, process=process.public_id, criteria=len(given))
    session.flush()


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
    _prepare(session, actor, process, criteria_set, {member_id for member_id, _, _ in lines})
    criteria = {criterion.public_id: criterion for criterion in criteria_set.criteria}
    at = clock.now()
    values = [
        {
            "sid_id": sid.id,
            "criterion_id": _check_mark(criteria, mark).id,
            "member_id": member_id,
            "value": mark.value,
            "reason": mark.reason,
            "at": at,
        }
        for member_id, sid, mark in lines
    ]
    if values:
        session.execute(insert(Score), values)
        verb = "selection:score:save_many"
        audit.record(session, actor, verb, criteria_set.ref, process=process.public_id, count=len(values))
    session.flush()
    return len(values)


def close_scoring(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, *, seed: int | None = None
) -> Shortlist:
    """End the scoring and store what the machine proposes, whole. Closing again gives the same proposal."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    lock_criteria(session, criteria_set)
    known = queries.shortlist_of(session, process)
    if known is not None:
        return known
    if criteria_set.scoring_opened_at is None:
        raise Conflict("selection.scoring.not_open")
    inputs = scoring_inputs(session, process, criteria_set)
    if not any(entry.value is not None for entry in inputs.entries):
        raise Invalid("selection.scoring.nothing_scored")
    report = proposal_report(inputs, seed=secrets.randbelow(2**31) if seed is None else seed)
    criteria_set.scoring_closed_at = clock.now()
    shortlist = Shortlist(process_id=process.id, proposal=report, proposed_at=clock.now(), decisions=[])
    session.add(shortlist)
    session.flush()
    audit.record(
        session,
        actor,
        "selection:scoring:close",
        shortlist.ref,
        process=process.public_id,
        selected=report["selected"],
        seed=report["seed"],
        inputs=report["inputs_hash"],
    )
    return shortlist


def _prepare(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, member_ids: set[int]) -> None:
    """Scoring is open, these people are on the committee; the first score freezes the criteria."""
    lock_criteria(session, criteria_set)
    if criteria_set.scoring_closed_at is not None:
        raise Closed("selection.scoring.closed")
    if criteria_set.scoring_opened_at is None:
        raise Closed("selection.scoring.not_open")
    seated = select(Membership.user_id).where(
        Membership.process_id == process.id, Membership.role == Role.COMMITTEE_MEMBER.value
    )
    if member_ids - set(session.scalars(seated)):
        raise NotAllowed("selection.score.not_on_committee")
    if criteria_set.frozen_at is None:
        criteria_set.frozen_at = clock.now()
        audit.record(session, actor, "selection:criteria:freeze", criteria_set.ref, process=process.public_id)
        session.flush()


def _check_mark(criteria: dict[str, Criterion], mark: ScoreGiven) -> Criterion:
    criterion = criteria.get(mark.criterion)
    if criterion is None or (mark.value is not None and mark.value not in MARKS):
        raise Invalid("selection.score.unknown_mark")
    if len(mark.reason) > REASON_LIMIT:
        raise Invalid("too_long", limit=REASON_LIMIT)
    return criterion
