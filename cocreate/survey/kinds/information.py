"""A text, picture or file between the questions: there is something to read, and nothing to answer."""

from collections.abc import Mapping, Sequence

from cocreate.survey.kinds.base import AnswerLike, Ground, Kind, QuestionLike, Said, Typed
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


class Silent(Kind):
    """What stands between the questions without asking anything."""

    asks = False

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        return []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        return [Problem(question.key, "", "survey.answer.unknown_question")] if given else []

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return []

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return []

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {}

    def summarise(self, question: QuestionLike, rows: Sequence[object], ground: Ground) -> None:
        return None

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, object] | None]]:
        return []


class Information(Silent):
    """A heading, paragraphs, a picture with its description, and documents to take along."""

    name = QuestionKind.INFORMATION
