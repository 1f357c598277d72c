"""Agreement is Kendall's, with ties, and tells chance from consent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, rankdata

from cocreate.analysis.choice.agreement import agreement, kendall_tau, kendall_w
from cocreate.analysis.choice.ranking import Ballot


def ballot(order: str, group: str | None = None, weight: float = 1.0, shown: str = "") -> Ballot:
    tiers = tuple(tuple(tier) for tier in order.split(">") if tier)
    named = [item for tier in tiers for item in tier]
    return Ballot(tiers, tuple(dict.fromkeys([*named, *shown])), weight, group)


def test_the_same_order_by_all_is_one_and_opposite_orders_are_zero() -> None:
    assert kendall_w([ballot("a>b>c")] * 4, "abc").w == pytest.approx(1)
    assert kendall_w([ballot("a>b>c"), ballot("c>b>a")], "abc").w == pytest.approx(0)
    assert kendall_w([ballot("abc")] * 3, "abc").w is None
    assert kendall_w([], "abc").w is None


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=2, max_size=6)
    )
)
def test_w_equals_the_textbook_formula_with_its_correction_for_ties(tiers: list[list[int]]) -> None:
    n, m = len(tiers[0]), len(tiers)
    items = list(range(n))
    ballots = [
        Ballot(tuple(tuple(i for i in items if row[i] == t) for t in range(4) if t in row), tuple(items))
        for row in tiers
    ]
    ranks = np.array([rankdata(row) for row in tiers])
    ties = sum((count**3 - count) for row in tiers for count in np.unique(row, return_counts=True)[1])
    below = m**2 * (n**3 - n) - m * ties
    sums = ranks.sum(axis=0)
    w = kendall_w(ballots, items).w
    if below == 0:
        assert w is None
    else:
        assert w == pytest.approx(12 * ((sums - sums.mean()) ** 2).sum() / below)


def test_a_weight_counts_like_that_many_people_and_a_partial_view_is_left_out() -> None:
    doubled = kendall_w([ballot("a>b>c", weight=2), ballot("b>a>c")], "abc")
    repeated = kendall_w(
        [ballot("a>b>c"), ballot("a>b>c"), ballot("b>a>c"), ballot("a>b"), ballot("", shown="abc")], "abc"
    )
    assert doubled.w == pytest.approx(repeated.w)
    assert (repeated.ballots, repeated.left_out) == (3, 2)
    assert repeated.by_chance == pytest.approx(1 / 3)


def test_blind_orders_agree_as_much_as_by_chance() -> None:
    rng = np.random.default_rng(5)
    found = [
        kendall_w([Ballot(tuple((int(i),) for i in rng.permutation(6)), tuple(range(6))) for _ in range(5)], range(6))
        for _ in range(300)
    ]
    assert np.mean([row.w for row in found]) == pytest.approx(found[0].by_chance, abs=0.02)


@given(st.integers(2, 7).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)))
def test_tau_between_two_orders_equals_scipy(pair: tuple[list[int], list[int]]) -> None:
    orders = [[[i for i, place in enumerate(places) if place == tier] for tier in range(5)] for places in pair]
    expected = kendalltau(*pair).statistic
    found = kendall_tau(*orders)
    assert found is None if np.isnan(expected) else found == pytest.approx(expected)


def test_tau_looks_at_common_items_only() -> None:
    assert kendall_tau("abc", "cba") == -1
    assert kendall_tau("axb", "ayb") == 1
    assert kendall_tau("a", "a") is None
    with pytest.raises(ValueError):
        kendall_tau("aa", "ab")


def test_the_item_that_splits_the_groups_comes_first_with_its_bases_and_its_doubt() -> None:
    ballots = [
        *[ballot("a>b>c", "business"), ballot("a>b>c", "business"), ballot("a>c>b", "business")],
        *[ballot("b>c>a", "civil_society"), ballot("c>b>a", "civil_society")],
        ballot("b>a>c", None),
    ]
    report = agreement(ballots, "abc")
    assert report.groups == ("business", "civil_society")
    first = report.splits[0]
    assert (first.item, first.highest, first.lowest, first.spread) == ("a", "business", "civil_society", 1)
    assert (first.highest_ballots, first.lowest_ballots, first.error) == (3, 2, 0)
    assert report.splits[-1].item == "b"
    # Civil society ties b and c, business puts b before c: of three pairs two are opposite and one is tied.
    assert report.tau[0][1] == pytest.approx(-2 / np.sqrt(6))
    assert report.tau[0][0] == pytest.approx(1)
    assert report.by_group["business"].ballots == 3
    assert report.overall.ballots == 6


def test_a_group_below_the_minimum_is_not_compared_and_one_ballot_has_no_error() -> None:
    ballots = [ballot("a>b", "x"), ballot("a>b", "x"), ballot("b>a", "y")]
    assert agreement(ballots, "ab", minimum=2).groups == ("x",)
    assert agreement(ballots, "ab", minimum=2).splits == ()
    assert agreement(ballots, "ab").splits[0].error is None
