"""The challenges in somebody's order of priority: choose, then order; equal places and "no opinion" are answers too."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
from cocreate.survey.kinds.orders import counted_order, summarise_orders, tiers_of
from cocreate.survey.kinds.summaries import RankingSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


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


class RankChallenges(Kind):
    """A place per challenge, as many or as few as somebody likes."""

    name = QuestionKind.RANK_CHALLENGES
    needs_challenges = True

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        places = self._places(question, typed, ground)
        value: dict[str, Any] = {}
        if typed.get(self.field(question, "none")):
            value["no_opinion"] = True
        if places:
            value |= {"order": order_from_places(places), "shown": list(ground.titles())}
        return [AnswerGiven(question.key, value=value)] if value else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field, known = self.field(question), set(ground.titles())
        found = missing(self, question, given, field)
        for answer in given:
            value = answer.value or {}
            placed = [key for tier in tiers_of(value) for key in tier]
            if value.get("no_opinion") and placed:
                found.append(Problem(question.key, field, "survey.answer.order_and_no_opinion"))
            shown = value.get("shown", placed)
            if len(set(placed)) != len(placed) or not set(placed) <= set(shown) or not set(shown) <= known:
                found.append(Problem(question.key, field, "survey.answer.unknown_challenge"))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        titles = ground.titles()
        lines = []
        for answer in answers:
            if answer.value and answer.value.get("no_opinion"):
                lines.append(Said(code="no_opinion"))
            for place, key, is_shared in _places_said(tiers_of(answer.value)):
                lines.append(Said(label=f"{place}{'=' if is_shared else ''}", content=titles.get(key, {"en": "–"})))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [*ground.titles().items(), ("no_opinion", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer in answers:
            found |= {key: str(place) for place, key, _ in _places_said(tiers_of(answer.value))}
            if answer.value and answer.value.get("no_opinion"):
                found["no_opinion"] = "1"
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> RankingSummary:
        return summarise_orders(rows, list(ground.titles()))

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return list(counted_order(answer.value))

    def _places(self, question: QuestionLike, typed: Typed, ground: Ground) -> dict[str, int]:
        found = {}
        for key in ground.titles():
            text = typed_text(typed, self.field(question, "rank", key))
            if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 1000:
                found[key] = int(text[:6])
        return found


def _places_said(tiers: list[list[str]]) -> Iterator[tuple[int, str, bool]]:
    """(place, challenge, shared?) as in sport: after two second places comes a fourth."""
    place = 1
    for tier in tiers:
        yield from ((place, key, len(tier) > 1) for key in tier)
        place += len(tier)
