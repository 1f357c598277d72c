"""A project that somebody proposes: its title, what it does, and the actors to involve."""

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
from cocreate.survey.rules import LONGEST_TEXT, LONGEST_TITLE, MOST_ACTORS, AnswerGiven, Problem, QuestionKind


def project_text(title: str, description: str) -> str:
    """What the analysis reads: title and description."""
    return "\n\n".join(part for part in (title, description) if part)


def description_of(answer: AnswerLike) -> str:
    """The text without the title that it starts with."""
    title = str((answer.value or {}).get("title", ""))
    return answer.text.removeprefix(title).lstrip("\n")


def actors_of(answer: AnswerLike) -> list[str]:
    """The actors to involve."""
    return [str(actor) for actor in (answer.value or {}).get("actors", [])]


class Project(Kind):
    """Title, description, and actors, one a line."""

    name = QuestionKind.PROJECT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        title = " ".join(typed_text(typed, self.field(question, "title")).split())
        description = typed_text(typed, self.field(question, "description"))
        lines = typed_text(typed, self.field(question, "actors")).split("\n")
        actors = [line.strip() for line in lines if line.strip()]
        if not (title or description or actors):
            return []
        return [AnswerGiven(question.key, {"title": title, "actors": actors}, project_text(title, description))]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        found = missing(self, question, given, self.field(question, "title"))
        for answer in given:
            title, actors = str((answer.value or {}).get("title", "")), actors_of(answer)
            found += too_long(question, self.field(question, "title"), title, LONGEST_TITLE)
            found += too_long(question, self.field(question, "description"), description_of(answer), LONGEST_TEXT)
            if not answer.text:
                found.append(Problem(question.key, self.field(question, "title"), "survey.answer.project_untitled"))
            where = self.field(question, "actors")
            if len(actors) > MOST_ACTORS:
                found.append(Problem(question.key, where, "survey.answer.many_actors", {"limit": MOST_ACTORS}))
            elif longest := max(actors, key=len, default=""):
                found += too_long(question, where, longest, LONGEST_TITLE)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            lines.append(Said(text=answer.text))
            if actors := actors_of(answer):
                lines.append(Said(code="actors", text="\n".join(actors)))
        return [line for line in lines if line.text]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("title", {}), ("description", {}), ("actors", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {
            key: text
            for answer in answers
            for key, text in (
                ("title", str((answer.value or {}).get("title", ""))),
                ("description", description_of(answer)),
                ("actors", "; ".join(actors_of(answer))),
            )
        }

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]  # hardly two projects have the same actors
