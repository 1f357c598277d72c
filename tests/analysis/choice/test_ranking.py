"""Rankings are counted as people meant them, and the counts agree with exhaustive search and with published ballots."""

import time
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.analysis.choice.kemeny import _by_integer_program, _by_subsets, kemeny
from cocreate.analysis.choice.ranking import Ballot, balance, balanced_weights, by_group, effective_size, rank

FILES = [
    "agh/00009-00000001.soc", "agh/00009-00000002.soc", "burlington/00005-00000001.toc",
    "burlington/00005-00000001.toi", "dots/00024-00000001.soc", "dots/00024-00000003.soc", "ers/00007-00000001.soi",
    "ers/00007-00000004.soi", "ers/00007-00000012.soi", "ers/00007-00000012.toc",
    "glasgow/00008-00000001.soi", "glasgow/00008-00000001.toc", "glasgow/00008-00000002.soi",
    "glasgow/00008-00000003.soi", "puzzle/00025-00000001.soc",
    "puzzle/00025-00000003.soc", "skate/00006-00000001.toc", "skate/00006-00000003.soc",
    "skate/00006-00000004.soc", "skate/00006-00000007.soc",
    "sushi/00014-00000001.soc", *(f"vermont/00031-0000000{n}.toc" for n in range(1, 9)),
]  # fmt: skip


def votes(*orders: str, shown: str = "", group: str | None = None) -> list[Ballot]:
    """In "a=b>c", a and b tied before c; everything named or in `shown` was shown."""
    ballots = []
    for order in orders:
        tiers = tuple(tuple(tier.split("=")) for tier in order.split(">") if tier)
        named = [item for tier in tiers for item in tier]
        ballots.append(Ballot(tiers, tuple(dict.fromkeys([*named, *shown])), group=group))
    return ballots


@st.composite
def elections(draw: st.DrawFn, most: int = 6) -> tuple[list[Ballot], list[int]]:
    items = list(range(draw(st.integers(1, most))))
    ballots = []
    for _ in range(draw(st.integers(0, 7))):
        shown = draw(st.lists(st.sampled_from(items), unique=True))
        ranked = draw(st.lists(st.sampled_from(shown), unique=True)) if shown else []
        tiers: list[list[int]] = []
        for item in ranked:
            if tiers and draw(st.booleans()):
                tiers[-1].append(item)
            else:
                tiers.append([item])
        weight = draw(st.sampled_from([0.0, 0.5, 1.0, 3.0]))
        ballots.append(Ballot(tuple(map(tuple, tiers)), tuple(shown), weight))
    return ballots, items


def disagreements(ballots: list[Ballot], order: tuple[int, ...]) -> float:
    """Straight from the definition: for each ballot and pair, does the order contradict a strict preference?"""
    place = {item: index for index, item in enumerate(order)}
    total = 0.0
    for ballot in ballots:
        tier = {item: index for index, items in enumerate(ballot.tiers()) for item in items}
        if ballot.order:
            pairs = combinations(tier, 2)
            total += ballot.weight * sum((tier[a] - tier[b]) * (place[a] - place[b]) < 0 for a, b in pairs)
    return total


@settings(max_examples=150, deadline=None)
@given(elections())
def test_the_kemeny_order_contradicts_least_and_every_tied_optimum_is_counted(
    election: tuple[list[Ballot], list[int]],
) -> None:
    ballots, items = election
    report = rank(ballots, items)
    distance = {order: disagreements(ballots, order) for order in permutations(items)}
    best = {order for order, value in distance.items() if value == min(distance.values())}
    assert report.kemeny_distance == min(distance.values())
    assert report.order in best
    assert report.kemeny_count == len(best)
    assert set(report.kemeny_orders) <= best
    assert len(set(report.kemeny_orders)) == min(len(best), 24)
    for row in report.rows:
        places = [order.index(row.item) + 1 for order in best]
        assert (row.best_place, row.worst_place) == (min(places), max(places))


