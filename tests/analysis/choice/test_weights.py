"""Weights as members gave them, assessors as they mark, other rules as checks: by hand or against a library."""

import ast
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.analysis.choice.assessors import leanings
from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.checks import promethee, topsis
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate, propose_shortlist
from cocreate.analysis.choice.crowd import RESPONDENTS, Crowd, crowd_marks, scored_with, with_crowd
from cocreate.analysis.choice.robustness import robustness, swap_between
from cocreate.analysis.choice.variations import check_rules, variations
from cocreate.analysis.choice.weights import direct, draw_weights, points, pool, swing
from tests.analysis.choice.test_ranking import votes
from tests.analysis.choice.test_robustness import criteria, named, panel

SMALL = np.array([[3, 2, 4, 1], [2, 3, 3, 3], [4, 1, 1, 2], [1, 4, 2, 4]], dtype=float)
SHARES = np.array([0.4, 0.3, 0.2, 0.1])


def published(mcda) -> tuple[np.ndarray, list[bool]]:
    text = mcda.read_text()
    rows = [ast.literal_eval(line) for line in re.findall(r"^ +- (\[[^a-zA-Z]*\d.*\])$", text, re.MULTILINE)]
    objectives = ast.literal_eval(re.search(r"objectives: (\[.*\])", text)[1])
    return np.array(rows, dtype=float), [sign > 0 for sign in objectives]


def test_topsis_and_promethee_are_those_of_a_well_kept_library_on_published_figures(mcda) -> None:
    values, is_benefit = published(mcda)
    assert values.shape == (9, 6)
    # pymcdm 1.4.0: TOPSIS with vector normalisation, PROMETHEE II with the usual criterion; equal and unequal weights.
    assert topsis(values, np.ones(6), is_benefit) == pytest.approx(
        [0.4139594162564328, 0.5312597180768263, 0.5814036725490551, 0.3911764779218544, 0.4162230834191123,
         0.43562101835154654, 0.4306738640141433, 0.4062521687938177, 0.3840776537419211], rel=1e-12)  # fmt: skip
    assert promethee(values, [0.3, 0.1, 0.2, 0.1, 0.2, 0.1], is_benefit) == pytest.approx(
        [-0.1, 0.325, -0.0125, 0.225, 0.075, 0.025, 0.0875, -0.425, -0.2], rel=1e-12)  # fmt: skip
    assert topsis(SMALL, SHARES) == pytest.approx(
        [0.5720541556753176, 0.4899959967967964, 0.522602484720198, 0.43390420809162317], rel=1e-12
    )


def test_a_small_difference_is_no_preference_and_a_middling_one_a_part_of_one() -> None:
    values = np.array([[3.0], [2.0], [1.5]])
    assert promethee(values, [1], indifferent=0.5, strict=2.5) == pytest.approx([0.375, -0.125, -0.25])
    assert promethee(values, [1]) == pytest.approx([1, 0, -1])
    with pytest.raises(ValueError):
        promethee(values, [1], indifferent=2, strict=1)


def test_the_checks_leave_a_missing_mark_out_and_never_read_it_as_zero() -> None:
    full = np.array([[4.0, 2.0], [3.0, 2.0], [1.0, 2.0]])
    missing = np.array([[4.0, np.nan], [3.0, 2.0], [1.0, 2.0]])
    for rule in (topsis, promethee):
        assert np.argsort(-rule(missing, [1, 1])).tolist() == np.argsort(-rule(full, [1, 1])).tolist()
        assert np.isnan(rule(np.array([[np.nan, np.nan], [1, 2], [2, 1]]), [1, 1])[0])
    assert topsis(np.full((3, 2), 2.0), [1, 1]) == pytest.approx([0.5] * 3)
    marks = np.array([[[4, 0], [2, 2], [0, 4]]], dtype=float)
    found = check_rules(aggregate(named(3), criteria(1, 0), panel(marks)))
    assert found["promethee"] == pytest.approx([1, 0, -1]), "a criterion without weight decides nothing"


