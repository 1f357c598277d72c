"""Reads of the score sheets: rounds, conflicts of interest, how far each member is, the marks that count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.models import Membership, User
from cocreate.core.permissions import Role
from cocreate.core.provenance import Relation, outcomes
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import ConflictOfInterest, CriteriaSet, PrivateNote, Score, ScoreSheet, ScoringRound, Sid
from cocreate.selection.rules import SheetLine

LIVES_ON = (Relation.MERGED_FROM, Relation.SPLIT_FROM)


def rounds_of(session: Session, criteria_set: CriteriaSet) -> list[ScoringRound]:
    """Every round of scoring, the first one first."""
    mine = ScoringRound.criteria_set_id == criteria_set.id
    return list(session.scalars(select(ScoringRound).where(mine).order_by(ScoringRound.number)))


def rounds_closed(session: Session, criteria_set: CriteriaSet) -> list[ScoringRound]:
    """The rounds that are over, in order; the last one's report is the proposal."""
    return [row for row in rounds_of(session, criteria_set) if row.closed_at is not None]


def current_round(session: Session, criteria_set: CriteriaSet) -> ScoringRound | None:
    """The round that is open, or was last; None until scoring opens."""
    mine = ScoringRound.criteria_set_id == criteria_set.id
    return session.scalar(select(ScoringRound).where(mine).order_by(ScoringRound.number.desc()).limit(1))


def open_round(session: Session, process: Process) -> ScoringRound | None:
    """The round of scoring that is open now, if any."""
    mine = CriteriaSet.process_id == process.id, ScoringRound.closed_at.is_(None)
    rows = select(ScoringRound).join(CriteriaSet, CriteriaSet.id == ScoringRound.criteria_set_id).where(*mine)
    return session.scalar(rows.limit(1))


def conflicts_listed(session: Session, process: Process) -> list[ConflictOfInterest]:
    """The conflicts of interest that stand, as they were declared, by candidate."""
    rows = (
        select(ConflictOfInterest)
        .join(Sid, Sid.id == ConflictOfInterest.sid_id)
        .where(Sid.process_id == process.id, ConflictOfInterest.ended_at.is_(None))
        .order_by(Sid.position, Sid.id, ConflictOfInterest.id)
        .options(joinedload(ConflictOfInterest.sid), joinedload(ConflictOfInterest.member))
    )
    return list(session.scalars(rows))


def conflict(session: Session, process: Process, public_id: str) -> ConflictOfInterest | None:
    """One of this process that stands."""
    return next((row for row in conflicts_listed(session, process) if row.public_id == public_id), None)


def own_conflict(session: Session, sid: Sid, member_id: int | None) -> ConflictOfInterest | None:
    """A member's conflict of interest with a candidate, as it was declared, if it stands."""
    mine = ConflictOfInterest.sid_id == sid.id, ConflictOfInterest.member_id == member_id
    return session.scalar(select(ConflictOfInterest).where(*mine, ConflictOfInterest.ended_at.is_(None)))


def conflicts(session: Session, process: Process) -> dict[int, set[int]]:
    """Candidate → members who have a conflict of interest with it (integer keys).

    A conflict goes on with what a candidate becomes: the one it was merged into, those it was split into.
    """
    found: dict[int, set[int]] = {}
    declared: dict[str, set[int]] = {}
    for row in conflicts_listed(session, process):
        found.setdefault(row.sid_id, set()).add(row.member_id)
        declared.setdefault(row.sid.public_id, set()).add(row.member_id)
    if declared:
        keys = {sid.public_id: sid.id for sid in queries.candidates(session, process, with_withdrawn=True)}
        for public_id, members in _heirs(session, declared).items():
            if public_id in keys:
                found.setdefault(keys[public_id], set()).update(members)
    return found


