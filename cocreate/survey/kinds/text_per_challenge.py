"""A list to complete for every challenge, such as its assets: one free text each, beside what is already known."""

from collections.abc import Mapping, Sequence
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
    summarise_texts,
    too_long,
    typed_text,
)
from cocreate.survey.kinds.summaries import TextSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


class TextPerChallenge(Kind):
    """One free text per challenge; the answer's item is the challenge."""

    name = QuestionKind.TEXT_PER_CHALLENGE
    needs_challenges = True

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {key: typed_text(typed, self.field(question, key)) for key in ground.titles()}
        return [AnswerGiven(question.key, text=text, item=key) for key, text in texts.items() if text]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        known = ground.titles()
        first = next(iter(known), "")
        found = missing(self, question, given, self.field(question, first))
        seen: set[str] = set()
        for answer in given:
            field = self.field(question, answer.item)
            if answer.item not in known or answer.item in seen:
                found.append(Problem(question.key, self.field(question, first), "survey.answer.unknown_challenge"))
            seen.add(answer.item)
            found += too_long(question, field, answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        by_item = {answer.item: answer.text for answer in answers if answer.text}
        known = ground.titles()
        lines = [Said(label=title, text=by_item[key]) for key, title in known.items() if key in by_item]
        # A challenge may have been taken away since; its answers are still the person's.
        return lines + [Said(text=text) for key, text in by_item.items() if key not in known]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return list(ground.titles().items())

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {answer.item: answer.text for answer in answers}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question, answer.item): answer.text for answer in answers}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]
