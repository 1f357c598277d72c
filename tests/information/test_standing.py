"""Where a challenge stands, and how sure that is."""

from cocreate.analysis.choice.ballots import Ballot, tabulate
from cocreate.analysis.choice.comparisons import comparisons_of
from cocreate.information.material import standings_of

ITEMS = ("a", "b", "c")


def standings(*orders: str) -> dict[str, tuple[int, int, int]]:
    ballots = [Ballot(tuple((item,) for item in order), ITEMS) for order in orders]
    found = standings_of(comparisons_of(tabulate(ballots, ITEMS)))
    return {key: (told.place, told.best, told.worst) for key, told in found.items()}


def test_many_who_agree_leave_one_place_for_each() -> None:
    assert standings(*["abc"] * 40) == {"a": (1, 1, 1), "b": (2, 2, 2), "c": (3, 3, 3)}


def test_few_people_rule_out_no_place() -> None:
    assert standings("abc", "abc") == {"a": (1, 1, 3), "b": (2, 1, 3), "c": (3, 1, 3)}


def test_two_that_are_close_share_their_places_and_the_third_is_sure() -> None:
    assert standings(*["abc"] * 31, *["bac"] * 29) == {"a": (1, 1, 2), "b": (2, 1, 2), "c": (3, 3, 3)}


def test_the_bounds_of_the_share_hold_it() -> None:
    ballots = [Ballot((("a",), ("b",), ("c",)), ITEMS)] * 9 + [Ballot((("c",), ("a",), ("b",)), ITEMS)] * 6
    for told in standings_of(comparisons_of(tabulate(ballots, ITEMS))).values():
        assert told.low < told.share < told.high and (told.of, told.ballots) == (3, 15)
