"""Small numbers point at people: cells below a minimum are hidden, and enough others that nobody can work them out.

Hiding the "2" of a row whose total is printed hides nothing. After the small cells (primary suppression) we hide
further ones (complementary suppression) until, for all that the printed cells and totals allow, every small cell could
be at least as large as the minimum. The further cells are found as cheapest circles through the table, as in Castro,
"A shortest-paths heuristic for statistical data protection in positive tables" (INFORMS J. on Computing 19, 2007); that
a cell can be worked out exactly when no such circle runs through it is from Gusfield, "A graph theoretic approach to
statistical data security" (SIAM J. on Computing 17, 1988).

One table at a time: two tables over the same people, printed side by side, can still be compared by a reader.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from typing import Final, Generic, Literal, TypeVar


class Hidden(StrEnum):
    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN
"""Stands where a number would point at people; compare with `is` or ==; in JSON it reads "hidden"."""

Shown = int | Literal[Hidden.HIDDEN]
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

UNLIMITED = 1 << 60
_TOTAL: Final = object()


@dataclass(frozen=True, slots=True)
class SafeList(Generic[Row]):
    """A one-way table that may be published: every number or HIDDEN."""

    cells: dict[Row, Shown]
    total: Shown


@dataclass(frozen=True, slots=True)
class SafeTable(Generic[Row, Column]):
    """A two-way table that may be published with its totals: every number or HIDDEN."""

    cells: dict[Row, dict[Column, Shown]]
    row_totals: dict[Row, Shown]
    column_totals: dict[Column, Shown]
    total: Shown


@dataclass(slots=True)
class _Cell:
    """An edge between two lines (a row and a column, say) whose entries cancel out; a total enters with a minus.

    rise, fall: by how much a reader could believe the signed entry to be higher or lower. A hidden count is known to be
    at least 1, since a 0 is always shown.
    """

    tail: int
    head: int
    count: int
    is_total: bool
    is_last_resort: bool
    is_hidden: bool = False

    @property
    def rise(self) -> int:
        return self.count - 1 if self.is_total else UNLIMITED

    @property
    def fall(self) -> int:
        return UNLIMITED if self.is_total else self.count - 1


def suppress(counts: Mapping[Row, int], minimum: int = 5) -> SafeList[Row]:
    """Hide the small counts of a breakdown whose total is published beside it.

    A count from 1 to `minimum` - 1 is small. A 0 is shown: it describes nobody. The total is hidden when it is small
    itself, or when nothing else can protect a small count. Raises ValueError for a negative count.

    >>> suppress({"business": 40, "research": 270, "public": 2})
    SafeList(cells={'business': <Hidden.HIDDEN: 'hidden'>, 'research': 270, 'public': <Hidden.HIDDEN: 'hidden'>},
             total=312)
    """
    _check(counts.values(), minimum)
    cells: dict[Hashable, _Cell] = {key: _Cell(0, 1, count, False, False) for key, count in counts.items()}
    cells[_TOTAL] = _Cell(0, 1, sum(counts.values()), True, True)
    _protect(list(cells.values()), minimum)
    shown = {key: _publish(cell) for key, cell in cells.items()}
    return SafeList(cells={key: shown[key] for key in counts}, total=shown[_TOTAL])


def suppress_two_way(table: Mapping[Row, Mapping[Column, int]], minimum: int = 5) -> SafeTable[Row, Column]:
    """Hide the small counts of a cross table whose row, column and grand totals are published beside it.

    `table[row][column]`; a column that a row does not name counts 0. Totals are cells too: a small one is hidden, and
    others may be to protect it. Same rules and errors as `suppress`.

    >>> safe = suppress_two_way({"yes": {"business": 30, "public": 3}, "no": {"business": 20, "public": 40}})
    >>> safe.cells["no"]["public"]
    <Hidden.HIDDEN: 'hidden'>
    >>> safe.row_totals, safe.column_totals, safe.total
    ({'yes': 33, 'no': 60}, {'business': 50, 'public': 43}, 93)
    """
    rows = list(table)
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    counts = {(row, column): table[row].get(column, 0) for row in rows for column in columns}
    _check(counts.values(), minimum)
    line = {key: index for index, key in enumerate([*(("row", r) for r in rows), *(("column", c) for c in columns)])}
    all_rows, all_columns = len(line), len(line) + 1  # the line of column totals, and the line of row totals
    cells = {(r, c): _Cell(line["row", r], line["column", c], count, False, False) for (r, c), count in counts.items()}
    row_totals = {r: _Cell(line["row", r], all_columns, sum(counts[r, c] for c in columns), True, False) for r in rows}
    column_totals = {
        c: _Cell(all_rows, line["column", c], sum(counts[r, c] for r in rows), True, False) for c in columns
    }
    total = _Cell(all_rows, all_columns, sum(counts.values()), False, True)
    _protect([*cells.values(), *row_totals.values(), *column_totals.values(), total], minimum)
    return SafeTable(
        cells={row: {column: _publish(cells[row, column]) for column in columns} for row in rows},
        row_totals={row: _publish(cell) for row, cell in row_totals.items()},
        column_totals={column: _publish(cell) for column, cell in column_totals.items()},
        total=_publish(total),
    )


def _check(counts: Iterable[int], minimum: int) -> None:
    if minimum < 1 or any(count < 0 for count in counts):
        raise ValueError("counts are 0 or more, and the minimum is 1 or more")


def _publish(cell: _Cell) -> Shown:
    return HIDDEN if cell.is_hidden else cell.count


def _protect(cells: list[_Cell], minimum: int) -> None:
    """Mark what must be hidden, the smallest counts first, as their circles often protect the others too."""
    small = sorted((cell for cell in cells if 0 < cell.count < minimum), key=lambda cell: cell.count)
    for cell in small:
        cell.is_hidden = True
    for (
        cell
    ) in small:  # once each: hiding more for the next never narrows what a reader must think possible of the last
        _protect_one(cell, cells, minimum - cell.count)


def _protect_one(cell: _Cell, cells: list[_Cell], needed: int) -> None:
    """Hide circles through `cell` until its count could be `needed` higher.

    In the entry's own direction the count rises when the signed entry moves that way; every other line must then be
    balanced along a path from one end of the cell to the other, each step lowering or raising one further cell.
    """
    moved: dict[int, int] = {}  # flow already sent through each cell, as a change of its signed entry
    while needed > 0:
        path = _cheapest_path(cell, cells, moved)
        amount = min([needed, *(room for _, _, room in path)])
        for other, direction, _ in path:
            cells[other].is_hidden = True
            moved[other] = moved.get(other, 0) + direction * amount
        needed -= amount


def _cheapest_path(cell: _Cell, cells: list[_Cell], moved: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Steps (cell index, +1 raise or -1 lower, room) that balance one more in `cell`; hides the least (Dijkstra).

    A path always exists: the totals of the cell's lines can rise with it without limit.
    """
    start, goal = (cell.head, cell.tail) if cell.is_total else (cell.tail, cell.head)
    steps: dict[int, list[tuple[int, int, int, int]]] = {}
    for index, other in enumerate(cells):
        if other is cell or other.count == 0:
            continue
        change = moved.get(index, 0)
        down, up = other.fall + change, other.rise - change
        if down > 0:
            steps.setdefault(other.tail, []).append((other.head, index, -1, down))
        if up > 0:
            steps.setdefault(other.head, []).append((other.tail, index, +1, up))
    best: dict[int, int] = {start: 0}
    came: dict[int, tuple[int, tuple[int, int, int]]] = {}
    queue = [(0, start)]
    while queue:
        cost, line = heappop(queue)
        if line == goal:
            break
        if cost > best[line]:
            continue
        for following, index, direction, room in steps.get(line, ()):
            new_cost = cost + _cost(cells[index])
            if new_cost < best.get(following, UNLIMITED):
                best[following] = new_cost
                came[following] = (line, (index, direction, room))
                heappush(queue, (new_cost, following))
    path, line = [], goal
    while line != start:
        line, step = came[line]
        path.append(step)
    return path


def _cost(cell: _Cell) -> int:
    """What a reader loses: nothing for a cell hidden anyway, else one cell first and its count second."""
    if cell.is_hidden:
        return 0
    return 10**6 + cell.count + (10**12 if cell.is_last_resort else 10**9 if cell.is_total else 0)
