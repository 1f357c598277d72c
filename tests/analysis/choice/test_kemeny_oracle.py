"""The exact order, its distance and the number of equally good ones, against every order that there is, up to eight."""

from itertools import combinations, permutations

import numpy as np
import pytest

from cocreate.analysis.choice.kemeny import kemeny


def every_order(items: int) -> np.ndarray:
    """(orders, items) the items of each order, first to last."""
    return np.array(list(permutations(range(items))), dtype=np.int8)


def distances(orders: np.ndarray, pairwise: np.ndarray) -> np.ndarray:
    """(orders,) straight from the definition: the weight of all preferences that an order contradicts."""
    place = np.argsort(orders, axis=1)
    total = np.zeros(len(orders))
    for one, other in combinations(range(orders.shape[1]), 2):
        total += np.where(place[:, one] < place[:, other], pairwise[other, one], pairwise[one, other])
    return total


def elections(items: int) -> list[np.ndarray]:
    """From voters who agree to voters who vote blindly, with even and odd numbers of them and weights."""
    rng = np.random.default_rng(items)
    found = []
    for voters, noise in ((2, 9.0), (3, 9.0), (6, 1.0), (9, 9.0), (12, 2.0), (31, 0.5), (60, 9.0), (61, 3.0)):
        for weighs in (False, True):
            places = np.argsort(np.argsort(np.arange(items) + noise * rng.normal(size=(voters, items)), axis=1), axis=1)
            weight = rng.integers(1, 5, voters) if weighs else np.ones(voters)
            before = (places[:, :, None] < places[:, None, :]) * weight[:, None, None]
            found.append(before.sum(axis=0).astype(float))
    return found


@pytest.mark.parametrize("items", range(2, 9))
def test_no_order_of_up_to_eight_candidates_contradicts_less_and_all_equally_good_ones_are_counted(items: int) -> None:
    orders = every_order(items)
    several = 0
    for pairwise in elections(items):
        every = distances(orders, pairwise)
        best = {tuple(order) for order in orders[every == every.min()].tolist()}
        found = kemeny(pairwise)
        assert found.is_exact and found.distance == every.min()
        assert found.order in best and found.optimal_count == len(best)
        assert set(found.optimal_orders) <= best and len(found.optimal_orders) == min(24, len(best))
        spans = [[order.index(item) + 1 for order in best] for item in range(items)]
        assert found.places == tuple((min(span), max(span)) for span in spans)
        several += len(best) > 1
    assert several, "else ties are not looked at"
