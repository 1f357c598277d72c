"""Would it have come out differently? The same ballots with other weights, without one helix, by another rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .agreement import kendall_tau
from .ballots import Ballot, Item, balance
from .methods import Counted, count, usable

FEW = 5
"""A group of fewer ballots is named: one voice, one helix would then rest on a handful of people."""


@dataclass(frozen=True, slots=True)
class View:
    """The result under one weighting.

    weighting  raw (one person, one vote), balanced (one helix, one voice), targets (stated shares)
    moves      per item, in their order: places gained (+) or lost (-) compared with raw
    few        groups with fewer than FEW ballots;  silent: groups with a target and no ballot
    result     with its base and its effective number of ballots (Kish, 1965)
    """

    weighting: str
    result: Counted
    moves: tuple[int, ...]
    few: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What one thing less, or another rule, does to the order.

    what      the group left out, or the rule;  ballots: how many were then counted
    tiers     groups that are then held equal, best first;  order: the same with ties broken
    tau       Kendall's tau-b with the order of everybody; None when nothing can be compared
    entered, dropped   candidates that come among the first `size`, and that fall out
    """

    what: str
    ballots: int
    tiers: tuple[tuple[Item, ...], ...]
    order: tuple[Item, ...]
    tau: float | None
    entered: tuple[Item, ...]
    dropped: tuple[Item, ...]


def side_by_side(
    ballots: Sequence[Ballot],
    items: Sequence[Item],
    *,
    method: str = "kemeny",
    cap: float = 4.0,
    targets: Mapping[str, float] | None = None,
) -> tuple[View, ...]:
    """Raw, one helix one voice, and with `targets` also by target shares; see `ballots.balanced_weights` for the cap.

    >>> votes = [Ballot((("a",), ("b",)), ("a", "b"), group="business")] * 3
    >>> votes += [Ballot((("b",), ("a",)), ("a", "b"), group=name) for name in ("research", "civil_society")]
    >>> [view.result.order for view in side_by_side(votes, "ab")]
    [('a', 'b'), ('b', 'a')]
    """
    sizes = Counter(ballot.group for ballot in ballots if ballot.group is not None)
    raw = count(method, ballots, items)
    few = tuple(name for name, size in sorted(sizes.items()) if size < FEW)
    views = [
        View("raw", raw, (0,) * len(raw.items)),
        _view("balanced", count(method, balance(ballots, cap), items), raw, few),
    ]
    if targets is not None:
        silent = tuple(sorted(name for name, share in targets.items() if share > 0 and name not in sizes))
        views.append(_view("targets", count(method, balance(ballots, cap, targets), items), raw, few, silent))
    return tuple(views)


def _view(name: str, result: Counted, raw: Counted, few: tuple[str, ...], silent: tuple[str, ...] = ()) -> View:
    moves = tuple(raw.place(item) - result.place(item) for item in raw.items)
    return View(name, result, moves, few, silent)


def leave_one_group_out(
    ballots: Sequence[Ballot],
    items: Sequence[Item],
    *,
    method: str = "kemeny",
    size: int,
    is_balanced: bool = False,
    targets: Mapping[str, float] | None = None,
) -> tuple[Change, ...]:
    """The order without each helix in turn; weights are balanced anew among those that stay, by `targets` if given.

    A helix without which nobody with a target is left is passed over.
    """
    whole = count(method, _weighted(ballots, is_balanced, targets), items)
    names = sorted({ballot.group for ballot in ballots if ballot.group is not None})
    found = []
    for name in names if len(names) > 1 else ():
        rest = [ballot for ballot in ballots if ballot.group != name]
        if is_balanced and targets is not None and not any(targets.get(ballot.group or "", 0) for ballot in rest):
            continue
        found.append(_change(name, count(method, _weighted(rest, is_balanced, targets), items), whole, size))
    return tuple(found)


def change_of_rule(
    ballots: Sequence[Ballot], items: Sequence[Item], *, method: str = "kemeny", size: int, seed: int = 1
) -> tuple[Change, ...]:
    """The order by every other rule that such ballots allow."""
    whole = count(method, ballots, items, seed=seed)
    others = [key for key in usable(ballots) if key != method]
    return tuple(_change(key, count(key, ballots, items, seed=seed, resamples=0), whole, size) for key in others)


def _weighted(ballots: Sequence[Ballot], is_balanced: bool, targets: Mapping[str, float] | None) -> Sequence[Ballot]:
    return balance(ballots, targets=targets) if is_balanced else ballots


def _change(what: str, result: Counted, whole: Counted, size: int) -> Change:
    before, after = whole.order[:size], result.order[:size]
    return Change(
        what=what,
        ballots=result.ballots,
        tiers=result.tiers,
        order=result.order,
        tau=kendall_tau(whole.tiers, result.tiers),
        entered=tuple(item for item in after if item not in before),
        dropped=tuple(item for item in before if item not in after),
    )
