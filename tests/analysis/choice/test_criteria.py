"""Scores become totals by a rule anyone can redo, and a proposal never hides how close it was."""

import ast
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.choice.criteria import (
    Criterion,
    Reason,
    ScoreEntry,
    Verdict,
    aggregate,
    propose_shortlist,
)

FOUR = [Criterion("challenges", 40), Criterion("market", 20), Criterion("companies", 20), Criterion("research", 20)]


def scores(**marks: list[float | None]) -> list[ScoreEntry]:
    """One assessor per candidate's list of marks, in the order of FOUR."""
    return [
        ScoreEntry(candidate, criterion.key, "ann", value)
        for candidate, values in marks.items()
        for criterion, value in zip(FOUR, values, strict=False)
    ]


def test_a_total_is_the_weighted_mean_of_the_marks_on_a_fixed_scale() -> None:
    report = aggregate(["a", "b"], FOUR, scores(a=[4, 2, 2, 0], b=[0, 0, 0, 0]))
    assert report.total("a").total == pytest.approx(60)
    assert report.total("a").points == pytest.approx((40, 10, 10, 0))
    assert report.total("b").total == 0
    assert [row.place for row in report.totals] == [1, 2]
    alone = aggregate(["a"], FOUR, scores(a=[4, 2, 2, 0]))
    assert alone.total("a").total == report.total("a").total, "adding a poor candidate must not move the others"


def test_a_missing_mark_is_left_out_and_said_and_is_never_a_zero() -> None:
    report = aggregate(["a", "b", "c"], FOUR, scores(a=[3, 3, None, 3], b=[3, 3, 0, 3], c=[]))
    a, b, c = report.totals
    assert a.total == pytest.approx(75)
    assert b.total == pytest.approx(60)
    assert (a.missing, a.covered, a.points[2]) == (("companies",), pytest.approx(0.8), None)
    assert (c.total, c.place, c.covered) == (None, None, 0)
    assert sum(points for points in a.points if points is not None) == pytest.approx(a.total)
    assert report.warnings == ("scores_missing", "one_assessor")
    cell = report.cell("a", "companies")
    assert (cell.mean, cell.n, cell.declined, cell.spread) == (None, 0, 1, None)


def test_a_cell_shows_its_base_and_its_spread() -> None:
    entries = [ScoreEntry("a", "market", name, value) for name, value in (("x", 1), ("y", 3), ("z", None))]
    cell = aggregate(["a"], FOUR, entries).cell("a", "market")
    assert (cell.mean, cell.n, cell.declined, cell.lowest, cell.highest) == (2, 2, 1, 1, 3)
    assert cell.spread == pytest.approx(np.sqrt(2))


@pytest.mark.parametrize(
    "wrong",
    [
        ScoreEntry("a", "market", "x", 5),
        ScoreEntry("a", "market", "x", -1),
        ScoreEntry("a", "market", "x", float("nan")),
        ScoreEntry("nobody", "market", "x", 1),
        ScoreEntry("a", "beauty", "x", 1),
        ScoreEntry("a", "challenges", "ann", 2),
    ],
)
def test_an_impossible_or_repeated_mark_is_refused(wrong: ScoreEntry) -> None:
    with pytest.raises(ValueError):
        aggregate(["a"], FOUR, [*scores(a=[1, 1, 1, 1]), wrong])


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [float("inf"), 1]])
def test_impossible_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError):
        aggregate(["a"], [Criterion(str(i), weight) for i, weight in enumerate(weights)], [])


@given(st.permutations(range(12)))
def test_the_order_in_which_scores_arrive_changes_nothing_to_the_last_digit(order: list[int]) -> None:
    entries = [
        ScoreEntry(c, k.key, p, (i * 7 % 5) * 0.7)
        for i, (c, k, p) in enumerate((c, k, p) for c in "ab" for k in FOUR[:2] for p in "xyz")
    ]
    assert aggregate("ab", FOUR, [entries[i] for i in order]) == aggregate("ab", FOUR, entries)