def test_three_ways_of_asking_give_shares_and_refuse_what_does_not_add_up() -> None:
    assert direct("ann", [40, 20, 20], low=[30, 10, 20], high=[50, 20, 30]).high == (0.625, 0.25, 0.375)
    assert points("ann", [50, 30, 20]).shares == (0.5, 0.3, 0.2)
    assert swing("ann", [50, 100, 50]).shares == (0.25, 0.5, 0.25)
    for ask, wrong in ((points, [50, 30]), (swing, [90, 50]), (swing, [100, 120]), (direct, [0, 0]), (direct, [-1, 2])):
        with pytest.raises(ValueError):
            ask("ann", wrong)
    with pytest.raises(ValueError):
        direct("ann", [1, 1], low=[2, 1], high=[3, 1])


def test_the_group_weighs_as_its_members_do_on_average_and_says_what_all_could_live_with() -> None:
    ann = direct("ann", [50, 50], low=[40, 40], high=[60, 60])
    bob = direct("bob", [70, 30], low=[55, 20], high=[80, 45])
    together = pool([ann, bob])
    assert together.shares == pytest.approx((0.6, 0.4))
    assert together.common == ((0.55, 0.6), (0.4, 0.45)) and together.is_common
    assert (together.lowest, together.highest) == ((0.5, 0.3), (0.7, 0.5))
    assert together.apart == pytest.approx(0.2)
    stubborn = pool([ann, direct("cleo", [90, 10])])
    assert stubborn.common[0] is None and not stubborn.is_common
    with pytest.raises(ValueError):
        pool([])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6))
def test_drawn_weights_add_up_and_stay_where_their_member_could_live_with_them(given_) -> None:
    value = [float(v) for v, _, _ in given_]
    member = direct(
        "ann", value, low=[max(0.0, v - a) for v, a, _ in given_], high=[float(v + b) for v, _, b in given_]
    )
    drawn = draw_weights([member], 50, np.random.default_rng(1))
    assert drawn.sum(axis=1) == pytest.approx(np.ones(50))
    assert (drawn >= np.array(member.low) - 1e-9).all() and (drawn <= np.array(member.high) + 1e-9).all()


def test_weights_are_drawn_evenly_over_the_range_and_from_every_member() -> None:
    anything = direct("ann", [1, 1, 1], low=[0, 0, 0], high=[3, 3, 3])
    drawn = draw_weights([anything], 20_000, np.random.default_rng(2))
    # Even over the triangle: each share's mean is 1/3, and it exceeds 1/2 in a quarter of the draws.
    assert drawn.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert (drawn > 0.5).mean(axis=0) == pytest.approx([0.25] * 3, abs=0.015)
    two = draw_weights([direct("x", [1, 0]), direct("y", [0, 1])], 2000, np.random.default_rng(3))
    assert set(two[:, 0].tolist()) == {0.0, 1.0} and two[:, 0].mean() == pytest.approx(0.5, abs=0.05)


def test_members_who_are_far_apart_make_a_shortlist_less_sure_than_members_who_agree() -> None:
    marks = np.array([[[4, 1], [1, 3.5]]] * 5, dtype=float)
    agreed = [direct("x", [60, 40]), direct("y", [58, 42])]
    apart = [direct("x", [90, 10]), direct("y", [10, 90])]
    chance = {
        name: robustness(named(2), criteria(1, 1), panel(marks), size=1, members=members).row("c0").probability
        for name, members in (("agreed", agreed), ("apart", apart))
    }
    assert chance["agreed"] == 1
    assert chance["apart"] == pytest.approx(0.5, abs=0.02)
    with pytest.raises(ValueError):
        robustness(named(2), criteria(1, 1), panel(marks), size=1, members=[direct("x", [1])])


