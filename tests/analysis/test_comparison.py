"""Differences between groups: published examples, and what must hold for any numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.comparison import Verdict, difference_of_shares


@pytest.mark.parametrize(
    ("numbers", "low", "high"),
    [  # Newcombe (1998), table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0000),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_the_published_intervals(numbers: tuple[int, int, int, int], low: float, high: float) -> None:
    found = difference_of_shares(*numbers)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_words_for_a_difference() -> None:
    assert difference_of_shares(80, 100, 20, 100).verdict is Verdict.MORE
    assert difference_of_shares(20, 100, 80, 100).verdict is Verdict.LESS
    assert difference_of_shares(5, 10, 6, 10).verdict is Verdict.UNCLEAR
    assert difference_of_shares(0, 0, 6, 10).verdict is Verdict.NOBODY


def test_one_of_many_comparisons_needs_more_to_be_clear() -> None:
    assert difference_of_shares(60, 100, 45, 100).verdict is Verdict.MORE
    assert difference_of_shares(60, 100, 45, 100, comparisons=20).verdict is Verdict.UNCLEAR


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_the_interval_holds_the_difference_and_turns_with_the_groups(
    base: int, other_base: int, data: st.DataObject
) -> None:
    count, other = data.draw(st.integers(0, base)), data.draw(st.integers(0, other_base))
    found = difference_of_shares(count, base, other, other_base)
    turned = difference_of_shares(other, other_base, count, base)
    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