def test_the_arithmetic_agrees_with_a_published_decision_matrix(mcda) -> None:
    text = mcda.read_text()
    matrix = np.array([ast.literal_eval(row) for row in re.findall(r"^  - (\[.*\])", text, re.M)])
    aims = np.array(ast.literal_eval(re.search(r"objectives: (\[.*\])", text)[1]))
    names = re.search(r"alternatives: \[(.*)\]", text)[1].split(", ")
    scaled = np.where(aims > 0, matrix / matrix.max(axis=0), matrix.min(axis=0) / matrix)
    weights = np.array([3, 1, 2, 2, 1, 4])
    criteria = [Criterion(str(k), float(weight)) for k, weight in enumerate(weights)]
    entries = [
        ScoreEntry(name, str(k), "market data", 4 * scaled[i, k]) for i, name in enumerate(names) for k in range(6)
    ]
    report = aggregate(names, criteria, entries)
    expected = 100 * scaled @ weights / weights.sum()
    assert [row.total for row in report.totals] == pytest.approx(expected)
    best_first = sorted(report.totals, key=lambda row: row.place)
    assert [row.candidate for row in best_first] == [names[i] for i in np.argsort(-expected)]


def totals(**points: float | None):
    marks = {name: [] if value is None else [value / 25] * 4 for name, value in points.items()}
    return aggregate(list(points), FOUR, scores(**marks)).totals


def test_a_shortlist_by_size_names_its_margin_and_its_neighbours() -> None:
    proposal = propose_shortlist(totals(a=80, b=50, c=None, d=70, e=65), size=2)
    assert proposal.selected == ("a", "d")
    assert (proposal.last_in, proposal.first_out, proposal.margin) == ("d", "e", pytest.approx(5))
    assert [(row.candidate, row.reasons) for row in proposal.rows] == [
        ("a", (Reason.ABOVE_CUT,)),
        ("d", (Reason.ABOVE_CUT,)),
        ("e", (Reason.BELOW_CUT,)),
        ("b", (Reason.BELOW_CUT,)),
        ("c", (Reason.NO_SCORE,)),
    ]


def test_candidates_that_tie_across_the_cut_are_all_left_to_the_committee() -> None:
    proposal = propose_shortlist(totals(a=80, b=60, c=60, d=60, e=10), size=3)
    assert proposal.selected == ("a",)
    assert set(proposal.tied_at_cut) == {"b", "c", "d"}
    assert (proposal.open_places, proposal.margin) == (2, 0)
    assert {proposal.last_in, proposal.first_out} < {"b", "c", "d"}
    fits = propose_shortlist(totals(a=80, b=60, c=60, d=60, e=10), size=4)
    assert (len(fits.selected), fits.tied_at_cut, fits.margin) == (4, (), pytest.approx(50))


def test_a_shortlist_by_threshold_and_one_with_room_for_everybody() -> None:
    proposal = propose_shortlist(totals(a=80, b=60, c=59), threshold=60)
    assert proposal.selected == ("a", "b")
    assert proposal.rows[2].verdict is Verdict.OUT
    assert proposal.rows[2].reasons == (Reason.BELOW_THRESHOLD,)
    everybody = propose_shortlist(totals(a=80, b=60), size=5)
    assert (everybody.selected, everybody.first_out, everybody.margin) == (("a", "b"), None, None)
    nobody = propose_shortlist(totals(a=None), size=1)
    assert (nobody.selected, nobody.last_in) == ((), None)
    for wrong in ({}, {"size": 1, "threshold": 1}, {"size": 0}, {"threshold": 101}):
        with pytest.raises(ValueError):
            propose_shortlist(totals(a=80), **wrong)


def test_a_place_that_rests_on_missing_scores_says_so() -> None:
    report = aggregate(["a"], FOUR, scores(a=[4, 4, None, 4]))
    assert propose_shortlist(report.totals, size=1).rows[0].reasons == (Reason.ABOVE_CUT, Reason.SCORES_MISSING)
