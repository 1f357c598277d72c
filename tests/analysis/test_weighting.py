"""Weights: what wanted shares make of observed ones, and what that costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.weighting import equal_shares, poststratify, rake


def test_equal_groups_by_hand() -> None:
    # 60, 30 and 10 people; each group shall carry a third of 100: 33.33/60, 33.33/30, 33.33/10.
    found = poststratify({"a": 60, "b": 30, "c": 10}, equal_shares(["a", "b", "c"]))
    assert [found.weights[(name,)] for name in "abc"] == pytest.approx([5 / 9, 10 / 9, 10 / 3])
    # sum of squares: 60*25/81 + 30*100/81 + 10*100/9 = 18.52 + 37.04 + 111.11 = 166.67
    assert found.effective_size == pytest.approx(60)
    assert found.design_effect == pytest.approx(100 / 60)
    assert found.warnings == ()


def test_a_small_group_that_weighs_much_is_warned_of_and_can_be_trimmed() -> None:
    counts, wanted = {"a": 95, "b": 5}, {"a": 0.5, "b": 0.5}
    found = poststratify(counts, wanted)
    assert found.weights[("b",)] == pytest.approx(10)
    assert "weights_uneven" in found.warnings
    trimmed = poststratify(counts, wanted, cap=4)
    assert trimmed.weights[("b",)] == 4 and trimmed.weights[("a",)] == pytest.approx(80 / 95)
    assert trimmed.trimmed == 5 and trimmed.warnings == ("trimmed",)
    assert not trimmed.is_converged


def test_a_category_that_nobody_is_in_is_named_and_its_share_goes_to_the_others() -> None:
    found = poststratify({"a": 10, "b": 30, "c": 0}, {"a": 0.25, "b": 0.25, "c": 0.5})
    assert found.missing == ((0, "c"),) and "category_empty" in found.warnings
    assert found.weights[("a",)] * 10 == pytest.approx(20)


def test_who_did_not_say_keeps_the_observed_share() -> None:
    found = poststratify({"a": 60, "b": 20, "": 20}, {"a": 0.5, "b": 0.5})
    assert found.weights[("",)] == pytest.approx(1)
    assert found.weights[("a",)] * 60 == pytest.approx(40)


def test_two_margins_hold_at_once() -> None:
    # Deming and Stephan's way by hand: the odds ratio of the cells stays, 20*40/(30*10) = 8/3.
    counts = {("a", "nl"): 20, ("a", "fr"): 30, ("b", "nl"): 10, ("b", "fr"): 40}
    found = rake(counts, [{"a": 0.4, "b": 0.6}, {"nl": 0.5, "fr": 0.5}])
    cell = {key: counts[key] * weight for key, weight in found.weights.items()}
    assert cell["a", "nl"] + cell["a", "fr"] == pytest.approx(40, abs=1e-3)
    assert cell["a", "nl"] + cell["b", "nl"] == pytest.approx(50, abs=1e-3)
    ratio = cell["a", "nl"] * cell["b", "fr"] / (cell["a", "fr"] * cell["b", "nl"])
    assert ratio == pytest.approx(8 / 3)
    assert found.is_converged


def test_margins_that_exclude_each_other_are_told() -> None:
    found = rake({("a", "nl"): 10, ("b", "fr"): 10}, [{"a": 0.5, "b": 0.5}, {"nl": 0.9, "fr": 0.1}])
    assert "not_converged" in found.warnings


def test_nobody_is_no_weighting_and_nonsense_is_refused() -> None:
    assert poststratify({"a": 0}, {"a": 1.0}).base == 0
    for counts, targets, cap in (
        ({("a",): -1}, [{"a": 1.0}], None),
        ({("a", "b"): 1}, [{"a": 1.0}], None),
        ({("a",): 1}, [{"a": 0.0}], None),
        ({("a",): 1}, [{"a": 1.0}], 0.5),
    ):
        with pytest.raises(ValueError):
            rake(counts, targets, cap=cap)


COUNTS = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), st.integers(1, 500), min_size=1)
SHARES = st.floats(0.05, 1.0)


@given(COUNTS, st.tuples(SHARES, SHARES, SHARES), st.floats(1, 8))
def test_any_weighting_keeps_the_number_of_people_and_the_cap(
    counts: dict[tuple[str, str], int], shares: tuple[float, float, float], cap: float
) -> None:
    target = dict(zip("abc", shares, strict=True))
    found = rake(counts, [target, {}], cap=cap)
    base = sum(counts.values())
    assert sum(count * found.weights[cell] for cell, count in counts.items()) == pytest.approx(base)
    assert max(found.weights.values()) <= cap * (1 + 1e-9)
    assert found.design_effect >= 1 - 1e-9 and 0 < found.effective_size <= base * (1 + 1e-9)


@given(COUNTS, st.tuples(SHARES, SHARES, SHARES))
def test_one_margin_is_met_exactly(counts: dict[tuple[str, str], int], shares: tuple[float, float, float]) -> None:
    target = dict(zip("abc", shares, strict=True))
    found = rake(counts, [target, {}])
    there = {cell[0] for cell in counts}
    base, whole = sum(counts.values()), sum(target[name] for name in there)
    # The second margin is "as it was", so with both dimensions crossing only the first can be checked alone.
    alone = rake({(name,): sum(n for cell, n in counts.items() if cell[0] == name) for name in there}, [target])
    for name in there:
        total = sum(n for cell, n in counts.items() if cell[0] == name)
        assert alone.weights[(name,)] * total / base == pytest.approx(target[name] / whole)
    assert found.base == base
