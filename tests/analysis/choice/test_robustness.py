"""The stated certainty of a shortlist is reproducible, calibrated, and its smallest change is really the smallest."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate, propose_shortlist
from cocreate.analysis.choice.robustness import leave_one_criterion_out, robustness, smallest_swap, swap_between
from cocreate.analysis.choice.sensitivity import stable_weights, swaps_across

KEYS = ("challenges", "market", "companies", "research")


def criteria(*weights: float) -> list[Criterion]:
    return [Criterion(key, weight) for key, weight in zip(KEYS, weights, strict=False)]


def panel(marks: np.ndarray) -> list[ScoreEntry]:
    """Entries of an (assessors, candidates, criteria) array; NaN is no mark."""
    return [
        ScoreEntry(f"c{c}", KEYS[k], f"p{a}", None if np.isnan(marks[a, c, k]) else float(marks[a, c, k]))
        for a, c, k in product(*map(range, marks.shape))
    ]


def named(count: int) -> list[str]:
    return [f"c{index}" for index in range(count)]


def simulated_marks(rng: np.random.Generator, truth: np.ndarray, assessors: int) -> np.ndarray:
    severity = rng.normal(0, 0.3, (assessors, 1, 1))
    return np.clip(np.rint(truth + severity + rng.normal(0, 0.7, (assessors, *truth.shape))), 0, 4)


def test_the_same_seed_gives_the_same_numbers_and_probabilities_add_up() -> None:
    marks = simulated_marks(np.random.default_rng(1), np.random.default_rng(2).uniform(0.5, 3.5, (8, 4)), 6)
    first = robustness(named(8), criteria(25, 25, 25, 25), panel(marks), size=3, seed=9)
    again = robustness(named(8), criteria(25, 25, 25, 25), panel(marks), size=3, seed=9)
    other = robustness(named(8), criteria(25, 25, 25, 25), panel(marks), size=3, seed=10)
    assert first == again
    assert first != other
    assert sum(row.probability for row in first.rows) == pytest.approx(3)
    for row, twin in zip(first.rows, other.rows, strict=True):
        assert sum(row.places) == pytest.approx(1)
        assert row.probability == pytest.approx(sum(row.places[:3]))
        assert abs(row.probability - twin.probability) < 5 * np.hypot(row.error, twin.error) + 1e-12
        assert 1 <= row.best_place <= row.worst_place <= 8
    assert np.array([row.places for row in first.rows]).sum(axis=0) == pytest.approx(np.ones(8))


def test_a_clear_winner_is_certain_and_two_equal_candidates_share_a_place() -> None:
    marks = np.array([[[4, 4], [2, 2], [2, 2], [0, 0]]] * 5, dtype=float)
    report = robustness(named(4), criteria(1, 1), panel(marks), size=2)
    assert [row.probability for row in report.rows] == pytest.approx([1, 0.5, 0.5, 0])
    assert (report.row("c1").best_place, report.row("c1").worst_place) == (2, 3)
    by_points = robustness(named(4), criteria(1, 1), panel(marks), threshold=50)
    assert [row.probability for row in by_points.rows] == [1, 1, 1, 0]


def test_doubt_about_weights_and_doubt_about_assessors_both_count() -> None:
    by_weight = np.array([[[4, 0], [1, 3.4]]] * 5, dtype=float)  # the panel is of one mind, the criteria are opposite
    close = robustness(named(2), criteria(55, 45), panel(by_weight), size=1)
    firm = robustness(named(2), criteria(55, 45), panel(by_weight), size=1, concentration=1e6)
    assert 0.2 < close.row("c0").probability < 0.8
    assert firm.row("c0").probability == 1
    by_assessor = np.array([[[4], [0]], [[4], [0]], [[0], [4]], [[0], [4]], [[4], [1]]], dtype=float)
    split = robustness(named(2), criteria(1), panel(by_assessor), size=1)
    assert 0.5 < split.row("c0").probability < 0.95
    assert split.warnings == ("one_criterion",)


def test_a_missing_cell_widens_the_doubt_and_a_candidate_without_marks_takes_no_part() -> None:
    marks = np.full((4, 5, 2), 2.0)
    marks[:, :, 1] = [[4, 0, 2, 3, 1]] * 4
    marks[:, 0, 1] = np.nan
    marks[:, 4, :] = np.nan
    report = robustness(named(5), criteria(1, 1), panel(marks), size=1)
    assert report.row("c4").probability is None
    assert 0 < report.row("c0").probability < 0.6
    assert report.row("c3").probability == pytest.approx(1 - report.row("c0").probability)
    assert "scores_missing" in report.warnings
    nothing = robustness(named(2), criteria(1, 1), [], size=1)
    assert [row.probability for row in nothing.rows] == [None, None]
    assert nothing.warnings == ("no_scores",)


def test_a_probability_of_the_shortlist_comes_true_about_that_often() -> None:
    rng = np.random.default_rng(20)
    stated, happened = [], []
    for _ in range(120):
        truth = rng.uniform(0.8, 3.2, (10, 4))
        report = robustness(
            named(10),
            criteria(25, 25, 25, 25),
            panel(simulated_marks(rng, truth, 7)),
            size=4,
            draws=500,
            concentration=50,
        )
        true_totals = truth @ rng.dirichlet([12.5] * 4)
        shortlist = set(np.argsort(-true_totals)[:4])
        stated += [row.probability for row in report.rows]
        happened += [index in shortlist for index in range(10)]
    fifth = np.minimum((np.array(stated) * 5).astype(int), 4)
    for part in range(5):
        inside = fifth == part
        assert abs(np.mean(np.array(stated)[inside]) - np.mean(np.array(happened)[inside])) < 0.1, part


def test_leaving_out_the_criterion_that_carried_a_candidate_lets_the_next_one_in() -> None:
    marks = np.array([[[4, 2, 2], [2, 2, 3], [0, 2, 2]]], dtype=float)
    report = aggregate(named(3), criteria(1, 1, 1), panel(marks))
    without = {row.criterion: row for row in leave_one_criterion_out(report, size=1)}
    assert without["challenges"].entered == ("c1",)
    assert without["challenges"].dropped == ("c0",)
    assert (without["companies"].entered, without["companies"].dropped) == ((), ())
    assert leave_one_criterion_out(aggregate(named(3), criteria(1), panel(marks[:, :, :1])), size=1) == ()


def test_a_swap_says_which_weight_has_to_move_and_a_dominated_candidate_never_swaps() -> None:
    marks = np.array([[[4, 1, 2, 2], [2, 3, 2, 1], [1, 1, 1, 1]]], dtype=float)
    report = aggregate(named(3), criteria(40, 20, 20, 20), panel(marks))
    swap = swap_between(report, "c1", "c0")
    # c0 leads by 2*.4 - 2*.2 + .2 = .6 marks; each share moved from the first to the second criterion costs it 4.
    assert (swap.ahead, swap.behind, swap.code) == ("c0", "c1", "found")
    assert swap.margin == pytest.approx(15)
    assert swap.moved == pytest.approx(0.15)
    assert (swap.given_by, swap.taken_by) == ((("challenges", pytest.approx(0.15)),), "market")
    assert swap.weights == pytest.approx((0.25, 0.35, 0.2, 0.2))
    assert swap_between(report, "c0", "c2").code == "never"
    single = {key: needed for key, _, needed in swap.single}
    assert single["companies"] is None, "both have the same mark there"
    assert single["market"] == pytest.approx(1.25 / (1.25 + 2)), "the other three together lead by 1.25 marks"


def test_a_criterion_on_which_neither_has_a_mark_favours_neither() -> None:
    marks = np.array([[[4, 1, np.nan], [2, 3, np.nan], [2, np.nan, 1]]], dtype=float)
    report = aggregate(named(3), criteria(40, 20, 40), panel(marks))
    swap = swap_between(report, "c0", "c1")
    # c0 leads by 2*.4 - 2*.2 = .4 marks of what weighs; each share moved from the first to the second costs it 4.
    assert (swap.code, swap.moved, swap.taken_by) == ("found", pytest.approx(0.1), "market")
    again = aggregate(named(3), criteria(*(100 * share for share in swap.weights or ())), panel(marks))
    totals = {row.candidate: row.total for row in again.totals}
    assert totals["c0"] == pytest.approx(totals["c1"])
    assert swap_between(report, "c0", "c2").code == "scores_missing"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
def test_the_closed_form_equals_a_linear_program_and_levels_the_two(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    marks = rng.integers(0, 5, (1, 2, count)).astype(float)
    chosen = criteria(*rng.integers(1, 6, count).astype(float).tolist())
    report = aggregate(named(2), chosen, panel(marks))
    swap = swap_between(report, "c0", "c1")
    if swap.code == "tied_already":
        assert report.totals[0].total == pytest.approx(report.totals[1].total)
        return
    weights = np.array([c.weight for c in chosen]) / sum(c.weight for c in chosen)
    ahead, behind = int(swap.ahead[1:]), int(swap.behind[1:])
    lead = marks[0, ahead] - marks[0, behind]
    # Variables: weight given and weight taken per criterion; minimise what is given, with the lead brought to 0.
    answer = linprog(
        np.r_[np.ones(count), np.zeros(count)],
        A_eq=[np.r_[np.ones(count), -np.ones(count)], np.r_[-lead, lead]],
        b_eq=[0, -(weights @ lead)],
        bounds=[*((0, w) for w in weights), *((0, None) for _ in range(count))],
    )
    if swap.code == "never":
        assert (lead >= 0).all()
        return
    assert answer.status == 0
    assert swap.moved == pytest.approx(answer.fun)
    assert np.array(swap.weights) @ lead == pytest.approx(0)
    assert sum(swap.weights) == pytest.approx(1)
    for k, (_, now, needed) in enumerate(swap.single):
        assert now == pytest.approx(weights[k])
        if needed is not None:
            scaled = weights * (1 - needed) / (1 - now)
            scaled[k] = needed
            assert scaled @ lead == pytest.approx(0)
            assert (scaled >= -1e-12).all()


def test_the_smallest_swap_is_searched_over_every_pair_across_the_cut() -> None:
    # c1 is last in and c2 first out, but c2 is worse than c1 everywhere; c3 is further behind and can pass.
    marks = np.array([[[4, 4], [3, 1], [2.9, 0.9], [0, 3.6]]], dtype=float)
    report = aggregate(named(4), criteria(50, 50), panel(marks))
    proposal = propose_shortlist(report.totals, size=2)
    assert (proposal.last_in, proposal.first_out) == ("c1", "c2")
    assert swap_between(report, "c1", "c2").code == "never"
    swap = smallest_swap(report, proposal)
    assert (swap.ahead, swap.behind) == ("c1", "c3")
    tied = aggregate(named(2), criteria(1), panel(np.array([[[2], [2]]], dtype=float)))
    assert smallest_swap(tied, propose_shortlist(tied.totals, size=1)).moved == 0
    assert smallest_swap(report, propose_shortlist(report.totals, threshold=50)) is None


def test_totals_on_unlike_criteria_are_not_compared_by_weight() -> None:
    marks = np.array([[[4, np.nan], [2, 3]]], dtype=float)
    report = aggregate(named(2), criteria(1, 1), panel(marks))
    assert swap_between(report, "c0", "c1").code == "scores_missing"
    with pytest.raises(ValueError):
        swap_between(aggregate(named(2), criteria(1, 1), []), "c0", "c1")


@pytest.mark.parametrize(
    "wrong", [{}, {"size": 1, "threshold": 50}, {"size": 1, "draws": 0}, {"size": 1, "concentration": 0}]
)
def test_impossible_settings_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError):
        robustness(named(1), criteria(1), [], **wrong)


def test_a_weight_may_move_between_two_bounds_and_no_further_without_changing_the_shortlist() -> None:
    marks = np.array([[[4, 1, 2], [2, 3, 2], [1, 2, 4], [0, 1, 1]]], dtype=float)
    report = aggregate(named(4), criteria(40, 30, 30), panel(marks))
    proposal = propose_shortlist(report.totals, size=2)
    bounds = stable_weights(report, proposal)
    assert [line.criterion for line in bounds] == list(KEYS[:3])

    def selected(column: int, share: float) -> set[str]:
        rest = np.delete(np.array([0.4, 0.3, 0.3]), column)
        weights = np.insert(rest / rest.sum() * (1 - share), column, share)
        return set(propose_shortlist(aggregate(named(4), criteria(*weights), panel(marks)).totals, size=2).selected)

    kept = set(proposal.selected)
    assert any(line.low > 0 for line in bounds) and any(line.high < 1 for line in bounds)
    for column, line in enumerate(bounds):
        assert line.low <= line.share <= line.high
        assert selected(column, line.low + 0.001) == selected(column, line.high - 0.001) == kept
        for edge, step, pair in ((line.low, -0.001, line.nearest_low), (line.high, 0.001, line.nearest_high)):
            assert (pair is None) == (edge in (0.0, 1.0))
            if pair is not None:
                assert selected(column, edge + step) == kept - {pair[0]} | {pair[1]}
    tied = aggregate(named(2), criteria(1), panel(np.array([[[2], [2]]], dtype=float)))
    assert stable_weights(tied, propose_shortlist(tied.totals, size=1)) == ()


def test_every_pair_across_the_cut_is_named_and_those_that_tie_there_stand_on_both_sides() -> None:
    marks = np.array([[[4], [2], [2], [1]]], dtype=float)
    report = aggregate(named(4), criteria(1), panel(marks))
    pairs = [{swap.ahead, swap.behind} for swap in swaps_across(report, propose_shortlist(report.totals, size=2))]
    assert pairs == [{"c0", other} for other in ("c1", "c2", "c3")] + [{"c1", "c2"}, {"c1", "c3"}, {"c2", "c3"}]
    assert swaps_across(report, propose_shortlist(report.totals, threshold=50)) == ()
