"""Things in somebody's order of priority: choose, then order; equal places and "no opinion" are answers too."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import NO_OPINION, choices_of, is_one_of, number_option
from cocreate.survey.kinds.orders import counted_order, summarise_orders, tiers_of
from cocreate.survey.kinds.summaries import RankingSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

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
