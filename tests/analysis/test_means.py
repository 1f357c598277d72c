"""The means of two groups: the same verdict and interval as another implementation, whatever the numbers."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from cocreate.analysis.comparison import Spread, Verdict, difference_of_means, interval_of_mean, spread_of

numbers = st.lists(st.integers(-50, 50), min_size=2, max_size=30)


def counted(values: list[int]) -> dict[float, float]:
    return {float(value): float(values.count(value)) for value in set(values)}


@given(numbers, numbers)
def test_the_interval_is_that_of_welch(one: list[int], other: list[int]) -> None:
    assume(len(set(one)) > 1 and len(set(other)) > 1)
    found = difference_of_means(spread_of(counted(one)), spread_of(counted(other)))
    reference = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert found.low is not None and found.high is not None
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high))
    expected = Verdict.MORE if reference.low > 0 else Verdict.LESS if reference.high < 0 else Verdict.UNCLEAR
    assert found.verdict is expected or math.isclose(0, min(abs(found.low), abs(found.high)), abs_tol=1e-9)


@given(numbers)
def test_the_interval_of_a_mean_is_that_of_student(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    reference = stats.ttest_1samp(values, 0).confidence_interval()
    assert interval_of_mean(spread_of(counted(values))) == pytest.approx((reference.low, reference.high))


def test_where_nothing_tells_of_doubt_none_is_told() -> None:
    alike, single, empty = Spread(9, 3.0, 0.0), Spread(1, 2.0, 0.0), spread_of({})
    assert difference_of_means(alike, Spread(5, 4.0, 0.0)).verdict is Verdict.UNCLEAR
    assert difference_of_means(alike, single).verdict is Verdict.NOBODY
    assert (difference_of_means(empty, alike).low, interval_of_mean(alike), interval_of_mean(empty)) == (None,) * 3
    with pytest.raises(ValueError, match="at least one"):
        difference_of_means(alike, alike, comparisons=0)


def test_one_of_many_comparisons_needs_more_certainty() -> None:
    one, other = Spread(20, 12.0, 9.0), Spread(30, 9.5, 16.0)
    assert difference_of_means(one, other).verdict is Verdict.MORE
    assert difference_of_means(one, other, comparisons=40).verdict is Verdict.UNCLEAR
