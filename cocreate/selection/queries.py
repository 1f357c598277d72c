"""Reads of the selection, named for what a screen needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, selectinload

from cocreate.accounts.models import Membership, User
from cocreate.analysis.choice.criteria import Verdict
from cocreate.camp.models import Camp, Card, Seat
from cocreate.core.db import Base
from cocreate.core.permissions import Actor, Role
from cocreate.core.provenance import Relation, outcomes
from cocreate.process.models import Process
from cocreate.selection.models import (
    CriteriaSet,
    Decision,
    RankingBallot,
    RankingRound,
    Score,
    ScoringRound,
    Shortlist,
    Sid,
    Weighing,
)
from cocreate.selection.rules import RoundState


def candidates(session: Session, process: Process, *, with_withdrawn: bool = False) -> list[Sid]:
    """The long list in order; on request with those merged into others or withdrawn."""
    rows = select(Sid).where(Sid.process_id == process.id).order_by(Sid.position, Sid.id)
    return list(session.scalars(rows if with_withdrawn else rows.where(Sid.is_withdrawn.is_(False))))


def candidate(session: Session, process: Process, public_id: str) -> Sid | None:
    """A candidate of this process, withdrawn or not."""
    return session.scalar(select(Sid).where(Sid.process_id == process.id, Sid.public_id == public_id))


def candidates_named(session: Session, process: Process, public_ids: Sequence[str]) -> list[Sid]:
    """Some candidates of this process, in the order of the long list."""
    rows = select(Sid).where(Sid.process_id == process.id, Sid.public_id.in_(list(public_ids)))
    return list(session.scalars(rows.order_by(Sid.position, Sid.id)))


def titles(session: Session, process: Process) -> dict[str, dict[str, str]]:
    """The titles of all candidates that there ever were, by public id."""
    return {sid.public_id: sid.title for sid in candidates(session, process, with_withdrawn=True)}


def promoted_from(session: Session, card: Card) -> Sid | None:
    """The candidate that a card became."""
    for step in outcomes(session, card.ref):
        if step.relation == Relation.PROMOTED_FROM and step.target_type == Sid.ref_type:
            return session.scalar(select(Sid).where(Sid.public_id == step.target_id))
    return None


def rounds_of(session: Session, process: Process) -> list[RankingRound]:
    """Rounds of rankings, latest first."""
    rows = select(RankingRound).where(RankingRound.process_id == process.id).order_by(RankingRound.id.desc())
    return list(session.scalars(rows.options(selectinload(RankingRound.camp))))


def open_round_of(session: Session, camp: Camp) -> RankingRound | None:
    """The ranking that is open to a camp's people."""
    rows = select(RankingRound).where(RankingRound.camp_id == camp.id, RankingRound.state == RoundState.OPEN.value)
    return session.scalar(rows.order_by(RankingRound.id.desc()).limit(1))


def voters_of(session: Session, round_: RankingRound) -> int:
    """How many seats of the camp could rank."""
    mine = Seat.camp_id == round_.camp_id, Seat.ended_at.is_(None), Seat.is_observer.is_(False)
    return session.scalar(select(func.count()).select_from(Seat).where(*mine)) or 0


def find_round(session: Session, process: Process, public_id: str) -> RankingRound | None:
    """A round of this process."""
    mine = RankingRound.process_id == process.id, RankingRound.public_id == public_id
    return session.scalar(select(RankingRound).where(*mine).options(selectinload(RankingRound.camp)))


def ballots_by_dimension(session: Session, round_: RankingRound) -> dict[str, list[RankingBallot]]:
    """All ballots of a round."""
    found: dict[str, list[RankingBallot]] = {}
    rows = select(RankingBallot).where(RankingBallot.round_id == round_.id).order_by(RankingBallot.id)
    for row in session.scalars(rows):
        found.setdefault(row.dimension, []).append(row)
    return found


def ballots_of(session: Session, round_: RankingRound, actor: Actor, seat_id: int | None) -> dict[str, RankingBallot]:
    """What one participant sent, by dimension."""
    if seat_id is None and actor.user_id is None:
        return {}
    mine = RankingBallot.seat_id == seat_id if seat_id is not None else RankingBallot.user_id == actor.user_id
    rows = session.scalars(select(RankingBallot).where(RankingBallot.round_id == round_.id, mine))
    return {row.dimension: row for row in rows}


