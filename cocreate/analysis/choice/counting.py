"""How each rule of `methods` counts: from sums or ballots to what every candidate merits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ballots import BallotTable, Item
from .comparisons import Comparisons
from .kemeny import kemeny
from .pairs import ranked_pairs, schulze, stood_above, tolerance_of, victories
from .plackett import plackett_luce
from .runoff import Round, instant_runoff


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """By index: merit (m,), more is better, equal is tied, NaN unknown; scores (m,): what is shown for it."""

    merit: np.ndarray
    scores: np.ndarray
    winners: tuple[int, ...] | None = None
    spans: tuple[tuple[int, int] | None, ...] | None = None
    orders: tuple[tuple[int, ...], ...] = ()
    rounds: tuple[Round, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedRound:
    """A count of instant-runoff: (candidate, weight) for those still in, exhausted weight, who goes; see `runoff`."""

    votes: tuple[tuple[Item, float], ...]
    exhausted: float
    gone: tuple[Item, ...]
    was_tied: bool


def named_round(turn: Round, items: tuple[Item, ...]) -> NamedRound:
    votes = tuple((items[index], weight) for index, weight in turn.votes.items())
    return NamedRound(votes, turn.exhausted, tuple(items[index] for index in turn.gone), turn.was_tied)


def borda_shares(sums: Comparisons) -> np.ndarray:
    """(m,) share of comparisons won, half for a tie; NaN for what was compared with nothing."""
    points = (sums.before + sums.equal / 2).sum(axis=1)
    base = (sums.before + sums.before.T + sums.equal).sum(axis=1)
    return np.divide(points, base, out=np.full(len(points), np.nan), where=base > 0)


def lowest_if_unknown(share: np.ndarray) -> np.ndarray:
    return np.nan_to_num(share, nan=-1.0)


def preference(share: np.ndarray) -> list[int]:
    """Indices by share of comparisons won, then list order: what breaks ties everywhere.

    Rounded, because two equal shares may differ in the last binary digit and list order would then not decide.
    """
    known = lowest_if_unknown(share)
    return sorted(range(len(share)), key=lambda i: (-round(float(known[i]), 12), i))


def by_mean_rank(sums: Comparisons) -> Found:
    places = sums.mean_places()
    return Found(-places, places)


def by_borda(sums: Comparisons) -> Found:
    share = borda_shares(sums)
    return Found(share, share)


def by_copeland(sums: Comparisons) -> Found:
    wins = victories(sums.before, tolerance_of(sums.total_weight))
    level = ~(wins | wins.T)
    np.fill_diagonal(level, False)
    score = wins.sum(axis=1) + level.sum(axis=1) / 2
    return Found(score, score)


def by_schulze(sums: Comparisons) -> Found:
    _, above = schulze(sums.before, tolerance_of(sums.total_weight))
    return _from_relation(above)


def by_ranked_pairs(sums: Comparisons) -> Found:
    return _from_relation(ranked_pairs(sums.before, tolerance_of(sums.total_weight)))


def _from_relation(above: np.ndarray) -> Found:
    return Found(-stood_above(above).astype(float), above.sum(axis=1).astype(float))


def by_kemeny(sums: Comparisons, time_limit: float) -> Found:
    solved = kemeny(sums.before, preference=preference(borda_shares(sums)), time_limit=time_limit)
    place = np.empty(len(sums.items))
    place[list(solved.order)] = np.arange(1, len(place) + 1)
    leaders = tuple(i for i, (best, _) in enumerate(solved.places) if best == 1) if solved.places else None
    codes = {
        "several_optimal_orders": solved.optimal_count is not None and solved.optimal_count > 1,
        "order_not_proven": not solved.is_exact,
    }
    return Found(
        -place,
        place,
        winners=leaders,
        spans=solved.places,
        orders=solved.optimal_orders,
        warnings=tuple(code for code, is_so in codes.items() if is_so),
    )


def by_first_choices(sums: Comparisons) -> Found:
    seen = np.where(sums.shown > 0, sums.first, np.nan)
    return Found(seen, seen)


def by_instant_runoff(table: BallotTable, sums: Comparisons) -> Found:
    rounds = instant_runoff(table, borda_shares(sums), tolerance_of(sums.total_weight))
    stayed = np.full(len(table.items), np.nan)
    for number, turn in enumerate(rounds, start=1):
        stayed[list(turn.gone)] = number
    return Found(stayed, stayed, rounds=rounds)


def by_approval(table: BallotTable) -> Found:
    base = table.weight @ table.shown
    share = np.divide(table.weight @ table.ranked, base, out=np.full(len(base), np.nan), where=base > 0)
    is_all = len(table.weight) > 0 and bool((table.ranked == table.shown).all())
    return Found(share, share, warnings=("all_ranked",) if is_all else ())


def by_score(table: BallotTable, *, is_missing_zero: bool) -> Found:
    """Mean points: over the ballots that gave some, or over those that were shown the candidate."""
    given = ~np.isnan(table.points)
    base = table.weight @ (table.shown if is_missing_zero else given)
    total = table.weight @ np.nan_to_num(table.points)
    mean = np.divide(total, base, out=np.full(len(base), np.nan), where=base > 0)
    return Found(mean, mean)


def by_plackett_luce(table: BallotTable, resamples: int, seed: int) -> Found:
    fitted = plackett_luce(table, resamples=resamples, seed=seed)
    spans = tuple((int(low), int(high)) if low else None for low, high in zip(fitted.low, fitted.high, strict=True))
    # A fit stops close to the best strengths, not at them: logs equal to seven digits are a tie.
    merit = np.round(np.log(fitted.strength), 7)
    return Found(
        merit,
        fitted.strength,
        spans=spans if fitted.low.any() else None,
        warnings=() if fitted.converged else ("not_converged",),
    )