def test_the_crowd_marks_a_criterion_and_its_doubt_is_drawn_too() -> None:
    ballots = tuple(votes(*["c0>c1>c2"] * 6, *["c1>c0>c2"] * 5))
    crowd = Crowd("market", ballots)
    assert crowd_marks(crowd, named(4))[:3] == pytest.approx([4 * 17 / 22, 4 * 16 / 22, 0])
    assert np.isnan(crowd_marks(crowd, named(4))[3])
    entries = panel(np.array([[[2], [2], [2]]] * 3, dtype=float))
    joined = with_crowd(entries, crowd, named(3))
    assert aggregate(named(3), criteria(1, 1), joined).cell("c0", "market").n == 1
    assert joined[-1].assessor == RESPONDENTS
    few = robustness(named(3), criteria(1, 1), entries, size=1, crowd=crowd)
    many = robustness(named(3), criteria(1, 1), entries, size=1, crowd=Crowd("market", ballots * 40))
    assert few == robustness(named(3), criteria(1, 1), entries, size=1, crowd=crowd), "seeded"
    assert 0.5 < few.row("c0").probability < many.row("c0").probability
    with pytest.raises(ValueError):
        with_crowd([ScoreEntry("c0", "market", "ann", 2)], crowd, named(3))
    nobody = robustness(named(3), criteria(1, 1), entries, size=1, crowd=Crowd("market", (Ballot((), ()),)))
    assert nobody.row("c0").probability == pytest.approx(1 / 3)


def test_a_strict_assessor_is_seen_also_when_they_mark_other_candidates_than_the_rest() -> None:
    rng = np.random.default_rng(4)
    truth, lean = rng.uniform(1.2, 2.8, (12, 3)), np.array([-0.6, 0.0, 0.1, 0.5])
    marks = np.clip(truth + lean[:, None, None] + rng.normal(0, 0.2, (4, 12, 3)), 0, 4)
    marks[0, np.argsort(truth.mean(axis=1))[:5]] = np.nan  # the strict one saw good candidates only
    found = leanings(named(12), criteria(1, 1, 1), panel(marks))
    by = {row.assessor: row for row in found.rows}
    assert [by[f"p{a}"].leaning for a in range(4)] == pytest.approx(lean - lean.mean(), abs=0.12)
    assert by["p0"].mean > by["p1"].mean - 0.6, "their plain mean hides it"
    assert found.reliability > 0.7 and found.within == pytest.approx(0.2, abs=0.05)
    off = {total.candidate: total.total for total in found.adjusted.totals}
    raw = {t.candidate: t.total for t in aggregate(named(12), criteria(1, 1, 1), panel(marks)).totals}
    true = {name: 25 * value for name, value in zip(named(12), truth.mean(axis=1), strict=True)}
    error = {
        kind: np.std([said[name] - true[name] for name in named(12)]) for kind, said in (("off", off), ("raw", raw))
    }
    assert error["off"] < error["raw"]


def test_leanings_shrink_where_marks_are_few_and_are_nothing_where_nothing_compares() -> None:
    alone = leanings(["a", "b"], [Criterion("x", 1)], [ScoreEntry("a", "x", "ann", 4), ScoreEntry("b", "x", "bob", 1)])
    assert [row.leaning for row in alone.rows] == [0, 0] and alone.rows[0].plain is None
    noise = panel(np.random.default_rng(1).integers(0, 5, (4, 6, 2)).astype(float))
    for row in leanings(named(6), criteria(1, 1), noise).rows:
        assert abs(row.leaning) <= abs(row.plain) + 1e-9
    assert leanings(["a"], [Criterion("x", 1)], []).rows == ()


def test_every_variation_says_who_comes_in_and_who_falls_out() -> None:
    marks = np.array([[[4, 1], [2, 2], [0, 3]], [[1, 1], [2, 2.5], [0, 4]], [[4, 1], [2, 2], [1, 3]]], dtype=float)
    members = [direct("x", [80, 20]), direct("y", [60, 40]), direct("z", [10, 90])]
    found = variations(named(3), criteria(50, 50), panel(marks), size=1, members=members)
    kinds = {(line.kind, line.what): line for line in found}
    assert kinds["criterion", "market"].selected == ("c0",)
    assert kinds["criterion", "challenges"].selected == ("c2",)
    assert {what for kind, what in kinds if kind == "assessor"} == {"p0", "p1", "p2"}
    assert {what for kind, what in kinds if kind == "member"} == {"x", "y", "z"}
    assert {what for kind, what in kinds if kind == "rule"} == {"topsis", "promethee", "own_orders", "without_leanings"}
    assert kinds["rule", "own_orders"].places == (1, 2, 3), "two of the three would have put c0 first"
    assert kinds["weights", "equal"].is_same
    for line in found:
        assert line.is_same == (line.selected == ("c1",) and not line.tied_at_cut)
        assert set(line.entered) == set(line.selected) - {"c1"} and set(line.dropped) == {"c1"} - set(line.selected)


