"""Points to hand out, such as 100 over five fields of action: how much one thing weighs against another."""

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
    counts,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import choices_of, is_about_challenges, is_one_of, number_option
from cocreate.survey.kinds.matrix import in_order
from cocreate.survey.kinds.scale import whole_number
from cocreate.survey.kinds.summaries import PointsSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


def points_in(value: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Key -> points of a value."""
    found: Mapping[str, Any] = (value or {}).get("points", {})
    return found


class Points(Kind):
    """A number of points per thing; together no more than there are, or exactly as many."""

    name = QuestionKind.POINTS

    def total(self, question: QuestionLike) -> int:
        """How many there are to hand out."""
        return number_option(question, "total", 100)

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {key: typed_text(typed, self.field(question, key)) for key in choices_of(question, ground)}
        points = {key: whole_number(text) for key, text in texts.items() if text}
        return [AnswerGiven(question.key, value={"points": points})] if points else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field, known = self.field(question), choices_of(question, ground)
        unknown = "survey.answer.unknown_challenge" if is_about_challenges(question) else "survey.answer.unknown_choice"
        found = missing(self, question, given, field)
        for answer in given:
            points = points_in(answer.value)
            if not points or not all(is_one_of(key, known) for key in points):
                found.append(Problem(question.key, field, unknown))
                continue
            wrong = [key for key, number in points.items() if type(number) is not int or number < 0]
            found += [Problem(question.key, self.field(question, key), "survey.answer.no_points") for key in wrong]
            if not wrong:
                found += self._sum_problems(question, sum(points.values()), field)
        return found

    def _sum_problems(self, question: QuestionLike, handed_out: int, field: str) -> list[Problem]:
        total = self.total(question)
        params = {"total": total, "count": handed_out}
        if question.options.get("exact") and handed_out != total:
            return [Problem(question.key, field, "survey.answer.points_not_exact", params)]
        if handed_out > total:
            return [Problem(question.key, field, "survey.answer.points_too_many", params)]
        return []

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        labels = choices_of(question, ground)
        return [
            Said(label=labels.get(key, "–"), text=str(number))
            for answer in answers
            for key, number in in_order(points_in(answer.value), labels)
        ]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [*choices_of(question, ground).items()]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {key: str(number) for answer in answers for key, number in points_in(answer.value).items()}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> PointsSummary:
        keys = list(choices_of(question, ground))
        people = [row for row in rows if row.value and not row.item]
        answered = counts(people, lambda row: row.helix)
        by_helix = {helix: dict.fromkeys(keys, 0.0) for helix in answered}
        for row in rows:
            found = by_helix.setdefault(row.helix, dict.fromkeys(keys, 0.0))
            for key, number in points_in(row.value).items():
                if key in found:
                    found[key] += number * row.count
        return PointsSummary(
            answered=sum(answered.values()),
            sums={key: sum(found[key] for found in by_helix.values()) for key in keys},
            by_helix=by_helix,
            answered_by_helix=answered,
        )

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for points in (points_in(answer.value) for answer in answers):
            found |= {question.key: tuple(points)}
            found |= {f"{question.key}.{key}": (str(number),) for key, number in points.items()}
        return found

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {
            self.field(question, key): str(number)
            for answer in answers
            for key, number in points_in(answer.value).items()
        }

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        """One row for the person, so that people can be counted, and one for the points of each thing."""
        points = points_in(answer.value)
        return [("", {"points": {}}), *((key, {"points": {key: number}}) for key, number in points.items())]
