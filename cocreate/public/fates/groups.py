"""Tables by group of the helix that may be published beside the sums of the page."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress, suppress_two_way


@dataclass(frozen=True)
class GroupTable:
    """Rows by group; what would tell of too few people is HIDDEN, and enough else that nobody can work it out."""

    columns: tuple[str, ...]
    rows: dict[str, dict[str, Shown]]
    totals: dict[str, Shown]  # of the rows

    def shown(self, row: str, column: str) -> int:
        """The number, 0 where it is hidden."""
        number = self.rows[row][column]
        return number if isinstance(number, int) else 0


def safe_table(counts: Iterable[tuple[str, str, int]], columns: Iterable[str], minimum: int) -> GroupTable:
    """From (group, column, count). The sums of the columns stand on the same page.

    A column whose sum the rules of `disclosure` would hide is therefore hidden whole, zeros too: with the sum in hand
    a single number of it would tell the others.

    >>> table = safe_table([("research", "kept", 9), ("business", "kept", 1), ("business", "waiting", 2)],
    ...                    ["kept", "waiting"], 5)
    >>> table.rows["research"]
    {'kept': <Hidden.HIDDEN: 'hidden'>, 'waiting': <Hidden.HIDDEN: 'hidden'>}
    """
    names = tuple(columns)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for group, column, number in counts:
        table[group][column] += number
    full = {group: {name: row[name] for name in names} for group, row in sorted(table.items())}
    if not full:
        return GroupTable(names, {}, {})
    safe = suppress_two_way(full, minimum)
    closed = {name for name in names if safe.column_totals[name] is HIDDEN}
    rows = {
        group: {name: HIDDEN if name in closed else row[name] for name in names} for group, row in safe.cells.items()
    }
    return GroupTable(names, rows, dict(safe.row_totals))


def safe_columns(counts: Iterable[tuple[str, str, int]], columns: Iterable[str], minimum: int) -> GroupTable:
    """The same where the sums of the rows are told nowhere: each column by itself, which hides far less.

    >>> table = safe_columns([("research", "kept", 90), ("business", "kept", 40), ("business", "waiting", 2),
    ...                       ("research", "waiting", 9), ("citizen", "waiting", 8)], ["kept", "waiting"], 5)
    >>> table.rows["research"]["kept"], str(table.rows["business"]["waiting"])
    (90, 'hidden')
    """
    names, found = tuple(columns), list(counts)
    rows: dict[str, dict[str, Shown]] = {group: {} for group in sorted({group for group, _name, _number in found})}
    for name in names:
        column = Counter(dict.fromkeys(rows, 0))
        for group, where, number in found:
            column[group] += number if where == name else 0
        safe = suppress(column, minimum)
        for group in rows:
            rows[group][name] = HIDDEN if safe.total is HIDDEN else safe.cells[group]
    return GroupTable(names, rows, {})


def rest_of(table: GroupTable, column: str, total: int) -> int:
    """What is hidden of a column, all together."""
    return total - sum(table.shown(group, column) for group in table.rows)
