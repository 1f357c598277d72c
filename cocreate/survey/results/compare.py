"""Groups of people beside each other: what each said to a question, with its doubt, raw and balanced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cocreate.analysis.comparison import (
    Difference,
    MeanDifference,
    Spread,
    difference_of_means,
    difference_of_shares,
    interval_of_mean,
    spread_of,
)
from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.analysis.representativity import wilson
from cocreate.survey.kinds import Ground, QuestionLike, ResultRow, kind_of
from cocreate.survey.kinds.base import ChoiceSummary, MatrixSummary, NumberSummary, Summary
from cocreate.survey.results.cross import Cross, cross, points_as_choices
from cocreate.survey.results.pairs import Pair
from cocreate.survey.results.parts import Grouping, Weights, protected, weighted

IN, OUT = "in", "out"
Summarise = Callable[[Sequence[ResultRow]], Summary]


@dataclass(frozen=True)
class ShareOf:
    """How many of a group said something; `difference` is that to everybody else who answered both questions."""

    count: int
    base: int
    low: float
    high: float
    balanced: float | None
    difference: Difference | None

    @property
    def share(self) -> float:
        """Of the group."""
        return self.count / self.base


@dataclass(frozen=True)
class MeanOf:
    """The mean of a group."""

    spread: Spread
    interval: tuple[float, float] | None
    balanced: float | None
    difference: MeanDifference | None


@dataclass(frozen=True)
class Group:
    """One group; what may not be shown is None."""

    key: str
    name: str
    base: Shown
    shares: Mapping[str, ShareOf | None] = field(default_factory=dict)  # answer -> its share
    mean: MeanOf | None = None


@dataclass(frozen=True)
class Grouped:
    """People in groups; `overlap` where one person can be in several."""

    names: Mapping[str, str]
    pairs: Sequence[Pair]
    overlap: bool = False

    @property
    def mine(self) -> list[Pair]:
        """The answers of people who are in a group."""
        return [pair for pair in self.pairs if any(group in self.names for group in pair.groups)]

    def rows_by_group(self, weights: Weights | None = None) -> list[ResultRow]:
        """Rows with the group in the place of the helix category; one who is in several counts in each."""
        found = []
        for pair in self.mine:
            row = weighted([pair.row], weights)[0] if weights else pair.row
            found += [replace(row, helix=group) for group in pair.groups if group in self.names]
        return found

    def rows_against(self, group: str) -> list[ResultRow]:
        """Rows of one group, and of all others."""
        return [replace(pair.row, helix=IN if group in pair.groups else OUT) for pair in self.mine]


def summary_of(question: QuestionLike, part: str, ground: Ground) -> Summarise:
    """How a question's answers are summed up; `part` is a row of a matrix."""

    def summarise(rows: Sequence[ResultRow]) -> Summary:
        found = kind_of(question).summarise(question, rows, ground)
        return found.rows.get(part) if isinstance(found, MatrixSummary) else found

    return summarise


def is_open(grouped: Grouped, summarise: Summarise, minimum: int, *, is_number: bool) -> bool:
    """Whether everybody may see the comparison: no count in it, nor any that could be worked out from it, is small.

    Whoever said nothing that groups them counts as a group of their own, for the page of all answers has them too.
    """
    rows = [replace(p.row, helix=g) for p in grouped.pairs for g in (p.groups or ("",))]
    summary = summarise(rows)
    if isinstance(summary, NumberSummary):
        people = [sum(values.values()) for values in summary.by_helix.values()]
        cells = [] if is_number else [count for values in summary.by_helix.values() for count in values.values()]
    elif isinstance(summary, ChoiceSummary):
        people = [_base(summary, group) for group in summary.by_helix]
        cells = [count for counts in summary.by_helix.values() for count in counts.values()]
        if summary.is_multiple:
            cells += [_base(summary, g) - n for g, counts in summary.by_helix.items() for n in counts.values()]
    else:
        return False
    if grouped.overlap:  # then also what is left when one group is taken from all
        for group in grouped.names:
            against = summarise(grouped.rows_against(group))
            if isinstance(against, ChoiceSummary):
                cells += [count for counts in against.by_helix.values() for count in counts.values()]
            elif isinstance(against, NumberSummary):
                people += [sum(values.values()) for values in against.by_helix.values()]
    return all(round(count) >= minimum for count in (*people, *cells) if round(count))


def compare_shares(
    grouped: Grouped, summarise: Summarise, answers: Sequence[str], minimum: int, weights: Weights | None
) -> list[Group]:
    """Each group's shares of each answer, with what is too small, and what could give it away, left out."""
    tables = _tables(grouped, summarise, answers, minimum)
    balanced = summarise(grouped.rows_by_group(weights)) if weights else None
    if isinstance(balanced, NumberSummary):
        balanced = points_as_choices(balanced, [float(answer) for answer in answers])
    comparisons = max(1, len(tables) * len(answers))
    found = []
    for group, (table, column) in tables.items():
        shares = {key: _share(table, column, key, comparisons) for key in answers}
        if isinstance(balanced, ChoiceSummary):
            shares = {key: _balanced(share, key, group, balanced) for key, share in shares.items()}
        found.append(Group(group, grouped.names[group], table.columns.get(column, 0), shares))
    return found


