"""What the ballots of a round say: stored when it closes, and looked at by its hosts while it is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.analysis.choice.ballots import Ballot, Item
from cocreate.analysis.choice.bootstrap import Pause, no_pause
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


@dataclass(frozen=True)
class Poll:
    """A round's ballots by dimension and how they are counted, free of the database: counting locks nobody out."""

    ballots: Mapping[str, tuple[Ballot, ...]]
    shown: tuple[str, ...]
    minimum: int
    terms: Terms

    def count(self, *, with_checks: bool = True, pause: Pause = no_pause) -> dict[str, Any]:
        """Per dimension the report of `ranking_report`; `pause` is called again and again while it is made."""
        return {
            dimension: ranking_report(rows, self.shown, self.minimum, self.terms, with_checks=with_checks, pause=pause)
            for dimension, rows in self.ballots.items()
        }


@dataclass(frozen=True)
class CountedPoll:
    """What was counted, and what came out."""

    poll: Poll
    results: dict[str, Any]


def poll_of(process: Process, round_: RankingRound, given: Mapping[str, Sequence[RankingBallot]]) -> Poll:
    """What there is to count; `given` has the ballots by dimension."""
    return Poll(
        {dimension: tuple(ballots_from(given.get(dimension, ()), round_.shown)) for dimension in round_.dimensions},
        tuple(round_.shown),
        process.minimum_cell,
        terms_of(round_),
    )


def ballots_from(rows: Sequence[RankingBallot], shown: Sequence[str]) -> list[Ballot]:
    """Rows as the mathematics reads them; each says what its person was shown."""
    return [_ballot(row, tuple(row.shown or shown)) for row in rows]


def _ballot(row: RankingBallot, shown: tuple[str, ...]) -> Ballot:
    group = row.helix or None
    if row.points:
        points: dict[Item, float] = {item: float(value) for item, value in row.points.items()}
        return Ballot.from_points(points, shown, group=group)
    return Ballot(tuple(tuple(tier) for tier in row.order), shown, group=group)
