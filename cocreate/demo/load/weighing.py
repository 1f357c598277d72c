"""The committee of the demonstration weighs the criteria: made up from the seed, and together what the story says."""

import random
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.process.models import Process
from cocreate.selection.grounds import editing
from cocreate.selection.grounds.rules import WeighMethod, Wish
from cocreate.selection.models import CriteriaSet

GIVE = 5  # points to both sides that each member could live with
MOVES = 4  # steps by which a member leaves the weights of the story
STEP = 3


def weigh(
    session: Session,
    organiser: Actor,
    process: Process,
    criteria: CriteriaSet,
    committee: Sequence[User],
    weights: Mapping[str, int],
    seed: int,
) -> None:
    """Every member spreads 100 points, blind; the weights that they give together are taken over."""
    editing.open_weighing(session, organiser, process, criteria, WeighMethod.POINTS)
    for member, line in zip(committee, _lines(weights, len(committee), seed), strict=True):
        said = {key: Wish(value, max(0, value - GIVE), min(100, value + GIVE)) for key, value in line.items()}
        editing.give_weights(session, SYSTEM, process, criteria, member.id, said)
    editing.close_weighing(session, organiser, process, criteria)
    editing.adopt_weights(session, organiser, process, criteria, version=criteria.version)


def _lines(weights: Mapping[str, int], members: int, seed: int) -> list[dict[str, int]]:
    """A line of points per member; for each who wants more of something another wants as much less."""
    draw = random.Random(seed)
    found: list[dict[str, int]] = []
    while len(found) + 1 < members:
        away = dict.fromkeys(weights, 0)
        for _ in range(MOVES):
            more, less = draw.sample(sorted(weights), 2)
            if abs(away[more] + STEP) <= weights[more] and abs(away[less] - STEP) <= weights[less]:
                away[more] += STEP
                away[less] -= STEP
        found += [{key: weights[key] + sign * away[key] for key in weights} for sign in (1, -1)]
    return found if len(found) == members else [*found, dict(weights)]
