"""What is kept of somebody's order, and what many orders amount to: for every kind of question that asks for one.

A whole order is hardly ever given twice, so the tallies do not keep it: they keep who stands before whom, and at which
place. That is all that the results need (`analysis.choice.comparisons`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.comparisons import Place, comparisons_from
from cocreate.survey.kinds.summaries import RankingSummary

Kept = tuple[str, Mapping[str, Any]]


def tiers_of(value: Mapping[str, Any] | None) -> list[list[str]]:
    """Groups of items, best first; a group of several shares a place."""
    return [list(tier) if isinstance(tier, list) else [tier] for tier in (value or {}).get("order", [])]


def counted_order(value: Mapping[str, Any] | None) -> list[Kept]:
    """What the tallies keep of an order, or of having none.

    >>> counted_order({"order": ["b"], "shown": ["a", "b"]})[1:]
    [('b', {'before': 'a'}), ('b', {'place': 1.0, 'of': 2, 'first': 1, 'ranked': True}),
     ('a', {'place': 2.0, 'of': 2, 'first': 0, 'ranked': False})]
    """
    value = value or {}
    if value.get("no_opinion"):
        return [("", {"no_opinion": True})]
    order = tuple(tuple(tier) for tier in tiers_of(value))
    placed = {item for tier in order for item in tier}
    ballot = Ballot(order, tuple(dict.fromkeys([*value.get("shown", ()), *placed])))
    if not placed or len(ballot.shown) < 2:
        return [("", {"blank": True})]
    tiers = ballot.tiers()
    return [("", {"ballot": True}), *_pairs(tiers), *_places(tiers, placed)]


def _pairs(tiers: Sequence[Sequence[Any]]) -> Iterator[Kept]:
    for better, worse in combinations(tiers, 2):
        for one, other in product(better, worse):
            yield one, {"before": other}
    for tier in tiers:
        for one, other in combinations(sorted(tier), 2):
            yield one, {"level": other}


def _places(tiers: Sequence[Sequence[Any]], placed: set[str]) -> Iterator[Kept]:
    shown, before = sum(map(len, tiers)), 0
    for number, tier in enumerate(tiers):
        place, first = before + (len(tier) + 1) / 2, 0 if number else len(tier)
        for item in tier:
            yield item, {"place": place, "of": shown, "first": first, "ranked": item in placed}
        before += len(tier)


def summarise_orders(rows: Sequence[Any], items: Sequence[str]) -> RankingSummary:
    """What the tallies' rows (`base.ResultRow`) amount to, over the items that there are now."""
    of_kind: dict[str, list[Any]] = {key: [] for key in ("ballot", "blank", "no_opinion", "before", "level", "place")}
    for row in rows:
        kind = next((key for key in of_kind if key in (row.value or {})), None)
        if kind:
            of_kind[kind].append(row)
    counts = {key: sum(row.count for row in found) for key, found in of_kind.items()}
    squares = sum(row.count * row.weight for row in of_kind["ballot"])
    by_helix: dict[str, float] = {}
    for row in of_kind["ballot"]:
        by_helix[row.helix] = by_helix.get(row.helix, 0) + row.count
    places: dict[str, dict[float, float]] = {item: {} for item in items}
    for row in of_kind["place"]:
        if row.item in places and row.value["ranked"]:
            found = places[row.item]
            found[row.value["place"]] = found.get(row.value["place"], 0) + row.count
    sums = None
    if items:
        sums = comparisons_from(
            items,
            before=((row.item, row.value["before"], row.count) for row in of_kind["before"]),
            equal=((row.item, row.value["level"], row.count) for row in of_kind["level"]),
            places=(_place(row) for row in of_kind["place"]),
            ballots=round(sum(row.count / row.weight for row in of_kind["ballot"])),
            blank=round(sum(row.count / row.weight for row in of_kind["blank"])),
            total_weight=counts["ballot"],
            effective=counts["ballot"] ** 2 / squares if squares else 0.0,
        )
    return RankingSummary(counts["ballot"], counts["no_opinion"], by_helix, places, sums)


def _place(row: Any) -> Place:
    told = row.value
    return Place(row.item, told["place"], told["of"], told["first"], told["ranked"], row.count / row.weight, row.count)
