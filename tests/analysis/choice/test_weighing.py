"""Plackett-Luce, one helix one voice, and the order without a helix or by another rule."""

import numpy as np
import pytest

from cocreate.analysis.choice.ballots import Ballot, tabulate
from cocreate.analysis.choice.methods import count
from cocreate.analysis.choice.plackett import plackett_luce
from cocreate.analysis.choice.weighing import change_of_rule, leave_one_group_out, side_by_side
from tests.analysis.choice.test_ranking import votes

PROFILE = {"abcd": 500, "bacd": 300, "cdab": 200, "dbca": 250, "adbc": 400}


def weighted(profile: dict[str, float]) -> list[Ballot]:
    return [Ballot(tuple((item,) for item in order), tuple("abcd"), weight) for order, weight in profile.items()]


def test_strengths_are_those_of_a_well_kept_library_but_for_the_weak_prior() -> None:
    # choix 0.4.1, ilsr_rankings on the same 1,650 orders without a prior.
    known = [0.42296206445168805, 0.2960113542741414, 0.15452137275813027, 0.1265052085160404]
    fitted = plackett_luce(tabulate(weighted(PROFILE), "abcd"), resamples=0)
    assert fitted.converged
    assert fitted.strength == pytest.approx(known, rel=2e-3)
    heavier = plackett_luce(tabulate(weighted({k: 1000 * v for k, v in PROFILE.items()}), "abcd"), resamples=0)
    assert heavier.strength == pytest.approx(known, rel=1e-5)


def test_a_place_is_surer_with_more_people_and_the_same_seed_gives_the_same_places() -> None:
    few = plackett_luce(tabulate(weighted({k: v / 50 for k, v in PROFILE.items()}), "abcd"), seed=3)
    many = plackett_luce(tabulate(weighted(PROFILE), "abcd"), seed=3)
    again = plackett_luce(tabulate(weighted(PROFILE), "abcd"), seed=3)
    assert (many.high - many.low).sum() < (few.high - few.low).sum()
    assert (many.error < few.error).all()
    for name in ("strength", "error", "low", "high", "first"):
        assert (getattr(many, name) == getattr(again, name)).all()
    assert few.first.sum() == pytest.approx(1, abs=0.05)


def test_a_candidate_who_always_loses_stays_finite_and_one_not_shown_stays_unknown() -> None:
    fitted = plackett_luce(tabulate(votes(*["a>b>c"] * 9), "abcd"), resamples=20)
    assert np.isfinite(fitted.strength[:3]).all() and np.isnan(fitted.strength[3])
    assert fitted.strength[0] > fitted.strength[1] > fitted.strength[2] > 0
    assert (fitted.low[3], fitted.high[3]) == (0, 0)
    assert count("plackett_luce", votes("a>b"), "abc").spans[2] is None


def test_strengths_that_people_were_drawn_from_are_found_back_within_their_error() -> None:
    rng = np.random.default_rng(5)
    truth = np.log([5.0, 3.0, 2.0, 1.0, 0.5])
    orders = np.argsort(-(truth + rng.gumbel(size=(800, 5))), axis=1)
    ballots = [Ballot(tuple((int(i),) for i in order[:3]), (0, 1, 2, 3, 4)) for order in orders]
    fitted = plackett_luce(tabulate(ballots, range(5)), resamples=100)
    found = np.log(fitted.strength) - np.log(fitted.strength).mean()
    assert (np.abs(found - (truth - truth.mean())) < 4 * fitted.error).all()


def test_raw_balanced_and_target_shares_stand_side_by_side_with_their_effective_size() -> None:
    ballots = votes(*["a>b>c"] * 12, group="business") + votes(*["c>b>a"] * 3, group="research")
    ballots += votes("c>a>b", "b>c>a", group="civil_society")
    raw, balanced, aimed = side_by_side(ballots, "abc", targets={"business": 8, "research": 1, "citizens": 1})
    assert [view.weighting for view in (raw, balanced, aimed)] == ["raw", "balanced", "targets"]
    assert (raw.result.order, balanced.result.order) == (tuple("abc"), tuple("cba"))
    assert raw.result.effective_size == 17 > balanced.result.effective_size
    assert balanced.moves == (-2, 0, 2)
    assert raw.moves == (0, 0, 0)
    assert balanced.few == ("civil_society", "research")
    assert aimed.silent == ("citizens",)
    assert aimed.result.order == tuple("abc")


def test_leaving_out_the_helix_that_carried_a_candidate_drops_it() -> None:
    ballots = votes(*["a>b>c"] * 6, group="business") + votes(*["c>b>a"] * 4, group="research")
    without = {change.what: change for change in leave_one_group_out(ballots, "abc", size=1)}
    assert (without["business"].entered, without["business"].dropped) == (("c",), ("a",))
    assert (without["business"].tau, without["business"].ballots) == (-1, 4)
    assert (without["research"].entered, without["research"].tau) == ((), 1)
    assert leave_one_group_out(votes("a>b", group="business"), "ab", size=1) == ()


def test_another_rule_says_who_would_come_in() -> None:
    ballots = votes(*["a>b>c"] * 5, *["b>c>a"] * 4)
    by = {change.what: change for change in change_of_rule(ballots, "abc", method="kemeny", size=1)}
    assert (by["borda"].entered, by["borda"].dropped) == (("b",), ("a",))
    assert by["schulze"].entered == () and by["schulze"].tau == 1
    assert "kemeny" not in by


def test_two_hundred_refits_of_six_hundred_ballots_converge() -> None:
    rng = np.random.default_rng(1)
    orders = np.argsort(np.arange(12) + rng.normal(0, 6, (615, 12)), axis=1)
    table = tabulate([Ballot(tuple((int(i),) for i in order), tuple(range(12))) for order in orders], range(12))
    assert plackett_luce(table).converged
