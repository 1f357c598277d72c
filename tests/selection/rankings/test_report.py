"""The report of one dimension: what decides, what is only a check, and whom no number gives away."""

import json
import random
from itertools import permutations

import pytest

from cocreate.analysis.choice.agreement import kendall_w
from cocreate.analysis.choice.ballots import Ballot, balance
from cocreate.analysis.choice.methods import count, usable
from cocreate.selection.rankings.ballots import SMALL, pool
from cocreate.selection.rankings.report import ranking_report
from cocreate.selection.rankings.terms import DECIDING, Terms, Weighting


def votes(group: str | None, times: int, *orders: str, shown: str = "abcd") -> list[Ballot]:
    return [Ballot(tuple((item,) for item in order), tuple(shown), group=group) for order in orders] * times


def camp(seed: int = 1) -> list[Ballot]:
    """Three families that see things differently, one of them small."""
    draw = random.Random(seed)
    orders = ["".join(order) for order in permutations("abcd")]
    found = votes("business", 9, "abcd") + votes("research", 7, "dcba") + votes("citizen", 2, "bacd")
    return found + [ballot for _ in range(12) for ballot in votes("business", 1, draw.choice(orders)[:3])]


def with_points(ballots: list[Ballot]) -> list[Ballot]:
    """Five points for the first of an order, four for the second, and so on."""
    points = [{item: 5.0 - place for place, tier in enumerate(b.order) for item in tier} for b in ballots]
    return [Ballot.from_points(dict(p), b.shown, group=b.group) for p, b in zip(points, ballots, strict=True)]


@pytest.mark.parametrize("rule", DECIDING)
def test_the_rule_that_was_fixed_decides(rule: str) -> None:
    people = with_points(camp()) if rule == "score" else camp()
    told = ranking_report(people, list("abcd"), 5, Terms(rule, places=2))
    counted = count(rule, pool(people, {}, 5).ballots, list("abcd"))
    assert told["order"] == list(counted.order)
    assert {item: row["place"] for item, row in told["rows"].items()} == {i: counted.place(i) for i in "abcd"}


def test_the_weighting_that_was_fixed_decides_and_the_others_stand_beside_it() -> None:
    people = votes("business", 20, "abcd") + votes("research", 5, "dcba") + votes("citizen", 5, "dcab")
    shares = {"business": 80, "research": 10, "citizen": 10}
    raw, balanced, targets = (
        ranking_report(people, list("abcd"), 5, Terms(weighting=weighting, targets=shares, places=2))
        for weighting in Weighting
    )
    assert (raw["order"][0], balanced["order"][0], targets["order"][0]) == ("a", "d", "a")
    for told in (raw, balanced, targets):
        assert [view["weighting"] for view in told["weightings"]] == ["raw", "balanced", "targets"]
        assert [view["order"][0] for view in told["weightings"]] == ["a", "d", "a"]
        assert told["weightings"][0]["effective_size"] == 30 > told["weightings"][1]["effective_size"]
    assert balanced["weightings"][1]["moves"]["d"] == 3


def test_every_other_rule_is_a_check() -> None:
    told = ranking_report(camp(), list("abcd"), 5, Terms("borda", places=2))
    assert {line["what"] for line in told["rules"]} == set(usable(camp())) - {"borda"}
    for line in told["rules"]:
        assert set(line["entered"]) <= set("abcd") - set(told["order"][:2])
        assert [item for tier in line["tiers"] for item in tier] == line["order"]


def test_without_the_group_that_carried_it_a_candidate_drops_out() -> None:
    people = votes("business", 12, "abcd") + votes("research", 8, "dcba")
    told = ranking_report(people, list("abcd"), 5, Terms(places=1))
    without = {line["what"]: line for line in told["without_group"]}
    assert (without["business"]["entered"], without["business"]["dropped"]) == (["d"], ["a"])
    assert without["research"]["tau"] == 1 and without["research"]["ballots"] == 12


def test_agreement_is_told_for_all_and_by_group() -> None:
    people = votes("business", 12, "abcd") + votes("research", 8, "dcba")
    told = ranking_report(people, list("abcd"), 5)
    assert told["agreement"]["w"] == kendall_w(people, list("abcd")).w
    assert told["agreement_by_group"]["business"]["w"] == 1
    assert told["tau"]["values"][0][1] == -1
    assert {told["splits"][0]["item"], told["splits"][1]["item"]} == {"a", "d"}


def test_a_circle_is_told_where_nobody_beats_everybody() -> None:
    people = votes("business", 5, "abc", "bca", "cab", shown="abc")
    told = ranking_report(people, list("abc"), 5)
    assert told["condorcet_winner"] is None
    assert sorted(told["pairs"]["circle"]) == ["a", "b", "c"]
    assert told["kemeny"]["count"] == 3 == len(told["kemeny"]["orders"])
    assert "several_optimal_orders" in told["warnings"]


def test_the_same_ballots_in_any_order_give_the_same_digits() -> None:
    people, terms = camp(), Terms(weighting=Weighting.BALANCED, places=2, seed=7)
    shuffled = random.Random(5).sample(people, len(people))
    one, other = (ranking_report(each, list("abcd"), 5, terms) for each in (people, shuffled))
    assert one == other
    assert one != ranking_report(people, list("abcd"), 5, Terms(weighting=Weighting.BALANCED, places=2, seed=8))
    assert json.loads(json.dumps(one)) == one  # as it comes back from the database


def test_a_small_family_can_be_read_from_no_number() -> None:
    """With the small families swapped among each other, everything stays the same: so nothing tells them apart."""
    big = votes("research", 20, "abcd", "bacd")
    shares = {"research": 40, "citizen": 30, "public_sector": 30}
    for weighting in Weighting:
        terms = Terms(weighting=weighting, targets=shares, places=2)
        one = ranking_report(
            [*big, *votes("citizen", 3, "cdab"), *votes("public_sector", 3, "dcba")], list("abcd"), 5, terms
        )
        other = ranking_report(
            [*big, *votes("citizen", 3, "dcba"), *votes("public_sector", 3, "cdab")], list("abcd"), 5, terms
        )
        assert one == other
        assert set(one["groups"]) == {SMALL, "research"}
        assert one["terms"]["targets"] == {"research": 40, SMALL: 60}
        assert "citizen" not in json.dumps(one)


def test_few_people_are_marked_as_few_and_nobody_is_an_answer_too() -> None:
    assert ranking_report(votes("business", 3, "abcd"), list("abcd"), 5)["is_small"]
    told = ranking_report([], list("abcd"), 5, Terms(weighting=Weighting.TARGETS, targets={"business": 100}))
    assert (told["ballots"], told["warnings"]) == (0, ["no_ballots"])


def test_while_people_rank_only_the_quick_part_is_counted() -> None:
    quick = ranking_report(camp(), list("abcd"), 5, with_checks=False)
    whole = ranking_report(camp(), list("abcd"), 5)
    assert "rules" not in quick and {key: whole[key] for key in quick} == quick


def test_raw_one_voice_and_target_shares_are_counted_from_the_pooled_groups() -> None:
    people = camp()
    pooled = pool(people, {}, 5).ballots
    told = ranking_report(people, list("abcd"), 5, Terms(weighting=Weighting.BALANCED))
    assert told["order"] == list(count("kemeny", balance(pooled), list("abcd")).order)
