"""Things in somebody's order of priority, and what many orders amount to.

A whole order is hardly ever given twice, so the tallies do not keep it: they keep who stands before whom, and at which
place. That is all that the results need (`analysis.choice.comparisons`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, ClassVar

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.comparisons import Place, comparisons_from
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    RankingSummary,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import NO_OPINION, choices_of, is_one_of, number_option
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

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


CHOOSE_FIRST = 5  # with more things than this the page first asks which ones matter, then for their order


def order_from_places(places: Mapping[str, int]) -> list[Any]:
    """From places as typed to an order: gaps close, equal numbers share a place.

    >>> order_from_places({"a": 4, "b": 1, "c": 4})
    ['b', ['a', 'c']]
    """
    order: list[Any] = []
    for place in sorted(set(places.values())):
        tier = [key for key, typed in places.items() if typed == place]
        order.append(tier if len(tier) > 1 else tier[0])
    return order


class Ranking(Kind):
    """A place per thing, as many or as few as somebody likes, unless the question wants the first few only."""

    name = QuestionKind.RANKING
    unknown: ClassVar[str] = "survey.answer.unknown_choice"

    def allows_no_opinion(self, question: QuestionLike) -> bool:
        """Whether the page offers it."""
        return bool(question.options.get("no_opinion"))

    def top(self, question: QuestionLike) -> int:
        """How many may have a place; 0: all."""
        return number_option(question, "top")

    def chooses_first(self, question: QuestionLike, count: int) -> bool:
        """Whether the page asks to choose before it asks for an order."""
        wanted = question.options.get("choose_first")
        return count > CHOOSE_FIRST if wanted is None else bool(wanted)

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        known = choices_of(question, ground)
        places = self._places(question, typed, known)
        value: dict[str, Any] = {}
        if typed.get(self.field(question, "none")) and self.allows_no_opinion(question):
            value["no_opinion"] = True
        if places:
            value |= {"order": order_from_places(places), "shown": list(known)}
        return [AnswerGiven(question.key, value=value)] if value else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field, known, top = self.field(question), set(choices_of(question, ground)), self.top(question)
        found = missing(self, question, given, field)
        for answer in given:
            value = answer.value or {}
            placed = [key for tier in tiers_of(value) for key in tier]
            shown = value.get("shown", placed)
            if value.get("no_opinion") and placed:
                found.append(Problem(question.key, field, "survey.answer.order_and_no_opinion"))
            is_known = all(is_one_of(key, known) for key in [*placed, *shown])
            if not is_known or len(set(placed)) != len(placed) or not set(placed) <= set(shown):
                found.append(Problem(question.key, field, self.unknown))
            if top and len(placed) > top:
                found.append(
                    Problem(question.key, field, "survey.answer.too_many", {"limit": top, "count": len(placed)})
                )
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        labels = choices_of(question, ground)
        lines = []
        for answer in answers:
            if answer.value and answer.value.get("no_opinion"):
                lines.append(Said(code="no_opinion"))
            for place, key, is_shared in places_said(tiers_of(answer.value)):
                lines.append(Said(label=f"{place}{'=' if is_shared else ''}", content=labels.get(key, {"en": "–"})))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        silent = [(NO_OPINION, dict[str, str]())] if self.allows_no_opinion(question) else []
        return [*choices_of(question, ground).items(), *silent]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer in answers:
            found |= {key: str(place) for place, key, _ in places_said(tiers_of(answer.value))}
            if answer.value and answer.value.get("no_opinion"):
                found[NO_OPINION] = "1"
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> RankingSummary:
        return summarise_orders(rows, list(choices_of(question, ground)))

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for answer in answers:
            ranked = [key for tier in tiers_of(answer.value) for key in tier]
            silent = [NO_OPINION] if (answer.value or {}).get("no_opinion") else []
            found[question.key] = (*ranked, *silent)
        return {key: chosen for key, chosen in found.items() if chosen}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for answer in answers:
            for place, key, _ in places_said(tiers_of(answer.value)):
                fields[self.field(question, "rank", key)] = str(place)
            if answer.value and answer.value.get("no_opinion"):
                fields[self.field(question, "none")] = "1"
        return fields

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return list(counted_order(answer.value))

    def _places(self, question: QuestionLike, typed: Typed, known: Collection[str]) -> dict[str, int]:
        found = {}
        for key in known:
            text = typed_text(typed, self.field(question, "rank", key))
            if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 1000:
                found[key] = int(text[:6])
        return found


def places_said(tiers: list[list[str]]) -> Iterator[tuple[int, str, bool]]:
    """(place, thing, shared?) as in sport: after two second places comes a fourth."""
    place = 1
    for tier in tiers:
        yield from ((place, key, len(tier) > 1) for key in tier)
        place += len(tier)


class RankChallenges(Ranking):
    """A place per challenge; nobody has to have an opinion on them."""

    name = QuestionKind.RANK_CHALLENGES
    needs_challenges = True
    unknown = "survey.answer.unknown_challenge"

    def allows_no_opinion(self, question: QuestionLike) -> bool:
        return True
