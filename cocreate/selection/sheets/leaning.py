"""Strict and mild members: each one's place among the others in a closed round, by number, the own one marked."""

import math
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.choice.assessors import Leaning, LeaningReport, leanings
from cocreate.analysis.choice.criteria import propose_shortlist
from cocreate.analysis.choice.crowd import scored_with
from cocreate.process.models import Process
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import CriteriaSet
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.models import ScoringRound
from cocreate.selection.views import signed
from cocreate.web.charts import Chart, Interval, interval_chart

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
