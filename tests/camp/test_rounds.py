"""How ballots become results, with bases and a split by helix that points at nobody: with plain values."""

from typing import Any

import pytest

from cocreate.analysis.disclosure import HIDDEN
from cocreate.camp.board.deciding import check_ballot
from cocreate.camp.rounds import SMALL, RoundSpec, Vote, count
from cocreate.camp.rules import RoundKind
from cocreate.errors import DomainError

CARDS = ["a", "b", "c"]


def counted(kind: RoundKind, votes: list[Vote], **options: Any) -> dict[str, Any]:
    return count(kind, CARDS, votes, **{"could": 30, "minimum": 5, **options})


def several(number: int, helix: str, **choices: int) -> list[Vote]:
    return [Vote(choices, helix) for _ in range(number)]


def test_a_ballot_gives_all_its_dots_and_no_more() -> None:
    told = {"kind": RoundKind.DOTS, "cards": CARDS, "votes_each": 3, "most_per_card": 2}
    check_ballot(told, {"a": 2, "b": 1})
    for too_many in ({"a": 2, "b": 2}, {"a": 3}):
        with pytest.raises(DomainError):
            check_ballot(told, too_many)


def test_dots_are_added_and_people_counted_apart() -> None:
    found = counted(RoundKind.DOTS, [Vote({"a": 3, "b": 1}), Vote({"b": 2}), Vote({"b": 1}), Vote({}), Vote({"z": 9})])
    assert found["base"] == {"voted": 3, "could": 30}, "nothing chosen, or only what is not voted on, is no vote"
    assert found["order"] == ["b", "a", "c"]
    assert (found["cards"]["b"]["total"], found["cards"]["b"]["people"]) == (4, 3)
    assert [found["cards"][card]["place"] for card in CARDS] == [2, 1, 3]


def test_equal_cards_share_a_place() -> None:
    found = counted(RoundKind.APPROVAL, [Vote({"a": 1, "c": 1}), Vote({"a": 1, "c": 1, "b": 1})])
    assert [found["cards"][card]["place"] for card in CARDS] == [1, 3, 1]


def test_small_families_are_taken_together_and_a_small_room_is_not_split() -> None:
    votes = several(8, "business", a=1, b=1) + several(3, "research", a=1) + several(4, "citizen", b=1, c=1)
    found = counted(RoundKind.APPROVAL, votes)
    assert found["families"] == {"business": 8, SMALL: 7}
    assert counted(RoundKind.APPROVAL, votes[:2] + votes[-2:])["families"] == {}
    assert counted(RoundKind.APPROVAL, several(9, "business", a=1))["families"] == {}, "one family is the room"


def test_a_split_shows_no_number_that_points_at_people() -> None:
    votes = several(10, "business", a=1, b=1) + several(9, "research", a=1, c=1) + several(1, "research", b=1, c=1)
    cards = counted(RoundKind.APPROVAL, votes)["cards"]
    assert cards["a"]["by_helix"] == {"business": HIDDEN, "research": HIDDEN}, "one researcher did not choose it"
    assert (cards["a"]["total"], cards["b"]["total"]) == (19, 11), "the room's totals stay"
    assert cards["c"]["by_helix"] == {"business": 0, "research": 10}


def test_with_one_dot_each_no_column_can_be_worked_out_from_the_bases() -> None:
    votes = several(8, "business", a=1) + several(2, "business", b=1) + several(9, "research", a=1)
    votes += several(6, "research", b=1)
    cards = counted(RoundKind.DOTS, votes)["cards"]
    hidden = [(card, f) for card in CARDS for f, n in cards[card]["by_helix"].items() if n is HIDDEN]
    for line in ("business", "research"):
        assert sum(family == line for _card, family in hidden) != 1
    assert ("b", "business") in hidden


def test_agreement_is_a_mean_of_levels_and_a_card_without_a_mark_comes_last() -> None:
    votes = several(5, "business", a=1, b=8) + several(5, "research", a=2, b=1)
    found = counted(RoundKind.GRADIENT, votes)
    assert found["order"] == ["a", "b", "c"]
    assert found["cards"]["a"]["total"] == 1.5
    assert found["cards"]["b"]["levels"] == [5, 0, 0, 0, 0, 0, 0, 5]
    assert found["cards"]["b"]["by_helix"] == {"business": 8, "research": 1}
    assert found["cards"]["c"]["total"] is None


def test_a_mean_of_few_people_is_hidden_and_so_is_what_would_give_it_away() -> None:
    votes = several(5, "business", a=1) + several(5, "research", a=2, b=1) + several(1, "business", b=8)
    assert counted(RoundKind.GRADIENT, votes)["cards"]["b"]["by_helix"] == {"business": HIDDEN, "research": HIDDEN}


def test_a_ranking_gives_the_order_of_most_comparisons_whatever_was_left_out() -> None:
    votes = several(6, "business", a=1, b=2) + several(5, "research", b=1, a=2, c=3)
    found = counted(RoundKind.RANKING, votes)
    assert found["order"] == ["a", "b", "c"]
    assert found["winner"] == "a"
    assert found["families"] == {"business": 6, "research": 5}
    assert found["cards"]["a"]["by_helix"]["business"] == 1.0


@pytest.mark.parametrize("kind", RoundKind)
def test_a_round_in_which_nobody_votes_has_a_result(kind: RoundKind) -> None:
    found = counted(kind, [], could=0)
    assert (found["base"], sorted(found["order"])) == ({"voted": 0, "could": 0}, CARDS)
    assert count(kind, [], [], could=3, minimum=5)["order"] == []


def test_what_a_step_keeps_of_a_round_comes_back_whole() -> None:
    spec = RoundSpec(RoundKind.GRADIENT, {"en": "Can you live with it?"}, ("market",), ("project",), 3, 2, False)
    assert RoundSpec.unpacked(spec.packed()) == spec
    assert RoundSpec.unpacked({}) == RoundSpec()
    assert spec.covers("market", "project")
    assert not spec.covers("market", "note")
    assert RoundSpec().covers("anything", "note")
