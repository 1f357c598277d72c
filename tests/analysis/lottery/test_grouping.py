"""Balanced groups: conditions kept, wishes weighed, the best found where it is known, the same again with a seed."""

import csv
import random
from itertools import combinations
from pathlib import Path

import pytest

from cocreate.analysis.lottery.grouping import Group, Impossible, Person, Weights, evaluate, form_groups

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
POOL = SHARED / "sortition" / "example_large_200" / "respondents.csv"
HELIX = ("business", "research", "public_sector", "civil_society")


def make_people(number: int, groups: int, seed: int = 0) -> list[Person]:
    """A crowd with uneven shares of everything and two wishes for most."""
    rng = random.Random(seed)
    keys = [f"g{n}" for n in range(groups)]
    return [
        Person(
            f"p{n}",
            {
                "helix": rng.choices(HELIX, (4, 2, 2, 1))[0],
                "gender": rng.choice(("woman", "man", "")),
                "language": rng.choices(("fr", "nl", "en"), (5, 3, 1))[0],
            },
            wishes=tuple(rng.sample(keys, min(2, groups))) if rng.random() < 0.8 else (),
        )
        for n in range(number)
    ]


def make_groups(number: int) -> list[Group]:
    """Groups without more to say."""
    return [Group(f"g{n}") for n in range(number)]


def test_nobody_is_lost_and_groups_differ_by_one_at_most() -> None:
    people = make_people(61, 6)
    made = form_groups(people, make_groups(6), random_state=3)
    assert set(made.assignment) == {person.key for person in people}
    assert sorted(made.balance.sizes.values()) == [10, 10, 10, 10, 10, 11]


def test_the_same_seed_makes_the_same_groups_and_the_report_says_all_that_is_needed() -> None:
    people, groups = make_people(40, 4), make_groups(4)
    first, again = (form_groups(people, groups, random_state=7) for _ in range(2))
    assert first == again
    assert (first.seed, first.method, first.rounds > 0, set(first.versions)) == (
        7,
        "optimise",
        True,
        {"numpy", "python"},
    )
    assert form_groups(people, groups, random_state=8).assignment != first.assignment


def test_the_best_of_all_assignments_is_found_where_all_can_be_looked_at() -> None:
    for seed in range(6):
        people, groups = make_people(8, 2, seed), make_groups(2)
        every = (
            {person.key: "g0" if number in chosen else "g1" for number, person in enumerate(people)}
            for chosen in combinations(range(8), 4)
        )
        best = min(evaluate(people, groups, assignment).objective for assignment in every)
        assert form_groups(people, groups, random_state=seed).balance.objective == pytest.approx(best)


def test_the_search_minds_the_stated_objective() -> None:
    """What the matrices weigh is what `evaluate` computes from its definition, up to a constant: none here."""
    from cocreate.analysis.lottery import grouping
    from cocreate.analysis.lottery.searching import Search

    people = [*make_people(30, 3), Person("x", {"helix": "other"}, apart=frozenset({"p1", "p2"}))]
    people = [
        Person(p.key, {**p.attributes, "gender": p.attributes.get("gender") or "man"}, p.wishes, p.apart)
        for p in people
    ]
    people[-1] = Person("x", {"helix": "research", "gender": "man", "language": "fr"}, apart=frozenset({"p1", "p2"}))
    groups = make_groups(3)
    search = Search(grouping._problem(people, groups, Weights(), grouping._bounds(31, groups)), 1)
    search.draw_lots()
    assignment = {p.key: groups[place].key for p, place in zip(people, search.places(), strict=True)}
    assert search.total() == pytest.approx(evaluate(people, groups, assignment).objective)
    for row in range(0, 31, 5):
        for other in (row + 3, row + 7):
            if other < 31 and search.at[row] != search.at[other]:
                gain, before = search._gains(row)[other], search.total()
                search._swap(row, other)
                assert search.total() - before == pytest.approx(gain)


def test_who_is_pinned_stays_and_who_must_not_meet_does_not() -> None:
    people = make_people(24, 4)
    people[0] = Person("p0", people[0].attributes, pin="g3")
    people[1] = Person("p1", people[1].attributes, apart=frozenset({"p2", "p3", "nobody"}))
    made = form_groups(people, make_groups(4), random_state=1)
    assert made.assignment["p0"] == "g3"
    assert made.assignment["p1"] not in (made.assignment["p2"], made.assignment["p3"])
    assert made.balance.is_sound and not made.warnings


def test_conditions_that_cannot_all_be_kept_are_named() -> None:
    people = [Person(f"p{n}", apart=frozenset(f"p{m}" for m in range(3))) for n in range(3)]
    made = form_groups([*people, Person("p3")], make_groups(2))
    assert len(made.balance.together) == 1
    assert "some_together" in made.warnings
    assert not made.balance.is_sound


