"""Opinion groups: camps are found, chance makes none, and nobody's name or place changes a result."""

import random

import pytest

from cocreate.analysis.opinions import AGREE, DISAGREE, PASS, Settings, analyse_votes

STATEMENTS = [f"s{n}" for n in range(1, 13)]
Votes = dict[str, dict[str, int]]


def camps(sizes: list[int], *, seen: float = 0.8, noise: float = 0.1, seed: int = 3) -> tuple[Votes, dict[str, int]]:
    """Up to three camps that vote their own way on nine statements; all agree with s1 and s2, none with s3."""
    chance = random.Random(seed)
    own = [[1] * 9, [-1] * 9, [1] * 4 + [-1] * 5]
    ways = [[1, 1, -1, *own[camp]] for camp in range(len(sizes))]
    votes: Votes = {}
    camp_of = {}
    for camp, size in enumerate(sizes):
        for n in range(size):
            person = f"p{camp}-{n}"
            camp_of[person] = camp
            votes[person] = {
                s: chance.choice((1, 0, -1)) if chance.random() < noise else way
                for s, way in zip(STATEMENTS, ways[camp], strict=True)
                if chance.random() < seen
            }
    return votes, camp_of


def same_partition(first: dict[str, str], second: dict[str, int]) -> float:
    """Share of people in the group that most of their camp is in."""
    right = 0
    for camp in set(second.values()):
        found = [first[p] for p in second if second[p] == camp and p in first]
        right += max(found.count(g) for g in set(found))
    return right / len(first)


@pytest.mark.parametrize("sizes", [[40, 25], [30, 30, 30]])
def test_camps_are_found_without_saying_how_many(sizes: list[int]) -> None:
    votes, camp_of = camps(sizes)
    report = analyse_votes(votes, seed=1)
    assert len(report.groups) == len(sizes)
    assert same_partition(dict(report.group_of), camp_of) > 0.95
    assert report.strength > 1


def test_everybody_is_counted_once() -> None:
    votes, _ = camps([40, 25])
    votes["late"] = {"s1": AGREE}
    votes["silent"] = {}
    report = analyse_votes(votes, seed=1)
    left_out = [w.params["count"] for w in report.warnings if w.code == "opinions.too_few_votes"]
    assert sum(g.size for g in report.groups) + sum(left_out) == report.people == 67
    assert "late" not in report.group_of and "late" in report.positions
    for statement in report.statements:
        placed = sum(c.seen for c in statement.by_group.values())
        assert placed <= statement.all.seen <= report.people


def test_what_all_say_unites_and_what_parts_them_divides() -> None:
    report = analyse_votes(camps([40, 25])[0], seed=1)
    united = {s.id: s.leaning for s in report.united(3)}
    assert united == {"s1": AGREE, "s2": AGREE, "s3": DISAGREE}
    assert all(s.is_consensus and not s.is_divisive for s in report.united(3))
    parted = report.divided(3)
    assert parted and all(s.spread > 0.5 and not s.is_consensus for s in parted)


def test_each_group_is_described_by_what_it_says_more_than_the_others() -> None:
    report = analyse_votes(camps([40, 25])[0], seed=1)
    for group in report.groups:
        assert group.representative
        for said in group.representative:
            assert said.is_sure and said.share > said.others_share and said.q <= 0.05
            assert said.statement not in {"s1", "s2", "s3"}


def test_votes_cast_by_chance_make_no_groups() -> None:
    chance = random.Random(5)
    votes = {f"p{n}": {s: chance.choice((1, 0, -1)) for s in STATEMENTS} for n in range(120)}
    report = analyse_votes(votes, seed=1)
    assert [g.size for g in report.groups] == [120]
    assert "opinions.no_pattern" in {w.code for w in report.warnings}


def test_the_order_of_people_and_statements_changes_nothing() -> None:
    votes, _ = camps([40, 25, 20])
    shuffled = list(votes.items())
    random.Random(1).shuffle(shuffled)
    again = {person: dict(reversed(cast.items())) for person, cast in shuffled}
    assert analyse_votes(votes, seed=1).to_dict() == analyse_votes(again, seed=1).to_dict()


def test_new_names_for_people_change_no_group() -> None:
    votes, _ = camps([40, 25])
    renamed = {f"x{n}": cast for n, (_, cast) in enumerate(sorted(votes.items(), reverse=True))}
    names = {f"x{n}": person for n, (person, _) in enumerate(sorted(votes.items(), reverse=True))}
    first, second = analyse_votes(votes, seed=1), analyse_votes(renamed, seed=1)
    assert {names[p]: g for p, g in second.group_of.items()} == dict(first.group_of)


def test_everybody_twice_gives_the_same_groups_twice_as_large() -> None:
    votes, _ = camps([40, 25])
    double = votes | {f"{person}-again": cast for person, cast in votes.items()}
    once, twice = analyse_votes(votes, seed=1), analyse_votes(double, seed=1)
    assert [2 * g.size for g in once.groups] == [g.size for g in twice.groups]
    assert {p: twice.group_of[p] for p in once.group_of} == dict(once.group_of)


def test_passing_is_not_the_same_as_not_having_seen() -> None:
    votes, _ = camps([40, 25])
    passing = {p: {s: cast.get(s, PASS) for s in STATEMENTS} for p, cast in votes.items()}
    unseen, passed = analyse_votes(votes, seed=1), analyse_votes(passing, seed=1)
    first = {s.id: s.all for s in unseen.statements}
    for statement in passed.statements:
        assert statement.all.agree == first[statement.id].agree
        assert statement.all.seen == 65 > first[statement.id].seen


def test_a_group_smaller_than_the_minimum_is_not_formed() -> None:
    votes, _ = camps([40, 4], noise=0.0)
    assert min(g.size for g in analyse_votes(votes, seed=1).groups) >= 5
    small = analyse_votes(votes, seed=1, settings=Settings(minimum_group=3))
    assert 4 in {g.size for g in small.groups}


def test_a_number_of_groups_can_be_asked_for() -> None:
    report = analyse_votes(camps([40, 25])[0], seed=1, settings=Settings(groups=4))
    assert len(report.groups) == 4


@pytest.mark.parametrize(
    "votes",
    [
        {},
        {"a": {}},
        {"a": {"s1": 1}},
        {f"p{n}": {"s1": 1, "s2": -1} for n in range(30)},
        {f"p{n}": {f"s{n}": 1} for n in range(9)},
    ],
)
def test_votes_without_anything_to_tell_apart_make_at_most_one_group(votes: Votes) -> None:
    report = analyse_votes(votes, seed=1)
    assert len(report.groups) <= 1
    assert report.people == len(votes)
    assert report.warnings or not votes


def test_a_vote_that_is_no_vote_is_refused() -> None:
    with pytest.raises(ValueError, match="1, 0 or -1"):
        analyse_votes({"a": {"s1": 2}}, seed=1)
