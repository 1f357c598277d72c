"""What the ballots of a round say: stored when it closes, and looked at by its hosts while it is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.analysis.choice.ballots import Ballot, Item
from cocreate.process.models import Process
from cocreate.selection.models import RankingBallot, RankingRound
from cocreate.selection.rankings.report import ranking_report
from cocreate.selection.rankings.terms import Terms, Weighting


def terms_of(round_: RankingRound) -> Terms:
    """How the round is counted."""
    return Terms(
        rule=round_.counting_rule,
        weighting=Weighting(round_.weighting),
        targets=round_.targets,
        places=round_.places or max(1, len(round_.shown) // 2),
        seed=round_.seed,
    )


def count_ballots(
    process: Process,
    round_: RankingRound,
    given: Mapping[str, Sequence[RankingBallot]],
    *,
    with_checks: bool = True,
) -> dict[str, Any]:
    """Per dimension the report of `ranking_report`; `given` has the ballots by dimension."""
    terms, minimum = terms_of(round_), process.minimum_cell
    return {
        dimension: ranking_report(
            ballots_from(given.get(dimension, ()), round_.shown),
            round_.shown,
            minimum,
            terms,
            with_checks=with_checks,
        )
        for dimension in round_.dimensions
    }


def ballots_from(rows: Sequence[RankingBallot], shown: Sequence[str]) -> list[Ballot]:
    """Rows as the mathematics reads them; each says what its person was shown."""
    return [_ballot(row, tuple(row.shown or shown)) for row in rows]


def _ballot(row: RankingBallot, shown: tuple[str, ...]) -> Ballot:
    group = row.helix or None
    if row.points:
        points: dict[Item, float] = {item: float(value) for item, value in row.points.items()}
        return Ballot.from_points(points, shown, group=group)
    return Ballot(tuple(tuple(tier) for tier in row.order), shown, group=group)