def ballot_counts(session: Session, rounds: Sequence[RankingRound]) -> dict[int, dict[str, int]]:
    """How many ballots each round has, by dimension."""
    found: dict[int, dict[str, int]] = {round_.id: {} for round_ in rounds}
    counted = (
        select(RankingBallot.round_id, RankingBallot.dimension, func.count())
        .where(RankingBallot.round_id.in_(found))
        .group_by(RankingBallot.round_id, RankingBallot.dimension)
    )
    for round_id, dimension, count in session.execute(counted):
        found[round_id][dimension] = count
    return found


def ranking_results(session: Session, round_: RankingRound) -> dict[str, Any] | None:
    """Per dimension the stored report of `reports.ranking_report`; None until the round is closed."""
    return round_.results if round_.state == RoundState.CLOSED else None


def latest_results(session: Session, process: Process) -> tuple[RankingRound, dict[str, Any]] | None:
    """The round closed last, with its results."""
    closed = next((row for row in rounds_of(session, process) if row.state == RoundState.CLOSED), None)
    return None if closed is None else (closed, closed.results)


@dataclass(frozen=True)
class Standing:
    """How far the selection of a process has come, as far as its navigation depends on it."""

    has_criteria: bool
    is_scored: bool  # scoring was opened
    has_round: bool  # of ranking, open or closed
    is_weighed: bool  # members were asked what the criteria weigh


# Of rows rather than objects, which is quicker, and put together once.
SETS, ROUNDS, WEIGHINGS = (
    Base.metadata.tables[table.__tablename__].c for table in (CriteriaSet, RankingRound, Weighing)
)
MINE = SETS.process_id == bindparam("process_id")
SHOWN_ROUND = ROUNDS.state.in_([RoundState.OPEN.value, RoundState.CLOSED.value])
STANDING = select(
    exists().where(MINE),
    exists().where(MINE, SETS.scoring_opened_at.is_not(None)),
    exists().where(ROUNDS.process_id == bindparam("process_id"), SHOWN_ROUND),
    exists().where(MINE, WEIGHINGS.criteria_set_id == SETS.id),
)


def standing_of(session: Session, process: Process) -> Standing:
    """In one look at the database, since every page of a process asks."""
    return Standing(*(bool(each) for each in session.execute(STANDING, {"process_id": process.id}).one()))


def criteria_of(session: Session, process: Process) -> CriteriaSet | None:
    """The criteria of a process with their weights."""
    rows = select(CriteriaSet).where(CriteriaSet.process_id == process.id)
    return session.scalar(rows.options(selectinload(CriteriaSet.criteria)))


def scores_of(session: Session, criteria_set: CriteriaSet, round_number: int | None = None) -> list[Score]:
    """Every score of a round, by default of the one closed last: nobody is shown others' marks of an open one."""
    number = _last_closed(session, criteria_set) if round_number is None else round_number
    keys = [criterion.id for criterion in criteria_set.criteria]
    rows = select(Score).where(Score.criterion_id.in_(keys), Score.round == number)
    return list(session.scalars(rows.order_by(Score.id)))


def _last_closed(session: Session, criteria_set: CriteriaSet) -> int:
    mine = ScoringRound.criteria_set_id == criteria_set.id, ScoringRound.closed_at.is_not(None)
    return session.scalar(select(func.max(ScoringRound.number)).where(*mine)) or 0


def sheet_of(
    session: Session, criteria_set: CriteriaSet, member_id: int | None, round_number: int
) -> dict[int, dict[int, Score]]:
    """One member's own scores of a round: candidate → criterion → score (integer keys)."""
    keys = [criterion.id for criterion in criteria_set.criteria]
    mine = Score.criterion_id.in_(keys), Score.member_id == member_id, Score.round == round_number
    found: dict[int, dict[int, Score]] = {}
    for row in session.scalars(select(Score).where(*mine)):
        found.setdefault(row.sid_id, {})[row.criterion_id] = row
    return found


def committee(session: Session, process: Process) -> list[User]:
    """The members of the steering committee, by name."""
    rows = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.process_id == process.id, Membership.role == Role.COMMITTEE_MEMBER.value)
        .order_by(func.lower(User.name), User.public_id)
    )
    return list(session.scalars(rows))


