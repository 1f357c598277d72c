"""Of whom a question was asked: its base, where that gives away nothing that the other questions hide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.base import ChoiceSummary, MatrixSummary, NumberSummary, Summary, TextSummary
from cocreate.survey.models import Consultation, Question
from cocreate.survey.queries import Counted
from cocreate.survey.results.parts import number, or_hidden
from cocreate.survey.tallies import sources_of


@dataclass(frozen=True)
class Asked:
    """How many people were asked a question; None where it is not told, and what is said about it."""

    base: int | None = None
    sentence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bases:
    """The bases of all questions of a page."""

    counted: Counted
    ground: Ground
    minimum: int
    questions: Mapping[str, Question]  # by their keys
    sources: Mapping[str, set[str]]

    @classmethod
    def of(cls, consultation: Consultation, counted: Counted, ground: Ground, minimum: int) -> "Bases":
        """Those of a consultation, in the counted sheets."""
        questions = consultation.active_questions
        return cls(counted, ground, minimum, {q.key: q for q in questions}, sources_of(questions, ground))

    def asked(self, question: Question) -> Asked:
        """Of whom one question was asked."""
        sources = self.sources.get(question.key, set())
        note = _("This question was asked only of some, depending on their earlier answers.") if sources else ""
        total, spared = self.counted.people.total, self.counted.unasked.get(question.id, 0)
        if not spared:
            return Asked(note=note)
        base = or_hidden(total - spared, self.minimum)
        if base is HIDDEN or spared < self.minimum or not all(map(self._tells_nothing, sources)):
            return Asked(note=note)
        values = {"count": number(base), "base": number(total)}
        return Asked(base, _("%(count)s of %(base)s respondents were asked this question.", **values), note)

    def _tells_nothing(self, key: str) -> bool:
        """Whether no number of a question that decides is small: a base is a sum of them, so it could give one away."""
        question = self.questions.get(key)
        if question is None:
            return False
        summary = kind_of(question).summarise(question, self.counted.rows.get(question.id, []), self.ground)
        return all(count >= self.minimum for count in map(round, _numbers(summary)) if count)


def _numbers(summary: Summary) -> Iterable[float]:
    """What the page could show of a question, whatever is hidden of it."""
    if isinstance(summary, ChoiceSummary):
        yield from summary.counts.values()
        if summary.is_multiple:
            yield from (summary.answered - count for count in summary.counts.values())
    elif isinstance(summary, NumberSummary):
        yield from summary.values.values()
        yield summary.no_opinion
    elif isinstance(summary, MatrixSummary):
        for row in summary.rows.values():
            yield from _numbers(row)
    elif isinstance(summary, TextSummary):
        yield summary.answered
    else:
        yield 1  # orders, points and places show more than can be looked at here
