"""The certainty of an order of ballots: seeded, adding up, larger with more people, and honest."""

import numpy as np
import pytest

from cocreate.analysis.choice.ballots import Ballot, tabulate
from cocreate.analysis.choice.bootstrap import _counts, order_certainty
from cocreate.analysis.choice.methods import METHODS, count
from tests.analysis.choice.test_ranking import votes


def sampled(rng: np.random.Generator, strengths: np.ndarray, people: int) -> list[Ballot]:
    names = [f"c{index}" for index in range(len(strengths))]
    orders = np.argsort(-(strengths + rng.gumbel(size=(people, len(strengths)))), axis=1)
    return [Ballot(tuple((names[i],) for i in order), tuple(names)) for order in orders]


@pytest.mark.parametrize("method", [key for key, method in METHODS.items() if method.needs != "points"])
def test_a_resample_that_draws_everybody_once_is_the_count_itself(method: str) -> None:
    ballots = votes("a>b>c=d", "b>c", "c>a=b", "d>b", shown="abcd") + votes("a>c", "b>d")
    table = tabulate(ballots, "abcd")
    (once,) = _counts(method, table, np.ones((1, len(ballots))))
    whole = count(method, ballots, "abcd", resamples=0)
    assert once.tiers == whole.tiers
    one, other = ([-1 if score is None else score for score in found.scores] for found in (once, whole))
    assert one == pytest.approx(other)


@pytest.mark.parametrize("method", ["kemeny", "borda", "schulze", "instant_runoff", "approval"])
def test_probabilities_add_up_to_the_places_and_come_again_with_the_seed(method: str) -> None:
    ballots = sampled(np.random.default_rng(1), np.linspace(1, 0, 6), 60)
    items = list(ballots[0].shown)
    first = order_certainty(ballots, items, size=2, method=method, resamples=60, seed=4)
    assert first == order_certainty(ballots, items, size=2, method=method, resamples=60, seed=4)
    assert sum(row.probability for row in first.rows) == pytest.approx(2)
    assert np.array([row.places for row in first.rows]).sum(axis=0) == pytest.approx(np.ones(6))
    for row in first.rows:
        assert sum(row.places) == pytest.approx(1) and 1 <= row.best_place <= row.worst_place <= 6


def test_more_people_make_an_order_surer_and_what_nobody_saw_has_no_probability() -> None:
    few = sampled(np.random.default_rng(2), np.linspace(1, 0, 5), 20)
    items = [*few[0].shown, "unseen"]
    doubt = []
    for times in (1, 10):
        found = order_certainty(few * times, items, size=2, resamples=100)
        doubt.append(sum(row.probability * (1 - row.probability) for row in found.rows[:-1]))
        assert found.rows[-1].probability is None
    assert doubt[1] < doubt[0]
    nothing = order_certainty([], ["a", "b"], size=1, resamples=5)
    assert [row.probability for row in nothing.rows] == [None, None]
    with pytest.raises(ValueError):
        order_certainty(few, items, size=0)


def test_a_probability_of_being_among_the_first_comes_true_about_that_often() -> None:
    rng = np.random.default_rng(3)
    stated, happened = [], []
    for _ in range(60):
        strengths = rng.normal(0, 0.5, 8)
        ballots = sampled(rng, strengths, 60)
        found = order_certainty(ballots, list(ballots[0].shown), size=3, method="borda", resamples=100)
        best = set(np.argsort(-strengths)[:3].tolist())
        stated += [row.probability for row in found.rows]
        happened += [index in best for index in range(8)]
    said, came = np.array(stated), np.array(happened)
    for low, high in ((0, 0.2), (0.2, 0.8), (0.8, 1.01)):
        part = (said >= low) & (said < high)
        assert abs(said[part].mean() - came[part].mean()) < 0.1, (low, part.sum())
