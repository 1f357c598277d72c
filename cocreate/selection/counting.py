"""What the ballots of a round say: stored when it closes, and looked at by its hosts while it is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.analysis.choice.ballots import Ballot
from cocreate.process.models import Process
from cocreate.selection.models import RankingBallot, RankingRound
from cocreate.selection.reports import ranking_report


def count_ballots(
    process: Process, round_: RankingRound, given: Mapping[str, Sequence[RankingBallot]]
) -> dict[str, Any]:
    """Per dimension the report of `reports.ranking_report`; `given` has the ballots by dimension."""
    return {
        dimension: ranking_report(_ballots(given.get(dimension, ()), round_.shown), round_.shown, process.minimum_cell)
        for dimension in round_.dimensions
    }


def _ballots(rows: Sequence[RankingBallot], shown: Sequence[str]) -> list[Ballot]:
    return [
        Ballot(order=tuple(tuple(tier) for tier in row.order), shown=tuple(shown), group=row.helix or None)
        for row in rows
    ]