def test_a_first_wish_is_met_where_balance_allows_it_and_a_second_before_none() -> None:
    people = [Person(f"p{n}", {"helix": HELIX[n % 2]}, wishes=("g0", "g1") if n < 6 else ()) for n in range(12)]
    made = form_groups(people, [*make_groups(3)], random_state=2)
    assert made.balance.wishes_met == (4, 2)
    assert made.balance.wishing == 6
    assert made.balance.imbalance["helix"] == pytest.approx(0)


def test_sizes_that_were_asked_for_are_kept() -> None:
    groups = [Group("g0", least=2, most=3), Group("g1", least=4, most=8), Group("g2", most=5)]
    made = form_groups(make_people(12, 3), groups, random_state=4)
    assert all(low <= made.balance.sizes[key] <= high for key, low, high in (("g0", 2, 3), ("g1", 4, 8), ("g2", 0, 5)))


@pytest.mark.parametrize(
    ("people", "groups", "code"),
    [
        (4, [], "no_groups"),
        (4, [Group("g0", most=3)], "no_room"),
        (4, [Group("g0", least=5)], "too_few"),
    ],
)
def test_what_cannot_be_says_why(people: int, groups: list[Group], code: str) -> None:
    with pytest.raises(Impossible) as refused:
        form_groups(make_people(people, 1), groups)
    assert refused.value.code == code
    pinned = [Person(f"p{n}", pin="g0") for n in range(3)]
    with pytest.raises(Impossible, match="pinned_too_many"):
        form_groups([*pinned, Person("p3")], make_groups(2))


def test_nobody_sits_where_nobody_speaks_their_language() -> None:
    people = [Person(f"p{n}", languages=frozenset({"nl" if n % 2 else "fr"})) for n in range(12)]
    groups = [Group("g0", languages=frozenset({"nl"})), Group("g1", languages=frozenset({"fr"})), Group("g2")]
    made = form_groups(people, groups)
    assert not made.balance.unspoken
    moved = {**made.assignment, "p0": "g0"}
    assert evaluate(people, groups, moved).unspoken == ("p0",)


def test_somebody_moved_by_hand_changes_the_balance_that_is_shown() -> None:
    people = [Person(f"p{n}", {"helix": HELIX[n % 2]}) for n in range(8)]
    people[0] = Person("p0", {"helix": "business"}, pin="g0")
    made = form_groups(people, make_groups(2))
    assert made.balance.imbalance["helix"] == 0
    worse = evaluate(people, make_groups(2), {**made.assignment, "p0": "g1"})
    assert worse.imbalance["helix"] > 0
    assert worse.unpinned == ("p0",)


def test_chance_scores_about_one_and_the_search_far_less() -> None:
    people, groups = make_people(200, 10), make_groups(10)
    weights = Weights({"helix": 1.0}, wishes=0)
    drawn = [form_groups(people, groups, weights=weights, method="random", random_state=n) for n in range(60)]
    assert sum(one.balance.imbalance["helix"] for one in drawn) / 60 == pytest.approx(1, abs=0.15)
    greedy = form_groups(people, groups, weights=weights, method="greedy")
    best = form_groups(people, groups, weights=weights)
    assert best.balance.objective <= greedy.balance.objective < 0.5
    assert best.balance.imbalance["helix"] < 0.1, "what rounding to whole people leaves"
    for value, row in best.balance.counts["helix"].items():
        assert all(abs(count - 20 * best.balance.expected["helix"][value]) < 1 for count in row.values())


def test_nobody_and_one_group_are_no_trouble() -> None:
    assert form_groups([], make_groups(2)).assignment == {}
    assert set(form_groups(make_people(5, 1), make_groups(1)).assignment.values()) == {"g0"}
    with pytest.raises(ValueError, match="unique"):
        form_groups([Person("a"), Person("a")], make_groups(1))


@pytest.mark.skipif(not POOL.exists(), reason="the pools of the replication archive are not on this machine")
def test_a_published_pool_becomes_groups_like_the_whole() -> None:
    with POOL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[::8][:240]
    attributes = [name for name in rows[0] if len({row[name] for row in rows}) in range(2, 8)]
    people = [Person(str(n), {name: row[name] for name in attributes}) for n, row in enumerate(rows)]
    weights = Weights(dict.fromkeys(attributes, 1.0), wishes=0)
    groups = make_groups(12)
    lots = form_groups(people, groups, weights=weights, method="random", random_state=1).balance
    best = form_groups(people, groups, weights=weights, random_state=1).balance
    assert best.objective < lots.objective / 5
    assert all(value < 0.2 for value in best.imbalance.values())
