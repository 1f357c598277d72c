"""What the answers would say if the groups were heard in other proportions: weights, and what weighting costs.

Post-stratification gives everybody of a group the weight (wanted share) / (observed share). With two margins at once
(helix and language, say) raking repeats that for one margin after the other until both hold (Deming and Stephan, "On a
least squares adjustment of a sampled frequency table when the expected marginal totals are known", Annals of
Mathematical Statistics 11, 1940; convergence: Ireland and Kullback, Biometrika 55, 1968). Weighted numbers are less
certain: the design effect is n * sum(w^2) / (sum w)^2, and n divided by it the effective number of people (Kish,
"Survey sampling", 1965). Weights repair proportions among those who answered; they do not make these typical.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TOLERANCE = 1e-6
ROUNDS = 500
MUCH = 2.0  # a design effect above it: half of the people are lost to weighting

Cell = tuple[str, ...]  # one category per dimension


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights per cell, with a mean of 1 over the people.

    weights         cell -> weight of each person in it
    base            people;  effective_size: how many equally weighted ones they are worth
    design_effect   base / effective_size, at least 1
    trimmed         people whose weight was cut to the cap
    is_converged    whether the wanted shares hold to a millionth (a trimmed weighting misses them and says so)
    missing         (dimension, category) wanted, but without anybody: their share goes to the others
    warnings        codes: weights_uneven (design effect above 2), category_empty, trimmed, not_converged
    """

    weights: Mapping[Cell, float]
    base: int
    effective_size: float
    design_effect: float
    trimmed: int
    is_converged: bool
    missing: tuple[tuple[int, str], ...]
    warnings: tuple[str, ...]


def equal_shares(categories: Sequence[str]) -> dict[str, float]:
    """The same share for each.

    >>> equal_shares(["business", "research"])
    {'business': 0.5, 'research': 0.5}
    """
    return {category: 1 / len(categories) for category in categories}


def poststratify(counts: Mapping[str, int], targets: Mapping[str, float], *, cap: float | None = None) -> Weighting:
    """Weights for one dimension: category -> people, and category -> wanted share. See `rake`.

    >>> result = poststratify({"business": 30, "research": 10}, {"business": 0.5, "research": 0.5})
    >>> {cell[0]: round(weight, 3) for cell, weight in result.weights.items()}
    {'business': 0.667, 'research': 2.0}
    >>> round(result.design_effect, 3), round(result.effective_size, 1)
    (1.333, 30.0)
    """
    return rake({(category,): count for category, count in counts.items()}, [targets], cap=cap)


