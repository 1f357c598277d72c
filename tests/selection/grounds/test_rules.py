"""Weights that people give, whole weights that make 100, and what differs between two versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.errors import Invalid
from cocreate.selection.grounds import rules
from cocreate.selection.grounds.rules import Difference, WeighMethod, Wish, differences

KEYS = ["a", "b"]


def said(*triples: tuple[int, int, int]) -> dict[str, Wish]:
    return {key: Wish(*triple) for key, triple in zip(KEYS, triples, strict=True)}


@pytest.mark.parametrize(
    ("method", "triples", "shares"),
    [
        (WeighMethod.DIRECT, ((3, 3, 3), (1, 1, 1)), (0.75, 0.25)),
        (WeighMethod.POINTS, ((60, 50, 70), (40, 40, 40)), (0.6, 0.4)),
        (WeighMethod.SWING, ((100, 100, 100), (25, 20, 50)), (0.8, 0.2)),
    ],
)
def test_each_way_of_weighing_gives_shares(
    method: WeighMethod, triples: tuple[tuple[int, int, int], ...], shares: tuple[float, ...]
) -> None:
    found = rules.member_weights("m1", method, KEYS, said(*triples))
    assert found.shares == pytest.approx(shares)
    assert all(low <= share <= high for low, share, high in zip(found.low, found.shares, found.high, strict=True))


def test_a_range_is_kept_in_the_unit_of_the_shares() -> None:
    found = rules.member_weights("m1", WeighMethod.POINTS, KEYS, said((60, 50, 70), (40, 30, 50)))
    assert (found.low, found.high) == (pytest.approx((0.5, 0.3)), pytest.approx((0.7, 0.5)))


@pytest.mark.parametrize(
    ("method", "triples", "code"),
    [
        (WeighMethod.DIRECT, ((0, 0, 0), (0, 0, 0)), "nothing"),
        (WeighMethod.DIRECT, ((5, 6, 7), (1, 1, 1)), "range"),
        (WeighMethod.DIRECT, ((101, 0, 101), (1, 1, 1)), "range"),
        (WeighMethod.POINTS, ((60, 60, 60), (39, 39, 39)), "points"),
        (WeighMethod.SWING, ((99, 99, 99), (10, 10, 10)), "swing"),
    ],
)
def test_impossible_weights_are_refused(
    method: WeighMethod, triples: tuple[tuple[int, int, int], ...], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        rules.member_weights("m1", method, KEYS, said(*triples))


def test_every_criterion_needs_a_weight() -> None:
    with pytest.raises(Invalid, match="weights_missing"):
        rules.member_weights("m1", WeighMethod.DIRECT, [*KEYS, "c"], said((1, 1, 1), (1, 1, 1)))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20), st.integers(0, 100))
def test_whole_weights_add_up_and_stay_near_the_shares(values: list[int], total: int) -> None:
    shares = {str(place): float(value) for place, value in enumerate(values)}
    found = rules.whole_weights(shares, total)
    assert sum(found.values()) == total
    if sum(values):
        assert all(abs(found[key] - total * share / sum(values)) < 1 for key, share in shares.items())


def version(*criteria: dict[str, object], size: int = 6, crowd: dict[str, str] | None = None) -> dict[str, object]:
    blank = {"description": {}, "questions": [], "rubric": [], "evidence_expected": {}, "weight": 50}
    rows = [blank | {"title": {"en": str(each["key"]).upper()}} | each for each in criteria]
    return {"criteria": rows, "crowd": crowd or {}, "shortlist_size": size}


def test_nothing_differs_between_a_version_and_itself() -> None:
    same = version({"key": "a"}, {"key": "b"})
    assert differences(same, same) == []


def test_each_kind_of_change_is_named() -> None:
    old = version({"key": "a", "rubric": [{"en": "bad"}, {"en": "good"}]}, {"key": "b"}, {"key": "c"})
    new = version(
        {"key": "d", "weight": 20},
        {"key": "b", "weight": 30},
        {"key": "a", "rubric": [{"en": "bad"}, {"en": "fine"}]},
        size=5,
        crowd={"criterion": "d"},
    )
    assert differences(old, new) == [
        Difference("size", {}, 6, 5),
        Difference("crowd", {}, False, True),
        Difference("order", {}),
        Difference("added", {"en": "D"}, after=20),
        Difference("weight", {"en": "B"}, 50, 30),
        Difference("rubric", {"en": "A"}, {"en": "good"}, {"en": "fine"}, 1),
        Difference("removed", {"en": "C"}, before=50),
    ]