@settings(max_examples=60, deadline=None)
@given(elections(most=5), st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_the_names_of_items_change_the_result(
    election: tuple[list[Ballot], list[int]], random: object
) -> None:
    ballots, items = election
    report = rank(ballots, items)
    shuffled = random.sample(ballots, len(ballots))  # type: ignore[attr-defined]
    renamed = {item: f"item {9 - item}" for item in items}
    other = rank(
        [
            Ballot(
                tuple(tuple(renamed[i] for i in tier) for tier in b.order), tuple(renamed[i] for i in b.shown), b.weight
            )
            for b in shuffled
        ],
        [renamed[item] for item in items],
    )
    assert tuple(renamed[item] for item in report.order) == other.order
    for row in report.rows:
        twin = other.row(renamed[row.item])
        for name in ("mean_rank", "borda", "copeland", "first_choices", "shown", "ranked", "best_place", "worst_place"):
            assert getattr(row, name) == pytest.approx(getattr(twin, name)), name


@pytest.mark.parametrize("path", FILES)
def test_published_elections_have_their_known_winners_and_kemeny_orders(path, preflib, reference) -> None:
    ballots, items = preflib(path)
    report, known = rank(ballots, items), reference[path]
    assert report.total_weight == known["voters"]
    assert report.condorcet_winner == known["condorcet_winner"]
    assert report.kemeny_is_exact
    for winners, score in (("borda_winner", "borda_points"), ("copeland_winner", "copeland")):
        highest = max(getattr(row, score) for row in report.rows)
        assert {row.item for row in report.rows if getattr(row, score) == highest} == set(known[winners])
    highest = max(row.first_choices for row in report.rows)
    assert {row.item for row in report.rows if row.first_choices == highest} == set(known["plurality_winner"])
    if report.condorcet_winner:
        assert report.order[0] == report.condorcet_winner
        assert report.smith_set == (report.condorcet_winner,)
    if "kemeny_distance" in known:
        assert report.kemeny_distance == known["kemeny_distance"]
        assert report.kemeny_count == known["kemeny_rankings"]
        assert tuple(known["kemeny_first_ranking"]) in report.kemeny_orders


@pytest.mark.parametrize("path", [file for file in FILES if file.startswith(("dots", "puzzle"))])
def test_a_crowd_that_errs_alone_finds_the_true_order_together(path, preflib) -> None:
    ballots, items = preflib(path)
    assert list(rank(ballots, items).order) == sorted(items, key=int)


def test_an_item_that_was_shown_but_not_ranked_comes_last_and_one_not_shown_is_unknown() -> None:
    shown = rank(votes("a>b", "a>b", shown="abc"), "abc")
    assert shown.row("c").borda == 0
    assert shown.row("c").mean_rank == 3
    assert (shown.row("c").shown, shown.row("c").ranked) == (2, 0)
    unseen = rank(votes("a>b", "a>b"), "abc")
    assert unseen.row("c").borda is None
    assert unseen.row("c").mean_rank is None
    assert unseen.warnings == ("item_never_shown", "pairs_never_compared", "several_optimal_orders")
    assert (unseen.row("c").best_place, unseen.row("c").worst_place) == (1, 3)


def test_being_shown_to_few_people_is_no_handicap() -> None:
    report = rank(votes("a>b>c", "b>a>c", "a>b>c") + votes("d>a"), "abcd")
    assert report.row("d").borda == 1
    assert report.order[0] == "d"
    # Second of two shown stands for place 2 * 5 / 3 of four.
    assert rank(votes("d>a"), "abcd").row("a").mean_rank == pytest.approx(10 / 3)


def test_a_circle_has_no_condorcet_winner_and_three_equally_good_orders() -> None:
    report = rank(votes("a>b>c>d", "b>c>a>d", "c>a>b>d"), "abcd")
    assert report.condorcet_winner is None
    assert report.smith_set == ("a", "b", "c")
    assert set(report.kemeny_orders) == {tuple("abcd"), tuple("bcad"), tuple("cabd")}
    assert [row.copeland for row in report.rows] == [2, 2, 2, 0]
    assert (report.row("a").best_place, report.row("a").worst_place) == (1, 3)
    assert report.row("d").place == 4


def test_tied_optima_are_settled_by_the_share_of_comparisons_won() -> None:
    report = rank(votes("a>b>c", "b>c>a"), "abc")
    assert set(report.kemeny_orders) == {tuple("bac"), tuple("bca"), tuple("abc")}
    assert report.order == tuple("bac")
    assert [row.borda for row in report.rows] == [0.5, 0.75, 0.25]
    assert report.warnings == ("several_optimal_orders",)


def test_a_tied_first_group_splits_its_vote_and_blank_ballots_are_counted_apart() -> None:
    report = rank([*votes("a=b>c", "c>a=b"), Ballot((), tuple("abc")), Ballot((("a",),), ("a",))], "abc")
    assert [row.first_choices for row in report.rows] == [0.5, 0.5, 1.0]
    assert (report.ballots, report.blank) == (2, 2)
    assert report.pairwise[0] == (0, 0, 1)
    assert report.ties[0] == (0, 2, 0)


def test_no_ballots_give_a_report_that_says_so_and_an_impossible_ballot_is_refused() -> None:
    report = rank([], "ab")
    assert report.warnings[0] == "no_ballots"
    assert report.condorcet_winner is None
    assert report.row("a").mean_rank is None
    for order, shown in (((("a",), ("a",)), "ab"), ((("c",),), "ab"), ((("a",),), "aab")):
        with pytest.raises(ValueError):
            Ballot(order, tuple(shown))
    with pytest.raises(ValueError):
        Ballot((), (), weight=float("nan"))
    with pytest.raises(ValueError):
        rank([], [])


def test_a_withdrawn_candidate_leaves_the_ballots_as_if_it_had_never_been_there() -> None:
    full = votes("a>x>b>c", "x>b>a>c", "c>b=x>a")
    without = votes("a>b>c", "b>a>c", "c>b>a")
    assert rank(full, "abc") == rank(without, "abc")


def test_forty_items_with_circles_of_twenty_are_solved_and_proven() -> None:
    rng = np.random.default_rng(7)
    truth = np.argsort(np.argsort(np.arange(40) + rng.normal(0, 14, (31, 40)), axis=1), axis=1)
    pairwise = (truth[:, :, None] < truth[:, None, :]).sum(axis=0)
    solved = kemeny(pairwise)
    assert solved.is_exact
    assert sorted(solved.order) == list(range(40))
    for _ in range(200):  # no item moved elsewhere, and no block reversed, contradicts less
        other = list(solved.order)
        item = other.pop(rng.integers(40))
        other.insert(rng.integers(40), item)
        assert np.tril(pairwise[np.ix_(other, other)]).sum() >= solved.distance


def random_pairwise(seed: int, voters: int, count: int) -> np.ndarray:
    places = np.random.default_rng(seed).random((voters, count))
    return (places[:, :, None] < places[:, None, :]).sum(axis=0).astype(float)


@pytest.mark.parametrize("seed", range(20))
def test_the_integer_program_finds_as_good_an_order_as_all_subsets_do(seed: int) -> None:
    pairwise = random_pairwise(seed, 6 + seed % 2, 9)
    order = _by_integer_program(pairwise, time.monotonic() + 60)
    best = _by_subsets(pairwise, 1e-9, 1).orders[0]
    assert sorted(order) == list(range(9))
    assert np.tril(pairwise[np.ix_(order, order)]).sum() == np.tril(pairwise[np.ix_(best, best)]).sum()


def test_an_order_found_in_a_hurry_is_good_but_not_called_proven() -> None:
    pairwise = random_pairwise(3, 11, 25)  # one block of 25 that beat each other in circles
    proven, hurried = kemeny(pairwise), kemeny(pairwise, time_limit=0)
    assert (proven.is_exact, proven.optimal_count, proven.places) == (True, None, None)
    assert not hurried.is_exact
    assert proven.distance <= hurried.distance <= 1.03 * proven.distance


def test_one_helix_one_voice_gives_equal_totals_until_a_single_voice_would_weigh_too_much() -> None:
    groups = ["business"] * 60 + ["research"] * 12 + ["public"] * 7 + ["civil"] * 1
    weights = np.array(balanced_weights(groups))
    assert weights.mean() == pytest.approx(1)
    totals = {name: weights[np.array(groups) == name].sum() for name in set(groups)}
    assert totals["civil"] == pytest.approx(4)  # one person, capped at four times the average
    assert totals["business"] == pytest.approx(76 / 3)
    assert [totals["research"], totals["public"]] == pytest.approx([76 / 3] * 2)
    uncapped = np.array(balanced_weights(groups, cap=100))
    assert uncapped[-1] == pytest.approx(20)
    assert effective_size(uncapped) < effective_size(weights) < effective_size([1] * 80) == 80


def test_people_without_a_stated_group_keep_their_own_vote_and_targets_replace_equal_shares() -> None:
    assert balanced_weights([None, "a", "a", "a", "b"]) == pytest.approx((1, 2 / 3, 2 / 3, 2 / 3, 2))
    aimed = balanced_weights(["a", "a", "a", "b"], targets={"a": 0.25, "b": 0.75})
    assert aimed == pytest.approx((1 / 3, 1 / 3, 1 / 3, 3))
    assert balanced_weights([]) == ()
    with pytest.raises(ValueError):
        balanced_weights(["a"], targets={"elsewhere": 1})
    with pytest.raises(ValueError):
        balanced_weights(["a"], cap=0.5)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", None]), max_size=60),
    st.floats(1, 8),
    st.none() | st.fixed_dictionaries({name: st.integers(0, 5) for name in "abc"} | {"d": st.integers(1, 5)}),
)
def test_balanced_weights_always_average_one_and_never_pass_the_cap(groups, cap, targets) -> None:
    if targets and "d" not in groups:
        groups = [*groups, "d"]
    weights = np.array(balanced_weights(groups, cap, targets))
    assert (weights <= cap + 1e-9).all()
    assert not len(weights) or weights.mean() == pytest.approx(1)


def test_balancing_lets_a_small_family_be_heard() -> None:
    ballots = votes(*["a>b"] * 9, group="business") + votes("b>a", "b>a", group="civil") + votes("b>a", group="public")
    assert rank(ballots, "ab").order == ("a", "b")
    assert rank(balance(ballots), "ab").order == ("b", "a")
    split = by_group(ballots, "ab")
    assert {name: (report.order[0], report.ballots) for name, report in split.items()} == {
        "business": ("a", 9),
        "civil": ("b", 2),
        "public": ("b", 1),
    }
