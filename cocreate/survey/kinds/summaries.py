"""The numbers behind each question's results, counted overall and by helix; not yet protected against small groups.

Counts are floats, so that the same summary holds raw counts and weighted ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cocreate.analysis.choice.comparisons import Comparisons

ByHelix = Mapping[str, Mapping[str, float]]  # helix -> key -> count


@dataclass(frozen=True)
class TextSummary:
    """How many people wrote something, overall and by helix; per item where there are items."""

    answered: float
    by_helix: Mapping[str, float]
    by_language: Mapping[str, float]
    by_item: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ChoiceSummary:
    """Counts per choice (in the question's order), overall and by helix; with several choices they pass the base."""

    answered: float
    counts: Mapping[str, float]
    by_helix: ByHelix
    comments: float = 0
    answered_by_helix: Mapping[str, float] = field(default_factory=dict)
    is_multiple: bool = False


@dataclass(frozen=True)
class RankingSummary:
    """How many people order something (also by helix) or have no opinion, and what their orders amount to.

    places  item -> place -> how many people put it there themselves; people who share places share the average one
    sums    None when there is nothing to order
    """

    answered: float
    no_opinion: float
    by_helix: Mapping[str, float]
    places: Mapping[str, Mapping[float, float]]
    sums: Comparisons | None


@dataclass(frozen=True)
class NumberSummary:
    """The distribution of a number: each distinct value with its count, overall and by helix."""

    answered: float
    values: Mapping[float, float]  # value -> count, ascending
    by_helix: Mapping[str, Mapping[float, float]]
    no_opinion: float = 0


@dataclass(frozen=True)
class MatrixSummary:
    """One set of choices per row: row key -> its counts per column."""

    rows: Mapping[str, ChoiceSummary]


@dataclass(frozen=True)
class PointsSummary:
    """Points handed out: how many people did, and the sum per option, overall and by helix."""

    answered: float
    sums: Mapping[str, float]
    by_helix: ByHelix
    answered_by_helix: Mapping[str, float]


@dataclass(frozen=True)
class PlaceSummary:
    """Points on the map, rounded to about a hundred metres: (latitude, longitude) -> count."""

    answered: float
    points: Mapping[tuple[float, float], float]


Summary = (
    TextSummary | ChoiceSummary | RankingSummary | NumberSummary | MatrixSummary | PointsSummary | PlaceSummary | None
)
