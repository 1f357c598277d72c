"""What a question with choices, "other, namely" and a comment is, whether one of them is chosen or several."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    Said,
    Typed,
    missing,
    too_long,
    typed_text,
)
from cocreate.survey.kinds.choices import OTHER
from cocreate.survey.kinds.other import other_field, other_of, other_too_long, said_choices, typed_other, without_other
from cocreate.survey.rules import AnswerGiven, Problem


class Choosing(Kind):
    """The parent of both; how the chosen keys stand in a form and in a value is theirs to say."""

    @abstractmethod
    def chosen_in(self, value: Mapping[str, Any] | None) -> list[str]:
        """The chosen keys of a value."""

    @abstractmethod
    def typed_keys(self, question: QuestionLike, typed: Typed) -> list[str]:
        """The keys that were chosen on the page."""

    @abstractmethod
    def value_of(self, keys: Sequence[str]) -> dict[str, Any]:
        """The value that holds these keys."""

    @abstractmethod
    def fields_of(self, question: QuestionLike, keys: Sequence[str]) -> dict[str, str]:
        """The fields of the page with these keys chosen."""

    @abstractmethod
    def choice_problems(self, question: QuestionLike, value: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with what was chosen."""

    @abstractmethod
    def comment_field(self, question: QuestionLike) -> str:
        """Where people write why."""

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        keys, other = self.typed_keys(question, typed), typed_other(self, question, typed)
        if other and not keys:
            keys = [OTHER]
        comment = typed_text(typed, self.comment_field(question)) if question.options.get("comment") else ""
        if not keys and not comment:
            return []
        value = self.value_of(keys) if keys else None
        if value and other and OTHER in keys:
            value["other"] = other
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        found = missing(self, question, [answer for answer in given if answer.value], self.field(question))
        for answer in given:
            if answer.value:
                found += self.choice_problems(question, answer.value)
            found += other_too_long(self, question, answer)
            found += too_long(question, self.comment_field(question), answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            lines += said_choices(question, self.chosen_in(answer.value), other_of(answer))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(key for answer in answers for key in self.chosen_in(answer.value))
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for answer in answers:
            fields |= self.fields_of(question, self.chosen_in(answer.value))
            fields |= {other_field(self, question): other_of(answer), self.comment_field(question): answer.text}
        return {name: text for name, text in fields.items() if text}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, without_other(answer.value))]
