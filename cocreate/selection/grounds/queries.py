"""Reads of the grounds: versions of the criteria, members' weights, and the rankings that count as a criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice import weights as weighing
from cocreate.analysis.choice.crowd import Crowd
from cocreate.analysis.choice.weights import MemberWeights
from cocreate.core.db import Translated
from cocreate.errors import Conflict
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.counting import ballots_from, terms_of
from cocreate.selection.grounds import rules
from cocreate.selection.grounds.rules import MEMBERS_LEAST, Outcome, Wish, pooled
from cocreate.selection.models import (
    CriteriaSet,
    CriteriaVersion,
    MemberWeighing,
    RankingBallot,
    RankingRound,
    Weighing,
)
from cocreate.selection.rankings.ballots import pool
from cocreate.selection.rankings.terms import weighed
from cocreate.selection.rules import RoundState
from cocreate.web.charts import Chart, Interval, interval_chart
from cocreate.web.language import translate


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


@dataclass(frozen=True)
class Row:
    """One criterion as the members weigh it together, in shares of 1."""

    title: Translated
    share: float
    lowest: float
    highest: float
    common: tuple[float, float] | None  # what every member could live with
    whole: int  # the share as a whole weight


@dataclass(frozen=True)
class Together:
    """The members' weights together, with how far apart they are."""

    rows: tuple[Row, ...]
    is_common: bool  # some weights lie within everybody's ranges on all criteria at once
    apart: float
    members: int
    chart: Chart


def together(session: Session, criteria_set: CriteriaSet) -> Together | None:
    """What the members say together; None while nobody may know."""
    members = member_weights(session, criteria_set)
    whole = pooled(members, [criterion.key for criterion in criteria_set.criteria])
    if whole is None:
        return None
    group = weighing.pool(members)
    rows = []
    for place, criterion in enumerate(criteria_set.criteria):
        low, high = group.lowest[place], group.highest[place]
        share = min(max(group.shares[place], low), high)  # else a mean of equal shares can lie a bit beside them
        rows.append(Row(criterion.title, share, low, high, group.common[place], whole[criterion.key]))
    return Together(tuple(rows), group.is_common, group.apart, group.members, _chart(rows))


def _chart(rows: Sequence[Row]) -> Chart:
    return interval_chart(
        _("What the members say the criteria weigh: together, and between which weights"),
        [Interval(translate(row.title), row.share, row.lowest, row.highest) for row in rows],
        headers=(_("Criterion"), _("Together"), _("Lowest"), _("Highest")),
        maximum=max(0.5, *(row.highest for row in rows)),
        show=per_cent,
        ident="weights-together",
    )


def per_cent(share: float) -> str:
    """A share of 1 as per cent, with one decimal where it has one."""
    return _("%(number)s %%", number=format_decimal(round(100 * share, 1)))


def standing(session: Session, process: Process, criteria_set: CriteriaSet) -> dict[str, Any]:
    """What the organisers' page of the criteria says of rankings, weighing and versions."""
    found = weighing_of(session, criteria_set)
    return {
        "rounds": rounds_to_count(session, process),
        "crowd_round": crowd_round(session, criteria_set),
        "weighing": found,
        "fits": found is None or fits(criteria_set, found),
        "settled": settled(session, criteria_set),
        "together": together(session, criteria_set),
        "versions": versions_of(session, criteria_set),
    }


def who_is_done(session: Session, process: Process, criteria_set: CriteriaSet) -> list[tuple[str, bool]]:
    """Each member by name, and whether they gave weights; not which."""
    found = weighing_of(session, criteria_set)
    done = who_weighed(session, found) if found is not None else set()
    return [(user.name or user.email, user.id in done) for user in queries.committee(session, process)]


def titles_of(criteria_set: CriteriaSet) -> Mapping[str, Translated]:
    """The criteria's titles by key, in order."""
    return {criterion.key: criterion.title for criterion in criteria_set.criteria}