def _tables(
    grouped: Grouped, summarise: Summarise, answers: Sequence[str], minimum: int
) -> dict[str, tuple[Cross, str]]:
    """Group -> the safe table it stands in, and its column there."""
    if not grouped.overlap:
        table = cross(_choices(summarise(grouped.rows_by_group()), answers), answers, _grouping(grouped.names), minimum)
        return {group: (table, group) for group in grouped.names if group in table.columns}
    sides = _grouping({IN: IN, OUT: OUT})
    found = {}
    for group in grouped.names:
        table = cross(_choices(summarise(grouped.rows_against(group)), answers), answers, sides, minimum)
        if IN in table.columns:
            found[group] = (table, IN)
    # All of them are over the same people: a total that one hides may not stand in another.
    totals: dict[str, Shown] = {
        key: HIDDEN if any(table.rows[key] is HIDDEN for table, _ in found.values()) else 0 for key in answers
    }
    return {
        group: (
            replace(table, rows={key: HIDDEN if totals[key] is HIDDEN else table.rows[key] for key in answers}),
            column,
        )
        for group, (table, column) in found.items()
    }


def _grouping(names: Mapping[str, str]) -> Grouping:
    return Grouping("", names)


def _choices(summary: Summary, answers: Sequence[str]) -> ChoiceSummary:
    if isinstance(summary, NumberSummary):
        return points_as_choices(summary, [float(answer) for answer in answers])
    return summary if isinstance(summary, ChoiceSummary) else ChoiceSummary(0, dict.fromkeys(answers, 0.0), {})


def _share(table: Cross, column: str, key: str, comparisons: int) -> ShareOf | None:
    count, base = table.cells[key].get(column, 0), table.columns[column]
    if count is HIDDEN or base is HIDDEN or not base:
        return None
    row, total = table.rows[key], table.total
    difference = None
    if row is not HIDDEN and total is not HIDDEN and total > base:
        difference = difference_of_shares(count, base, row - count, total - base, comparisons=comparisons)
    low, high = wilson(count, base)
    return ShareOf(count, base, low, high, None, difference)


def _balanced(share: ShareOf | None, key: str, group: str, balanced: ChoiceSummary) -> ShareOf | None:
    """With its balanced share, which is made of the group's own answers and tells nothing of a hidden other group."""
    base = _base(balanced, group)
    if share is None or not base:
        return share
    return replace(share, balanced=balanced.by_helix.get(group, {}).get(key, 0) / base)


def _base(summary: ChoiceSummary, group: str) -> float:
    if summary.is_multiple:
        return summary.answered_by_helix.get(group, 0)
    return sum(summary.by_helix.get(group, {}).values())


def compare_means(grouped: Grouped, summarise: Summarise, minimum: int, weights: Weights | None) -> list[Group]:
    """Each group's mean, for groups that are large enough."""
    values = _numbers(summarise(grouped.rows_by_group()))
    balanced = _numbers(summarise(grouped.rows_by_group(weights))) if weights else {}
    everybody = _numbers(summarise([replace(pair.row, helix="") for pair in grouped.mine])).get("", {})
    counts = {group: round(sum(values.get(group, {}).values())) for group in grouped.names}
    # Groups that overlap have no common total from which the small ones could be worked out.
    alone: dict[str, Shown] = {g: HIDDEN if 0 < n < minimum else n for g, n in counts.items()}
    safe = alone if grouped.overlap else protected(counts, minimum)
    found = []
    for group, name in grouped.names.items():
        base = safe.get(group, HIDDEN)
        mean = None
        if base is not HIDDEN and base:
            mine = values[group]
            others = {number: count - mine.get(number, 0) for number, count in everybody.items()}
            mean = _mean(mine, others, balanced.get(group, {}), minimum, max(1, len(grouped.names)))
        found.append(Group(group, name, base, mean=mean))
    return found


def _mean(
    mine: Mapping[float, float],
    others: Mapping[float, float],
    balanced: Mapping[float, float],
    minimum: int,
    comparisons: int,
) -> MeanOf:
    spread, rest = spread_of(mine), spread_of(others)
    difference = difference_of_means(spread, rest, comparisons=comparisons) if rest.base >= minimum else None
    return MeanOf(spread, interval_of_mean(spread), spread_of(balanced).mean if balanced else None, difference)


def _numbers(summary: Summary) -> Mapping[str, Mapping[float, float]]:
    return summary.by_helix if isinstance(summary, NumberSummary) else {}