def test_weights_set_against_the_members_mean_are_compared_with_it_and_not_with_each_member() -> None:
    marks = np.array([[[4, 1], [2, 2.5]]] * 2, dtype=float)
    members = [direct("x", [80, 20]), direct("y", [60, 40])]
    found = {(v.kind, v.what): v for v in variations(named(2), criteria(30, 70), panel(marks), size=1, members=members)}
    assert found["weights", "members"].entered == ("c0",) and found["weights", "members"].dropped == ("c1",)
    assert not any(kind == "member" for kind, _ in found)


def test_a_shortlist_that_one_helix_carried_changes_without_it_and_not_without_another() -> None:
    ballots = (
        *votes(*["c0>c1>c2"] * 12, group="business"),
        *votes(*["c1>c0>c2"] * 4, group="research"),
        *votes(*["c1>c2>c0"] * 3, group="citizen"),
    )
    entries = panel(np.full((3, 3, 1), 2.0))
    found = variations(named(3), criteria(1, 3), entries, size=1, crowd=Crowd("market", tuple(ballots)))
    kinds = {(line.kind, line.what): line for line in found}
    assert kinds["helix", "business"].selected == ("c1",) and kinds["helix", "business"].dropped == ("c0",)
    assert kinds["helix", "research"].is_same and kinds["helix", "citizen"].is_same
    assert kinds["criterion", "market"].tied_at_cut == ("c0", "c1", "c2"), "the committee found all alike"
    assert kinds["assessor", "p0"].is_same, "the crowd keeps its criterion when an assessor is left out"


def test_the_crowd_does_not_make_the_panel_uneven_nor_larger() -> None:
    crowd = Crowd("market", tuple(votes(*["c0>c1"] * 6)))
    assert scored_with(named(2), criteria(1, 1), panel(np.full((3, 2, 1), 2.0)), crowd).warnings == ()
    assert scored_with(named(2), criteria(1, 1), panel(np.full((1, 2, 1), 2.0)), crowd).warnings == ("one_assessor",)
    gap = np.full((3, 2, 1), 2.0)
    gap[0, 1, 0] = np.nan
    assert scored_with(named(2), criteria(1, 1), panel(gap), crowd).warnings == ("uneven_panel",)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.data())
def test_a_mistake_in_one_score_moves_its_candidate_and_no_other(seed: int, data: st.DataObject) -> None:
    right = np.random.default_rng(seed).integers(0, 5, (5, 6, 3)).astype(float)
    who, where, what = (data.draw(st.integers(0, most)) for most in (4, 5, 2))
    wrong = right.copy()
    wrong[who, where, what] = (right[who, where, what] + data.draw(st.integers(1, 4))) % 5
    chosen = criteria(1, 2, 1)
    before, after = (aggregate(named(6), chosen, panel(marks)) for marks in (right, wrong))
    changed = [a.candidate for a, b in zip(before.totals, after.totals, strict=True) if a.total != b.total]
    assert changed == [f"c{where}"]
    cells = [(a.candidate, a.criterion) for a, b in zip(before.cells, after.cells, strict=True) if a != b]
    assert cells == [(f"c{where}", chosen[what].key)]
    weight = chosen[what].weight / 4
    move = (wrong - right)[who, where, what] / 5 * weight * 25
    assert after.totals[where].total - before.totals[where].total == pytest.approx(move), "and by as much as it weighs"

    others = [name for name in named(6) if name not in changed]
    for place, one in enumerate(others):
        for other in others[place + 1 :]:
            assert swap_between(before, one, other) == swap_between(after, one, other)
    orders = [
        [row.candidate for row in propose_shortlist(report.totals, size=3).rows if row.candidate in others]
        for report in (before, after)
    ]
    assert orders[0] == orders[1], "the others keep their order among themselves"