def rake(
    counts: Mapping[Cell, int],
    targets: Sequence[Mapping[str, float]],
    *,
    cap: float | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> Weighting:
    """Weights under which every dimension has its wanted shares.

    counts   people per cell (one category per dimension); empty cells may be left out
    targets  one mapping per dimension, category -> wanted share, in any unit; an empty mapping leaves a dimension as it
             is. A category that is present but not named keeps its observed share, and the named ones divide the rest.
    cap      nobody weighs more than `cap` times the average person; what is cut off goes to the others in proportion

    Raises ValueError for cells of another length than `targets`, negative numbers, targets without any share for
    somebody who is there, or a cap below 1.
    """
    people = {cell: count for cell, count in counts.items() if count}
    _check(counts, targets, cap)
    base = sum(people.values())
    if not base:
        return Weighting({}, 0, 0.0, 1.0, 0, True, (), ())
    wanted = [_wanted(people, dimension, target) for dimension, target in enumerate(targets)]
    missing = tuple(
        (dimension, category)
        for dimension, target in enumerate(targets)
        for category, share in target.items()
        if share > 0 and category not in {cell[dimension] for cell in people}
    )
    weights = _fit(people, wanted, tolerance, rounds)
    if cap is None:
        trimmed = 0
    else:
        weights, trimmed = _trim(people, weights, cap)
    is_converged = _worst(people, weights, wanted) <= 10 * tolerance
    squares = sum(count * weights[cell] ** 2 for cell, count in people.items())
    effective = base**2 / squares
    found = {
        "weights_uneven": base / effective > MUCH,
        "category_empty": bool(missing),
        "trimmed": bool(trimmed),
        "not_converged": not is_converged and not trimmed,
    }
    return Weighting(
        weights=weights,
        base=base,
        effective_size=effective,
        design_effect=base / effective,
        trimmed=trimmed,
        is_converged=is_converged,
        missing=missing,
        warnings=tuple(code for code, is_so in found.items() if is_so),
    )


def _check(counts: Mapping[Cell, int], targets: Sequence[Mapping[str, float]], cap: float | None) -> None:
    if any(len(cell) != len(targets) for cell in counts):
        raise ValueError("a cell has one category per dimension")
    if any(count < 0 for count in counts.values()) or any(share < 0 for t in targets for share in t.values()):
        raise ValueError("counts and shares are 0 or more")
    if cap is not None and not cap >= 1:
        raise ValueError("the cap is at least 1")


def _wanted(people: Mapping[Cell, int], dimension: int, target: Mapping[str, float]) -> dict[str, float]:
    """Shares that sum to 1 over the categories that are there."""
    base = sum(people.values())
    observed: dict[str, float] = {}
    for cell, count in people.items():
        observed[cell[dimension]] = observed.get(cell[dimension], 0.0) + count / base
    named = {category: target[category] for category in observed if category in target}
    if not named:
        return observed
    whole = sum(named.values())
    if whole <= 0 or any(share <= 0 for share in named.values()):
        raise ValueError("a target needs a share above 0 for everybody who is there and whom it names")
    rest = sum(observed[category] for category in named)
    return {
        category: rest * named[category] / whole if category in named else share for category, share in observed.items()
    }


def _fit(
    people: Mapping[Cell, int], wanted: Sequence[Mapping[str, float]], tolerance: float, rounds: int
) -> dict[Cell, float]:
    weights = dict.fromkeys(people, 1.0)
    base = sum(people.values())
    for _round in range(rounds):
        for dimension, shares in enumerate(wanted):
            sums = _sums(people, weights, dimension)
            for cell in weights:
                weights[cell] *= shares[cell[dimension]] * base / sums[cell[dimension]]
        if _worst(people, weights, wanted) <= tolerance:
            break
    return weights


def _sums(people: Mapping[Cell, int], weights: Mapping[Cell, float], dimension: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for cell, count in people.items():
        found[cell[dimension]] = found.get(cell[dimension], 0.0) + count * weights[cell]
    return found


def _worst(people: Mapping[Cell, int], weights: Mapping[Cell, float], wanted: Sequence[Mapping[str, float]]) -> float:
    """The largest distance of a share from what is wanted."""
    base = sum(people.values())
    return max(
        (
            abs(total / base - shares[category])
            for dimension, shares in enumerate(wanted)
            for category, total in _sums(people, weights, dimension).items()
        ),
        default=0.0,
    )


def _trim(people: Mapping[Cell, int], weights: Mapping[Cell, float], cap: float) -> tuple[dict[Cell, float], int]:
    """Cut to the cap; what is cut off lifts the others, until nobody is above it. Keeps the mean of 1."""
    base = sum(people.values())
    cut: set[Cell] = set()
    found = dict(weights)
    while over := {cell for cell, weight in found.items() if weight > cap * (1 + 1e-12) and cell not in cut}:
        cut |= over
        left = base - cap * sum(people[cell] for cell in cut)
        open_ = {cell: count for cell, count in people.items() if cell not in cut}
        rest = sum(count * weights[cell] for cell, count in open_.items())
        # Where the others weigh next to nothing, a share in proportion to their weight is none: spread it evenly.
        even = left / sum(open_.values()) if open_ else 0.0
        lifted = {cell: weights[cell] * left / rest if rest > TOLERANCE * base else even for cell in open_}
        found = dict.fromkeys(cut, cap) | lifted
    return found, sum(people[cell] for cell in cut)
