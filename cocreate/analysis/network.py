"""Places for a picture of two kinds of things and the ties between them: seeded, and the same every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

STEPS = 220


@dataclass(frozen=True)
class Layout:
    """Key -> place in a square from 0 to 1: `hubs` stand on a circle, `leaves` near the hubs they are tied to."""

    hubs: Mapping[str, tuple[float, float]]
    leaves: Mapping[str, tuple[float, float]]
    seed: int


def lay_out(
    hubs: Sequence[str], ties: Mapping[str, Sequence[str]], *, seed: int = 1, gap: float = 0.05, wide: float = 3.2
) -> Layout:
    """Place hubs evenly on a circle, and each leaf at the middle of its hubs, pushed aside where it would hide others.

    `ties` names the hubs of each leaf; `gap` is the distance that leaves keep from each other and from hubs, upright;
    sideways it is `wide` times as large, since names run that way.

    >>> placed = lay_out(["a", "b"], {"x": ["a"], "y": ["a", "b"]})
    >>> round(placed.hubs["a"][0], 2), round(placed.hubs["a"][1], 2)
    (0.5, 0.12)
    >>> placed.leaves == lay_out(["a", "b"], {"x": ["a"], "y": ["a", "b"]}).leaves
    True
    """
    circle = {
        hub: (0.5 + 0.38 * sin(2 * pi * place / len(hubs)), 0.5 - 0.38 * cos(2 * pi * place / len(hubs)))
        for place, hub in enumerate(hubs)
    }
    leaves = list(ties)
    if not leaves:
        return Layout(circle, {}, seed)
    random = np.random.default_rng(seed)
    flat = np.array([1 / wide, 1.0])  # in this measure names are as wide as high
    homes = np.array([_home([circle[hub] for hub in ties[leaf] if hub in circle]) for leaf in leaves]) * flat
    places = homes + random.normal(0, gap / 3, homes.shape)
    fixed = np.array(list(circle.values())).reshape(-1, 2) * flat
    for step in range(STEPS):
        places += _push(places, places, gap) + _push(places, fixed, gap * 1.5)
        places += (homes - places) * 0.03 * (1 - step / STEPS)
        places = places.clip(flat * [0.05, 0.0], flat * [0.95, 1.0])
    places = places / flat
    found = {leaf: (float(x), float(y)) for leaf, (x, y) in zip(leaves, places, strict=True)}
    return Layout(circle, found, seed)


def _home(hubs: list[tuple[float, float]]) -> tuple[float, float]:
    if not hubs:
        return 0.5, 0.5
    x, y = (sum(hub[axis] for hub in hubs) / len(hubs) for axis in (0, 1))
    return (0.5 + (x - 0.5) * 1.12, 0.5 + (y - 0.5) * 1.12) if len(hubs) == 1 else (x, y)


def _push(movers: np.ndarray, others: np.ndarray, gap: float) -> np.ndarray:
    """How far each mover has to go to keep the gap from the others."""
    apart = movers[:, None, :] - others[None, :, :]
    far = np.sqrt((apart**2).sum(axis=2))
    near = (far < gap) & (far > 0)
    strength = np.where(near, (gap - far) / np.where(far > 0, far, 1) * 0.5, 0.0)
    pushed: np.ndarray = (apart * strength[:, :, None]).sum(axis=1)
    return pushed
