"""What may be shown without telling of few people: choices by group as one table, and a part beside the whole.

Whoever may choose the part can subtract one page from another. So a question is shown for a part only when each of its
counts, split by group and language, is either 0 or large enough: then every sum and every difference of such pages is
made of large counts too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress_two_way
from cocreate.survey.cuts import Cut
from cocreate.survey.kinds import ResultRow
from cocreate.survey.kinds.base import ChoiceSummary, NumberSummary
from cocreate.survey.queries import Participation
from cocreate.survey.results.parts import Grouping
from cocreate.survey.tallies import canonical


@dataclass(frozen=True)
class Cross:
    """Choices (rows) by group (columns). With several choices per person the rows pass the totals."""

    cells: Mapping[str, Mapping[str, Shown]]
    rows: Mapping[str, Shown]
    columns: Mapping[str, Shown]
    total: Shown

    def is_open(self, key: str) -> bool:
        """Whether a row is shown whole, with its bases: only then may a number be made of it."""
        row = [*self.cells[key].values(), self.rows[key], *self.columns.values(), self.total]
        return all(shown is not HIDDEN for shown in row)


def cross(summary: ChoiceSummary, keys: Sequence[str], grouping: Grouping, minimum: int) -> Cross:
    """The safe table of a summary's choices by group."""
    if summary.is_multiple:
        return _cross_of_several(summary, keys, grouping, minimum)
    table = _merged(summary, keys, grouping)
    safe = suppress_two_way(table, minimum)
    return Cross(safe.cells, safe.row_totals, safe.column_totals, safe.total)


def _merged(summary: ChoiceSummary, keys: Sequence[str], grouping: Grouping) -> dict[str, dict[str, int]]:
    """Choice -> group -> count, with small groups taken together and the groups in order."""
    found: dict[str, dict[str, int]] = {key: {} for key in keys}
    groups = grouping.ordered([grouping.group_of(key) for key in summary.by_helix])
    for group in groups:
        for key in keys:
            members = (counts for name, counts in summary.by_helix.items() if grouping.group_of(name) == group)
            found[key][group] = round(sum(counts.get(key, 0) for counts in members))
    return found


def _cross_of_several(summary: ChoiceSummary, keys: Sequence[str], grouping: Grouping, minimum: int) -> Cross:
    """Each choice is a table of its own (chosen or not); what one of them must hide is hidden in all."""
    merged = _merged(summary, keys, grouping)
    people: dict[str, int] = {}
    for name, count in summary.answered_by_helix.items():
        group = grouping.group_of(name)
        people[group] = people.get(group, 0) + round(count)
    groups = grouping.ordered(list(people))
    columns: dict[str, Shown] = {group: people[group] for group in groups}
    total: Shown = sum(people.values())
    cells: dict[str, dict[str, Shown]] = {}
    rows: dict[str, Shown] = {}
    for key in keys:
        chosen = {group: merged[key].get(group, 0) for group in groups}
        rest = {group: people[group] - chosen[group] for group in groups}
        safe = suppress_two_way({"chosen": chosen, "rest": rest}, minimum)
        cells[key], rows[key] = safe.cells["chosen"], safe.row_totals["chosen"]
        columns = {group: HIDDEN if safe.column_totals[group] is HIDDEN else columns[group] for group in groups}
        total = HIDDEN if safe.total is HIDDEN else total
    return Cross(cells, rows, columns, total)


def hide_alike(one: Cross, other: Cross) -> tuple[Cross, Cross]:
    """Two tables over the same people: a total that one of them hides may not stand in the other."""
    rows: dict[str, Shown] = {
        key: HIDDEN if HIDDEN in (one.rows[key], other.rows[key]) else one.rows[key] for key in one.rows
    }
    total: Shown = HIDDEN if HIDDEN in (one.total, other.total) else one.total
    return Cross(one.cells, rows, one.columns, total), Cross(other.cells, rows, other.columns, total)


def points_as_choices(summary: NumberSummary, points: Sequence[float]) -> ChoiceSummary:
    """The points of a scale as choices: the same tables then hold for both."""
    named = {point: point_key(point) for point in points}
    by_helix = {
        helix: {named[point]: values.get(point, 0) for point in points} for helix, values in summary.by_helix.items()
    }
    return ChoiceSummary(
        answered=summary.answered,
        counts={named[point]: summary.values.get(point, 0) for point in points},
        by_helix=by_helix,
        answered_by_helix={helix: sum(counts.values()) for helix, counts in by_helix.items()},
    )


def point_key(point: float) -> str:
    """A point of a scale as a key.

    >>> point_key(3.0)
    '3'
    """
    return f"{point:g}"


def may_show(people: Participation, cut: Cut, minimum: int) -> bool:
    """Whether everybody may see the part at all."""
    return not cut.needs_sheets and all(count >= minimum for count in people.cells.values() if count)


def is_open(rows: Sequence[ResultRow], minimum: int) -> bool:
    """Whether a question's answers, of *all* sheets, allow to show parts of them."""
    found: Counter[tuple[str, str, bool, str, str]] = Counter()
    for row in rows:
        value = "" if row.value is None else canonical(row.value)
        found[row.item, value, row.has_text, row.helix, row.language] += round(row.count)
    return all(count >= minimum for count in found.values() if count)


def closed() -> str:
    """Instead of numbers."""
    return _(
        "Some of its numbers are too small to be shown for a part of the answers; the page of all answers has them."
    )