def is_being_scored(session: Session, process: Process) -> bool:
    """Whether members are scoring the candidates now."""
    criteria = criteria_of(session, process)
    return criteria is not None and criteria.scoring_opened_at is not None and criteria.scoring_closed_at is None


def shortlist_of(session: Session, process: Process) -> Shortlist | None:
    """The machine's proposal with what the committee made of it so far."""
    return session.scalar(select(Shortlist).where(Shortlist.process_id == process.id))


def came_later(session: Session, process: Process, shortlist: Shortlist) -> list[Sid]:
    """Candidates that nobody scored: a scored one was split into them after the proposal."""
    scored = set(shortlist.proposal["order"])
    return [sid for sid in candidates(session, process) if sid.public_id not in scored]


def verdicts_of(session: Session, process: Process, shortlist: Shortlist) -> dict[str, str]:
    """What the machine says of every candidate to decide on; it says nothing of those that came later."""
    later = came_later(session, process, shortlist)
    return {**shortlist.proposal["verdicts"], **{sid.public_id: Verdict.UNDECIDED.value for sid in later}}


def decisions_of(session: Session, shortlist: Shortlist) -> list[Decision]:
    """The committee's choices, kept candidates first; a draft until the shortlist is decided."""
    rows = (
        select(Decision)
        .where(Decision.shortlist_id == shortlist.id)
        .order_by(Decision.is_kept.desc(), Decision.position, Decision.id)
        .options(selectinload(Decision.sid))
    )
    return list(session.scalars(rows))


def decision_of(session: Session, process: Process, sid: Sid) -> Decision | None:
    """The published decision on a candidate."""
    shortlist = shortlist_of(session, process)
    if shortlist is None or shortlist.decided_at is None:
        return None
    return session.scalar(select(Decision).where(Decision.shortlist_id == shortlist.id, Decision.sid_id == sid.id))


@dataclass(frozen=True)
class Line:
    """A candidate with what the scores say (from the stored proposal) and what the committee decided."""

    sid: Sid
    place: int | None
    total: float | None
    verdict: str  # in, out, undecided
    probability: float | None  # of being on the shortlist
    means: dict[str, float | None]  # by criterion key, 0 to 4
    points: dict[str, float | None]  # by criterion key, what it adds to the total
    decision: Decision | None
    is_later: bool = False  # it came after the scoring, so that nobody scored it

    @property
    def title(self) -> dict[str, str]:
        """The name under which it was adopted."""
        return {**self.sid.title, **self.decision.final_title} if self.decision else self.sid.title


def score_table(session: Session, process: Process) -> list[Line]:
    """Every candidate, best first, with the decision on it (a draft until published); last those nobody scored."""
    shortlist = shortlist_of(session, process)
    if shortlist is None:
        return []
    told = shortlist.proposal
    sids = {sid.public_id: sid for sid in candidates(session, process, with_withdrawn=True)}
    decided = {decision.sid_id: decision for decision in decisions_of(session, shortlist)}
    keys = list(told["weights"])
    lines = []
    for name in told["order"]:
        row, cells = told["rows"][name], told["cells"][name]
        lines.append(
            Line(
                sid=sids[name],
                place=row["place"],
                total=row["total"],
                verdict=row["verdict"],
                probability=told["certainty"][name]["probability"],
                means={key: cells[key]["mean"] for key in keys},
                points=dict(zip(keys, told["totals"][name]["points"], strict=True)),
                decision=decided.get(sids[name].id),
            )
        )
    nothing: dict[str, float | None] = dict.fromkeys(keys)
    for sid in came_later(session, process, shortlist):
        verdict, made = Verdict.UNDECIDED.value, decided.get(sid.id)
        lines.append(Line(sid, None, None, verdict, None, nothing, nothing, made, is_later=True))
    return lines


def shortlisted(session: Session, process: Process) -> list[Line]:
    """The published shortlist in the committee's order; empty until the decision."""
    shortlist = shortlist_of(session, process)
    if shortlist is None or shortlist.decided_at is None:
        return []
    kept = [line for line in score_table(session, process) if line.decision is not None and line.decision.is_kept]
    return sorted(kept, key=lambda line: line.decision.position if line.decision else 0)