def _heirs(session: Session, gone: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """The members with a conflict, for every candidate that came of these, however many steps later."""
    found: dict[str, set[int]] = {}
    frontier = dict(gone)
    while frontier:
        later: dict[str, set[int]] = {}
        for step in outcomes(session, *((Sid.ref_type, key) for key in frontier)):
            if step.relation in LIVES_ON and step.target_type == Sid.ref_type:
                new = frontier[step.source_id] - found.get(step.target_id, set())
                if new:
                    found.setdefault(step.target_id, set()).update(new)
                    later.setdefault(step.target_id, set()).update(new)
        frontier = later
    return found


def counted_scores(
    session: Session,
    process: Process,
    criteria_set: CriteriaSet,
    round_number: int | None = None,
    among: Sequence[Sid] | None = None,
) -> list[Score]:
    """The marks of a round that count (by default of the one closed last): of candidates on the list (or `among`
    these), on criteria that the committee judges, by members without a conflict of interest."""
    live = {sid.id for sid in (queries.candidates(session, process) if among is None else among)}
    judged = {criterion.id for criterion in criteria_set.judged}
    apart = conflicts(session, process)
    return [
        row
        for row in queries.scores_of(session, criteria_set, round_number)
        if row.sid_id in live and row.criterion_id in judged and row.member_id not in apart.get(row.sid_id, ())
    ]


def numbered(members: Sequence[int]) -> dict[int, str]:
    """Members by number, in the order of their keys: what is stored and shown says nothing about who gave which mark.

    >>> numbered([30, 12, 30])
    {12: 'm1', 30: 'm2'}
    """
    return {member: f"m{place}" for place, member in enumerate(sorted(set(members)), start=1)}


def notes_of(session: Session, sid: Sid, member_id: int | None) -> dict[int, str]:
    """A member's own private notes on a candidate, by criterion. Ask for the member who looks, and for nobody else."""
    mine = PrivateNote.sid_id == sid.id, PrivateNote.member_id == member_id
    return {row.criterion_id: row.text for row in session.scalars(select(PrivateNote).where(*mine))}


def seated(session: Session, process: Process) -> set[int]:
    """The members of the committee, by key."""
    mine = Membership.process_id == process.id, Membership.role == Role.COMMITTEE_MEMBER.value
    return set(session.scalars(select(Membership.user_id).where(*mine)))


def handed_in(session: Session, round_: ScoringRound | None) -> set[int]:
    """Members (by key) whose sheet of a round is handed in."""
    if round_ is None:
        return set()
    mine = ScoreSheet.round_id == round_.id, ScoreSheet.submitted_at.is_not(None)
    return set(session.scalars(select(ScoreSheet.member_id).where(*mine)))


def sheet_lines(
    session: Session, process: Process, criteria_set: CriteriaSet, member_id: int | None, round_number: int
) -> list[SheetLine]:
    """A member's sheet, candidate by candidate in the order of the list."""
    apart = conflicts(session, process)
    given = queries.sheet_of(session, criteria_set, member_id, round_number)
    total = len(criteria_set.judged)
    return [
        SheetLine(sid.id, len(given.get(sid.id, {})), total, member_id in apart.get(sid.id, ()))
        for sid in queries.candidates(session, process)
    ]


@dataclass(frozen=True)
class MemberProgress:
    """How far one member is: marks given (or declined) of all to give. Which ones, nobody is told."""

    member: User
    done: int
    total: int
    apart: int  # candidates with which the member has a conflict of interest
    is_handed_in: bool


def progress(session: Session, process: Process, criteria_set: CriteriaSet) -> list[MemberProgress]:
    """How far the round that is open, or was last, is: member by member."""
    round_ = current_round(session, criteria_set)
    criteria = len(criteria_set.judged)
    apart = conflicts(session, process)
    live = [sid.id for sid in queries.candidates(session, process)]
    done = _given(session, criteria_set, round_.number if round_ else 1)
    sheets = handed_in(session, round_)
    found = []
    for member in queries.committee(session, process):
        mine = [key for key in live if member.id not in apart.get(key, ())]
        found.append(
            MemberProgress(
                member,
                done=sum(done.get((member.id, key), 0) for key in mine),
                total=len(mine) * criteria,
                apart=len(live) - len(mine),
                is_handed_in=member.id in sheets,
            )
        )
    return found


def _given(session: Session, criteria_set: CriteriaSet, round_number: int) -> dict[tuple[int, int], int]:
    """How many marks each member gave on each candidate."""
    keys = [criterion.id for criterion in criteria_set.criteria]
    counted = (
        select(Score.member_id, Score.sid_id, func.count())
        .where(Score.criterion_id.in_(keys), Score.round == round_number)
        .group_by(Score.member_id, Score.sid_id)
    )
    return {(member, sid): count for member, sid, count in session.execute(counted)}
