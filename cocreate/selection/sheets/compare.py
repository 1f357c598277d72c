"""Before and after a discussion: what moved from one round of scoring to the next, and by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet, Score, Sid
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.models import ScoringRound

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """One candidate in two rounds (public id); None where it was not scored. `cells`: criterion key -> mean marks."""

    candidate: str
    totals: tuple[float | None, float | None]
    places: tuple[int | None, int | None]
    verdicts: tuple[str, str]
    chances: tuple[float | None, float | None]
    cells: dict[str, tuple[float | None, float | None]]
    spreads: dict[str, tuple[float | None, float | None]]

    @property
    def gain(self) -> float | None:
        """Points of 100 gained."""
        before, after = self.totals
        return None if before is None or after is None else after - before

    @property
    def changes_side(self) -> bool:
        """Whether it is proposed now and was not, or the other way round."""
        return self.verdicts[0] != self.verdicts[1]


def moved(before: Report, after: Report) -> list[Moved]:
    """Every candidate of the later round, in its order.

    >>> cell = {"mean": 3.0, "spread": None}
    >>> row = {"total": 75.0, "place": 1, "verdict": "in"}
    >>> one = {"order": ["a"], "weights": {"k": 100}, "rows": {"a": row}, "cells": {"a": {"k": cell}}, "certainty": {}}
    >>> moved(one, one)[0].gain
    0.0
    """
    return [_moved(key, before, after) for key in after["order"]]


def _moved(key: str, before: Report, after: Report) -> Moved:
    rows = [report["rows"].get(key, {}) for report in (before, after)]
    chances = [report["certainty"].get(key, {}) for report in (before, after)]
    cells = {
        criterion: [report["cells"].get(key, {}).get(criterion, {}) for report in (before, after)]
        for criterion in after["weights"]
    }
    return Moved(
        candidate=key,
        totals=(rows[0].get("total"), rows[1].get("total")),
        places=(rows[0].get("place"), rows[1].get("place")),
        verdicts=(rows[0].get("verdict", "out"), rows[1].get("verdict", "out")),
        chances=(chances[0].get("probability"), chances[1].get("probability")),
        cells={name: (pair[0].get("mean"), pair[1].get("mean")) for name, pair in cells.items()},
        spreads={name: (pair[0].get("spread"), pair[1].get("spread")) for name, pair in cells.items()},
    )


@dataclass(frozen=True)
class Changes:
    """How many marks changed between two rounds, of those given in both, and how many members changed any."""

    both: int
    up: int
    down: int
    members: int
    of_members: int


def changes(before: Sequence[Score], after: Sequence[Score]) -> Changes:
    """Compare the marks of the same member, candidate and criterion."""
    earlier = {(row.member_id, row.sid_id, row.criterion_id): row.value for row in before if row.value is not None}
    steps = [
        (row.member_id, row.value - earlier[key])
        for row in after
        if row.value is not None and (key := (row.member_id, row.sid_id, row.criterion_id)) in earlier
    ]
    return Changes(
        both=len(steps),
        up=sum(step > 0 for _, step in steps),
        down=sum(step < 0 for _, step in steps),
        members=len({member for member, step in steps if step}),
        of_members=len({member for member, _ in steps}),
    )


@dataclass(frozen=True)
class Before:
    """What a member sees of the round before beside the sheet: the own marks, and the committee's mean by criterion."""

    number: int
    mine: dict[int, Score]
    means: dict[str, float | None]


def before_of(
    session: Session, criteria_set: CriteriaSet, round_: ScoringRound, sid: Sid, member_id: int | None
) -> Before | None:
    """The round before this one; None in the first."""
    closed = [row for row in sheets.rounds_closed(session, criteria_set) if row.number < round_.number]
    if not closed:
        return None
    cells = closed[-1].report["cells"].get(sid.public_id, {})
    mine = queries.sheet_of(session, criteria_set, member_id, closed[-1].number).get(sid.id, {})
    return Before(closed[-1].number, mine, {key: cell["mean"] for key, cell in cells.items()})
