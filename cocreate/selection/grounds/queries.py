"""Reads of the grounds: versions of the criteria, members' weights, and the rankings that count as a criterion."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.crowd import Crowd
from cocreate.analysis.choice.weights import MemberWeights
from cocreate.errors import Conflict
from cocreate.process.models import Process
from cocreate.selection.counting import ballots_from, terms_of
from cocreate.selection.grounds import rules
from cocreate.selection.grounds.models import CriteriaVersion, MemberWeighing, Weighing
from cocreate.selection.grounds.rules import MEMBERS_LEAST, Outcome, Wish
from cocreate.selection.models import CriteriaSet, RankingBallot, RankingRound
from cocreate.selection.rankings.pooling import pool
from cocreate.selection.rankings.terms import weighed
from cocreate.selection.rules import RoundState


def versions_of(session: Session, criteria_set: CriteriaSet) -> list[CriteriaVersion]:
    """All versions, latest first."""
    rows = select(CriteriaVersion).where(CriteriaVersion.criteria_set_id == criteria_set.id)
    return list(session.scalars(rows.order_by(CriteriaVersion.number.desc())))


def latest_version(session: Session, criteria_set: CriteriaSet) -> CriteriaVersion | None:
    """The version in force, by which members score once scoring is open."""
    rows = select(CriteriaVersion).where(CriteriaVersion.criteria_set_id == criteria_set.id)
    return session.scalar(rows.order_by(CriteriaVersion.number.desc()).limit(1))


def weighing_of(session: Session, criteria_set: CriteriaSet) -> Weighing | None:
    """The weighing that counts: the last one, open or closed."""
    rows = select(Weighing).where(Weighing.criteria_set_id == criteria_set.id)
    return session.scalar(rows.order_by(Weighing.number.desc()).limit(1))


def fits(criteria_set: CriteriaSet, weighing: Weighing) -> bool:
    """Whether the members weighed the very criteria that there are now."""
    return set(weighing.keys) == {criterion.key for criterion in criteria_set.criteria}


def own_wishes(session: Session, weighing: Weighing, member_id: int | None) -> dict[str, Wish]:
    """What one member said, by criterion key; empty when nothing yet."""
    mine = MemberWeighing.weighing_id == weighing.id, MemberWeighing.member_id == member_id
    row = session.scalar(select(MemberWeighing).where(*mine))
    return {} if row is None else {key: Wish(*said) for key, said in row.given.items()}


def who_weighed(session: Session, weighing: Weighing) -> set[int]:
    """Keys of the members who gave weights; which ones, nobody is told."""
    return set(session.scalars(select(MemberWeighing.member_id).where(MemberWeighing.weighing_id == weighing.id)))


def member_weights(session: Session, criteria_set: CriteriaSet) -> list[MemberWeights]:
    """What each member said, as shares in the criteria's order, by number: m1, m2, … by user id, as in scoring.

    Empty until the weighing is closed, with fewer than three members, or when the criteria changed since.
    """
    weighing = weighing_of(session, criteria_set)
    if weighing is None or weighing.closed_at is None or not fits(criteria_set, weighing):
        return []
    rows = select(MemberWeighing).where(MemberWeighing.weighing_id == weighing.id)
    given = list(session.scalars(rows.order_by(MemberWeighing.member_id)))
    if len(given) < MEMBERS_LEAST:
        return []
    keys = [criterion.key for criterion in criteria_set.criteria]
    return [
        rules.member_weights(f"m{number}", weighing.method, keys, {key: Wish(*said) for key, said in row.given.items()})
        for number, row in enumerate(given, start=1)
    ]


def settled(session: Session, criteria_set: CriteriaSet) -> Weighing | None:
    """The weighing that the weights come from, taken over or answered with a reason; None where they do not."""
    found = weighing_of(session, criteria_set)
    if found is None or not found.outcome or not fits(criteria_set, found):
        return None
    now = {criterion.key: criterion.weight for criterion in criteria_set.criteria}
    if found.outcome == Outcome.POOLED and rules.pooled(member_weights(session, criteria_set), list(now)) != now:
        return None  # the criteria went another way and came back with other weights
    return found


def crowd_round(session: Session, criteria_set: CriteriaSet) -> RankingRound | None:
    """The round of rankings that counts as a criterion."""
    if not criteria_set.crowd:
        return None
    mine = RankingRound.process_id == criteria_set.process_id, RankingRound.public_id == criteria_set.crowd["round"]
    return session.scalar(select(RankingRound).where(*mine))


def crowd_of(session: Session, criteria_set: CriteriaSet) -> Crowd | None:
    """The participants' ballots that mark a criterion; None where rankings are evidence only, or too few ranked.

    Raises Conflict while the round is still open: what it says is not known yet.
    """
    round_ = crowd_round(session, criteria_set)
    if round_ is None:
        return None
    if round_.state != RoundState.CLOSED:
        raise Conflict("selection.crowd.round_open")
    mine = RankingBallot.round_id == round_.id, RankingBallot.dimension == criteria_set.crowd["dimension"]
    rows = list(session.scalars(select(RankingBallot).where(*mine).order_by(RankingBallot.id)))
    minimum, terms = session.get_one(Process, criteria_set.process_id).minimum_cell, terms_of(round_)
    if len(rows) < minimum:
        return None
    # As in the results of the round: small families are one, so that leaving one out tells nothing, and ballots weigh
    # as was fixed before anybody ranked.
    pooled = pool(ballots_from(rows, round_.shown), terms.targets, minimum)
    ballots = weighed(pooled.ballots, terms.weighting, pooled.targets)
    return Crowd(criteria_set.crowd["criterion"], tuple(ballots))


def rounds_to_count(session: Session, process: Process) -> list[RankingRound]:
    """Rounds that can become a criterion: opened, so that what they ask does not change."""
    shown = [RoundState.OPEN.value, RoundState.CLOSED.value]
    rows = select(RankingRound).where(RankingRound.process_id == process.id, RankingRound.state.in_(shown))
    return list(session.scalars(rows.order_by(RankingRound.id.desc())))


def next_number(session: Session, criteria_set: CriteriaSet) -> int:
    """Of the next weighing."""
    rows = select(func.max(Weighing.number)).where(Weighing.criteria_set_id == criteria_set.id)
    return (session.scalar(rows) or 0) + 1
