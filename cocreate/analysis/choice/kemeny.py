"""The order that contradicts the ballots least: exact Kemeny-Young, with every tied optimum counted.

Kemeny, "Mathematics without numbers", Daedalus 88 (1959). Three ideas keep it exact and quick:
* a block of items that beats every item of another block stands before it in every optimal order (Truchon, "An
  extension of the Condorcet criterion and Kemeny orders", 1998), so the blocks are solved one by one;
* a block of up to 16 items by dynamic programming over its subsets (Betzler et al., "Fixed-parameter algorithms for
  Kemeny rankings", 2009);
* a larger one by integer programming that adds a constraint for each circle of three it runs into (Conitzer, Davenport
  and Kalagnanam, "Improved bounds for computing Kemeny rankings", 2006), or, out of time, by local search, and then
  the result says that it is not proven.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

SUBSET_LIMIT = 16
"""Largest block solved over subsets: 2^16 sets take about 0.1 s and 12 MB; each item more doubles both."""


@dataclass(frozen=True, slots=True)
class Kemeny:
    """Items are indices into the pairwise matrix.

    order           an optimal order, best first; among tied ones the first by `preference`
    distance        weight of all (ballot, pair) disagreements with `order`; a tie on a ballot disagrees with nothing
    is_exact        False only when the time ran out and nothing better than `order` was looked for
    optimal_count   number of optimal orders; None when it was not counted
    optimal_orders  the first of them, `order` first
    places          per item, best and worst place (from 1) over all optimal orders; None when not counted
    """

    order: tuple[int, ...]
    distance: float
    is_exact: bool
    optimal_count: int | None
    optimal_orders: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, int], ...] | None


@dataclass(frozen=True, slots=True)
class _Block:
    orders: tuple[tuple[int, ...], ...]
    count: int | None
    places: dict[int, tuple[int, int]] | None
    is_exact: bool


def kemeny(
    pairwise: np.ndarray, *, preference: Sequence[int] | None = None, list_up_to: int = 24, time_limit: float = 10.0
) -> Kemeny:
    """Exact Kemeny order of an (m, m) matrix: `pairwise[i, j]` is the weight that puts i before j.

    preference  indices, most preferred first: which of several optimal orders is named first; default 0..m-1
    list_up_to  how many optimal orders to list; they are counted in full
    time_limit  seconds for blocks above SUBSET_LIMIT; beyond it local search answers and `is_exact` is False

    >>> kemeny(np.array([[0, 2, 2], [1, 0, 2], [1, 1, 0]])).order
    (0, 1, 2)
    """
    matrix = np.array(pairwise, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all() or (matrix < 0).any():
        raise ValueError("pairwise is a square matrix of finite numbers of 0 or more")
    np.fill_diagonal(matrix, 0)
    preference = tuple(range(len(matrix))) if preference is None else tuple(preference)
    if sorted(preference) != list(range(len(matrix))):
        raise ValueError("preference names every item once")
    tolerance = 1e-9 * max(1.0, float(matrix.sum()))
    deadline = time.monotonic() + time_limit
    blocks = [
        _solve(matrix, [item for item in preference if item in members], tolerance, list_up_to, deadline)
        for members in _blocks(matrix, tolerance)
    ]
    orders = tuple(
        tuple(item for part in parts for item in part)
        for parts in islice(product(*(block.orders for block in blocks)), max(1, list_up_to))
    )
    is_counted = all(block.count is not None for block in blocks)
    return Kemeny(
        order=orders[0],
        distance=_distance(matrix, orders[0]),
        is_exact=all(block.is_exact for block in blocks),
        optimal_count=math.prod(block.count or 0 for block in blocks) if is_counted else None,
        optimal_orders=orders,
        places=_places(blocks) if is_counted else None,
    )


def _distance(matrix: np.ndarray, order: Sequence[int]) -> float:
    return float(np.tril(matrix[np.ix_(order, order)]).sum())


def _places(blocks: Sequence[_Block]) -> tuple[tuple[int, int], ...]:
    found: dict[int, tuple[int, int]] = {}
    for block in blocks:
        ahead = len(found)
        found |= {item: (ahead + best, ahead + worst) for item, (best, worst) in (block.places or {}).items()}
    return tuple(found[item] for item in range(len(found)))


def _blocks(matrix: np.ndarray, tolerance: float) -> list[set[int]]:
    """Items that beat or tie each other in a circle belong together; blocks come out best first."""
    from scipy.sparse import csr_array  # here, so that no web process loads it at its start
    from scipy.sparse.csgraph import connected_components

    if not len(matrix):
        return []
    margin = matrix - matrix.T
    not_beaten = csr_array(margin >= -tolerance)
    count, label = connected_components(not_beaten, directed=True, connection="strong")
    outside = label[:, None] != label[None, :]
    beaten = ((margin > tolerance) & outside).sum(axis=1)  # the same for each member: all later blocks together
    blocks = [set(np.flatnonzero(label == index).tolist()) for index in range(count)]
    return sorted(blocks, key=lambda members: -int(beaten[min(members)]))


def _solve(matrix: np.ndarray, members: list[int], tolerance: float, list_up_to: int, deadline: float) -> _Block:
    """Solve one block; `members` in order of preference, so that local index 0 is the most preferred."""
    part = matrix[np.ix_(members, members)]
    if len(members) <= SUBSET_LIMIT:
        solved = _by_subsets(part, tolerance, max(1, list_up_to))
    else:
        order = _by_integer_program(part, deadline)
        solved = _Block((order or _by_local_search(part),), None, None, order is not None)
    return _Block(
        orders=tuple(tuple(members[index] for index in order) for order in solved.orders),
        count=solved.count,
        places=solved.places and {members[index]: span for index, span in solved.places.items()},
        is_exact=solved.is_exact,
    )


def _by_subsets(matrix: np.ndarray, tolerance: float, list_up_to: int) -> _Block:
    """best[S] = least disagreement among the items of S when they fill the first |S| places."""
    m = len(matrix)
    behind = np.zeros((1 << m, m))  # behind[S, i]: what it costs to place i right behind the set S
    for k in range(m):
        behind[1 << k : 2 << k] = behind[: 1 << k] + matrix[:, k]
    sets = np.arange(1 << m)
    size = np.bitwise_count(sets)
    layers = [sets[size == count] for count in range(m + 1)]
    best = np.full(1 << m, np.inf)
    best[0] = 0.0
    for layer in layers[1:]:
        for i in range(m):
            with_i = layer[layer >> i & 1 == 1]
            without = with_i ^ (1 << i)
            best[with_i] = np.minimum(best[with_i], best[without] + behind[without, i])

    count = np.zeros(1 << m, dtype=np.int64)  # 16! fits easily
    count[0] = 1
    steps: list[list[tuple[int, np.ndarray]]] = [[]]  # per layer: (item, sets it may come last in)
    for layer in layers[1:]:
        steps.append([])
        for i in range(m):
            with_i = layer[layer >> i & 1 == 1]
            without = with_i ^ (1 << i)
            good = with_i[best[without] + behind[without, i] <= best[with_i] + tolerance]
            count[good] += count[good ^ (1 << i)]
            steps[-1].append((i, good))

    used = np.zeros(1 << m, dtype=bool)  # sets that are the top of some optimal order
    used[-1] = True
    places: dict[int, tuple[int, int]] = {}
    for place in range(m, 0, -1):
        for i, good in steps[place]:
            good = good[used[good]]
            if len(good):
                used[good ^ (1 << i)] = True
                places[i] = (place, places.get(i, (place, place))[1])

    def orders(prefix: tuple[int, ...], top: int) -> Iterator[tuple[int, ...]]:
        if len(prefix) == m:
            yield prefix
            return
        for i in range(m):
            grown = top | 1 << i
            if grown != top and used[grown] and best[top] + behind[top, i] <= best[grown] + tolerance:
                yield from orders((*prefix, i), grown)

    return _Block(tuple(islice(orders((), 0), list_up_to)), int(count[-1]), places, True)


def _by_integer_program(matrix: np.ndarray, deadline: float) -> tuple[int, ...] | None:
    """x[i, j] = 1 when i stands before j (i < j); circles of three are forbidden as they appear. None: out of time."""
    from scipy.optimize import Bounds, milp

    m = len(matrix)
    first, second = np.triu_indices(m, 1)
    variable = np.zeros((m, m), dtype=int)
    variable[first, second] = np.arange(len(first))
    cost = (matrix.T - matrix)[first, second]
    forbidden: list[tuple[int, int, int]] = []
    while (seconds := deadline - time.monotonic()) > 0:
        answer = milp(
            cost,
            integrality=np.ones(len(first)),
            bounds=Bounds(0, 1),
            constraints=_no_circles(forbidden, variable, len(first)) if forbidden else (),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if answer.status != 0:
            return None
        before = np.zeros((m, m), dtype=bool)
        before[first, second] = answer.x > 0.5
        before[second, first] = answer.x <= 0.5
        circles = list(_circles(before))
        if not circles:
            return tuple(int(item) for item in np.argsort(-before.sum(axis=1), kind="stable"))
        forbidden += circles
    return None


def _no_circles(circles: Sequence[tuple[int, int, int]], variable: np.ndarray, width: int) -> LinearConstraint:
    """At most two of the three pairs of a circle stand as they do; a pair written backwards counts as 1 - x."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    one, other = np.array(circles), np.roll(circles, -1, axis=1)
    sign = np.where(one < other, 1.0, -1.0)
    columns = variable[np.minimum(one, other), np.maximum(one, other)]
    starts = np.arange(0, sign.size + 1, 3)
    rows = csr_array((sign.ravel(), columns.ravel(), starts), shape=(len(sign), width))
    return LinearConstraint(rows, -np.inf, 2.0 - (sign < 0).sum(axis=1))


def _circles(before: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Each circle i > j > k > i once, starting from its smallest index."""
    for i in range(len(before)):
        closing = before[i][:, None] & before & before[:, i][None, :]
        closing[: i + 1] = False
        closing[:, : i + 1] = False
        for j, k in zip(*np.nonzero(closing), strict=True):
            yield i, int(j), int(k)


def _by_local_search(matrix: np.ndarray) -> tuple[int, ...]:
    """From the order of preference, move one item at a time to its best place until no move helps."""
    margin = matrix - matrix.T
    order = list(range(len(matrix)))
    is_moving = True
    while is_moving:
        is_moving = False
        for item in range(len(matrix)):
            rest = [other for other in order if other != item]
            gain = np.concatenate(([0.0], np.cumsum(margin[rest, item])))  # of standing behind the first 0, 1, ...
            here, there = order.index(item), int(np.argmax(gain))
            if gain[there] > gain[here] + 1e-9:
                order = [*rest[:there], item, *rest[there:]]
                is_moving = True
    return tuple(order)
