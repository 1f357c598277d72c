"""Whoever reads a published table, totals included, cannot work out a small cell."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cocreate.analysis.disclosure import HIDDEN, suppress, suppress_two_way

counts = st.integers(0, 4) | st.integers(0, 60)
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(st.lists(counts, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)


def readable_range(published: np.ndarray, row: int, column: int) -> tuple[float, float]:
    """What an outsider can prove about one hidden entry, by linear programming.

    `published` holds cells with their totals in the last row and column, NaN where hidden. The outsider knows that rows
    and columns add up, and that a hidden count is at least 1. The bounds are whole numbers, as in any such table.
    """
    height, width = published.shape
    sign = np.ones(published.shape)
    sign[-1, :-1] = sign[:-1, -1] = -1
    lines = []
    for index in range(height):
        mask = np.zeros(published.shape)
        mask[index] = sign[index]
        lines.append(mask.ravel())
    for index in range(width):
        mask = np.zeros(published.shape)
        mask[:, index] = sign[:, index]
        lines.append(mask.ravel())
    bounds = [(1, None) if np.isnan(value) else (value, value) for value in published.ravel()]
    goal = np.zeros(published.size)
    goal[row * width + column] = 1
    found = []
    for direction in (1, -1):
        answer = linprog(direction * goal, A_eq=np.array(lines), b_eq=np.zeros(len(lines)), bounds=bounds)
        found.append(np.inf if answer.status == 3 else answer.x @ goal)
        assert answer.status in (0, 3)
    return found[0] if np.isfinite(found[0]) else -np.inf, found[1]


def as_array(safe, rows: int, columns: int) -> np.ndarray:
    """The published table with totals in the last row and column, NaN where hidden."""
    published = np.full((rows + 1, columns + 1), np.nan)
    for row in range(rows):
        for column in range(columns):
            published[row, column] = np.nan if safe.cells[row][column] is HIDDEN else safe.cells[row][column]
        published[row, -1] = np.nan if safe.row_totals[row] is HIDDEN else safe.row_totals[row]
    for column in range(columns):
        total = safe.column_totals[column]
        published[-1, column] = np.nan if total is HIDDEN else total
    published[-1, -1] = np.nan if safe.total is HIDDEN else safe.total
    return published


@settings(max_examples=80, deadline=None)
@given(tables, st.sampled_from([2, 3, 5]))
@example([[1, 1, 1, 1, 1]], 5)
@example([[3, 0], [0, 20]], 5)
@example([[1, 0, 0], [0, 1, 0], [0, 0, 1]], 2)
@example([[2, 40, 40], [40, 40, 40]], 5)
def test_no_small_cell_of_a_cross_table_can_be_worked_out_from_what_is_printed(
    table: list[list[int]], minimum: int
) -> None:
    safe = suppress_two_way({r: dict(enumerate(row)) for r, row in enumerate(table)}, minimum)
    published = as_array(safe, len(table), len(table[0]))
    cells = np.array(table)
    truth = np.block([[cells, cells.sum(axis=1, keepdims=True)], [cells.sum(axis=0), cells.sum()]])
    assert (np.isnan(published) | (published == truth)).all(), "what is shown is true"
    assert not np.isnan(published[truth == 0]).any(), "a zero is never hidden"
    for row, column in np.argwhere((truth > 0) & (truth < minimum)):
        assert np.isnan(published[row, column])
        low, high = readable_range(published, row, column)
        assert high >= minimum - 1e-6
        assert low < high - 0.5


@settings(max_examples=200)
@given(st.lists(counts, min_size=1, max_size=7), st.sampled_from([2, 3, 5, 10]))
def test_no_small_count_of_a_breakdown_can_be_worked_out_from_its_total(row: list[int], minimum: int) -> None:
    safe = suppress(dict(enumerate(row)), minimum)
    hidden = [key for key, cell in safe.cells.items() if cell is HIDDEN]
    assert all(cell is HIDDEN or cell == row[key] for key, cell in safe.cells.items())
    assert all(key in hidden for key, count in enumerate(row) if 0 < count < minimum)
    if hidden and safe.total is not HIDDEN:
        # The others are at least 1 each: this is the most that one of them can be.
        most = sum(row[key] for key in hidden) - (len(hidden) - 1)
        assert any(row[key] >= minimum for key in hidden) or most >= minimum
        assert most >= minimum
        assert len(hidden) >= 2


def test_a_table_without_small_cells_is_printed_whole_and_zeros_point_at_nobody() -> None:
    table = {"yes": {"a": 10, "b": 0}, "no": {"a": 7, "b": 12}}
    safe = suppress_two_way(table)
    assert safe.cells == table
    assert (safe.row_totals, safe.column_totals, safe.total) == ({"yes": 10, "no": 19}, {"a": 17, "b": 12}, 29)
    assert suppress({"a": 0, "b": 9}).cells == {"a": 0, "b": 9}
    assert suppress({}).total == 0
    assert suppress_two_way({}).cells == {}


def test_one_small_cell_costs_no_more_than_three_others_and_the_cheapest_ones() -> None:
    table = {
        "food": {"business": 2, "research": 30, "citizens": 90},
        "water": {"business": 8, "research": 20, "citizens": 80},
        "energy": {"business": 50, "research": 60, "citizens": 70},
    }
    safe = suppress_two_way(table)
    hidden = {(row, column) for row, cells in safe.cells.items() for column, cell in cells.items() if cell is HIDDEN}
    assert hidden == {("food", "business"), ("food", "research"), ("water", "business"), ("water", "research")}
    assert HIDDEN not in [*safe.row_totals.values(), *safe.column_totals.values(), safe.total]


def test_the_total_of_a_breakdown_goes_only_when_nothing_else_protects() -> None:
    assert suppress({"a": 3, "b": 40}).total == 43
    assert suppress({"a": 3, "b": 0}).total is HIDDEN
    five_people = suppress(dict.fromkeys("abcde", 1))  # five hidden ones that add up to 5 would each be 1
    assert five_people.total is HIDDEN


def test_a_row_may_leave_out_its_zeros_and_a_negative_count_is_refused() -> None:
    assert suppress_two_way({"yes": {"a": 10}, "no": {"b": 12}}).cells == {
        "yes": {"a": 10, "b": 0},
        "no": {"a": 0, "b": 12},
    }
    with pytest.raises(ValueError):
        suppress({"a": -1})
    with pytest.raises(ValueError):
        suppress({"a": 1}, minimum=0)
