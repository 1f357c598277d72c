"""Shares of who took part carry their base and their doubt, and say where a target was missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from cocreate.analysis.representativity import Standing, representativity, wilson


@given(
    st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95, 0.99])
)
def test_the_interval_is_wilson_s(counts: tuple[int, int], confidence: float) -> None:
    expected = binomtest(*counts).proportion_ci(confidence, method="wilson")
    assert wilson(*counts, confidence) == pytest.approx((expected.low, expected.high))


def test_a_consultation_is_compared_with_its_targets() -> None:
    counts = {"research": 271, "citizens": 215, "business": 49, "public_sector": 43, "associations": 25, None: 12}
    report = representativity(
        counts,
        categories=["business", "research", "public_sector"],
        targets={"business": 0.25, "research": 0.25, "public_sector": 0.07},
    )
    assert [row.category for row in report.rows] == [
        "business",
        "research",
        "public_sector",
        "associations",
        "citizens",
    ]
    assert (report.base, report.unstated) == (603, 12)
    standing = {row.category: row.standing for row in report.rows}
    assert standing["business"] is Standing.BELOW
    assert standing["research"] is Standing.ABOVE
    assert standing["public_sector"] is Standing.NEAR
    assert standing["citizens"] is None
    assert sum(row.share for row in report.rows) == pytest.approx(1)
    assert report.rows[0].ratio == pytest.approx(49 / 603 / 0.25)
    assert all(row.low < row.share < row.high for row in report.rows)


def test_people_and_counts_give_the_same_report_and_an_absent_category_is_shown() -> None:
    people = ["research", None, "business", "research"]
    counted = {"research": 2, "business": 1, None: 1}
    report = representativity(people, categories=["civil_society"])
    assert report == representativity(counted, categories=["civil_society"])
    absent = report.rows[0]
    assert (absent.category, absent.count, absent.share, absent.low) == ("civil_society", 0, 0, 0)
    assert absent.high > 0.5, "three people prove little about who is missing"


def test_nobody_gives_no_share_and_impossible_input_is_refused() -> None:
    row = representativity([], targets={"business": 0.5}).rows[0]
    assert (row.count, row.share, row.low, row.high, row.standing, row.ratio) == (0, None, 0, 1, None, None)
    for wrong in ({"business": 1.5}, {"business": 0.6, "research": 0.6}, {"business": -0.1}):
        with pytest.raises(ValueError):
            representativity([], targets=wrong)
    with pytest.raises(ValueError):
        representativity({"business": -1})
    with pytest.raises(ValueError):
        wilson(3, 2)
