"""What moved between two rounds of scoring, who marks strictly or mildly, and what the public reads of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.choice.assessors import Leaning, LeaningReport, leanings
from cocreate.analysis.choice.criteria import propose_shortlist
from cocreate.analysis.choice.crowd import scored_with
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import ConflictOfInterest, CriteriaSet, Score, ScoringRound, Sid
from cocreate.selection.rules import ConflictRule
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.views import signed
from cocreate.web.charts import Chart, Interval, interval_chart

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


@dataclass(frozen=True)
class ToldScoring:
    """Rounds that are closed; steps between them; conflicts, if the record is to say whose they were."""

    rounds: Sequence[ScoringRound]
    steps: Sequence[tuple[ScoringRound, ScoringRound, list[Moved]]]
    conflicts: Sequence[ConflictOfInterest]


def told_scoring(session: Session, process: Process, criteria_set: CriteriaSet) -> ToldScoring:
    """For the page of a published decision."""
    closed = sheets.rounds_closed(session, criteria_set)
    says_names = criteria_set.conflict_rule == ConflictRule.NAMES
    return ToldScoring(
        rounds=closed,
        steps=[(before, after, moved(before.report, after.report)) for before, after in pairwise(closed)],
        conflicts=sheets.conflicts_listed(session, process) if says_names else [],
    )


NINE_OF_TEN = 1.645  # standard errors to either side


@dataclass(frozen=True)
class Place:
    """One member among the others. `way`: mild, strict, or level where the doubt is larger than the leaning."""

    name: str
    is_own: bool
    leaning: Leaning
    low: float
    high: float

    @property
    def way(self) -> str:
        """In which direction, as far as it can be told from chance."""
        return "mild" if self.low > 0 else "strict" if self.high < 0 else "level"


@dataclass(frozen=True)
class Leanings:
    """What a page shows of a round; entered, dropped: candidates (public ids) if every leaning were taken off."""

    places: list[Place]
    report: LeaningReport
    entered: list[str]
    dropped: list[str]
    chart: Chart | None


def leanings_of(
    session: Session, process: Process, criteria_set: CriteriaSet, round_: ScoringRound, me: int | None
) -> Leanings:
    """Computed from the marks that count, mildest first."""
    scores = sheets.counted_scores(session, process, criteria_set, round_.number)
    numbers = sheets.numbered([row.member_id for row in scores])
    inputs = scoring_inputs(session, process, criteria_set, round_.number)
    report = leanings(inputs.candidates, inputs.criteria, inputs.entries, inputs.crowd)
    places = [_place(row, is_own=row.assessor == numbers.get(me or 0)) for row in report.rows]
    places.sort(key=lambda place: (-place.leaning.leaning, place.leaning.assessor))
    plain = scored_with(inputs.candidates, inputs.criteria, inputs.entries, inputs.crowd)
    then, now = (set(propose_shortlist(made.totals, size=inputs.size).selected) for made in (plain, report.adjusted))
    return Leanings(
        places=places,
        report=report,
        entered=[key for key in inputs.candidates if key in now - then],
        dropped=[key for key in inputs.candidates if key in then - now],
        chart=_chart(places) if len(places) > 1 else None,
    )


def _place(row: Leaning, *, is_own: bool) -> Place:
    number = row.assessor.removeprefix("m")
    name = _("You (member %(number)s)", number=number) if is_own else _("Member %(number)s", number=number)
    doubt = NINE_OF_TEN * row.error
    return Place(name, is_own, row, row.leaning - doubt, row.leaning + doubt)


def _chart(places: list[Place]) -> Chart:
    bound = max(1, math.ceil(max(max(abs(place.low), abs(place.high)) for place in places)))
    return interval_chart(
        _("Marks above or below the others’ on the same cells"),
        [Interval(place.name, place.leaning.leaning, place.low, place.high) for place in places],
        headers=(_("Member"), _("Leaning"), _("At least"), _("At most")),
        minimum=-bound,
        maximum=bound,
        show=signed,
        ident="leanings",
    )
