"""Committees that weigh, to test with."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.selection.grounds import editing
from cocreate.selection.grounds.rules import WeighMethod, Wish
from cocreate.selection.models import CriteriaSet

from .selection import acting, make_member


def wishes(criteria_set: CriteriaSet, *weights: int, give: int = 0) -> dict[str, Wish]:
    """These weights, each with a range of `give` to both sides."""
    return {
        criterion.key: Wish(weight, max(0, weight - give), min(100, weight + give))
        for criterion, weight in zip(criteria_set.criteria, weights, strict=True)
    }


def make_weighing(
    session: Session,
    process: Process,
    criteria_set: CriteriaSet,
    *lines: Sequence[int],
    method: WeighMethod = WeighMethod.POINTS,
    give: int = 0,
    is_closed: bool = True,
) -> list[User]:
    """A weighing in which one new member gives each line of weights; returns the members."""
    editing.open_weighing(session, SYSTEM, process, criteria_set, method)
    members = [make_member(session, process) for _ in lines]
    for member, line in zip(members, lines, strict=True):
        said = wishes(criteria_set, *line, give=give)
        editing.give_weights(session, acting(member), process, criteria_set, member.id, said)
    if is_closed:
        editing.close_weighing(session, SYSTEM, process, criteria_set)
    return members
