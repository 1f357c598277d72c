"""The check before publishing: what stops an opening, what would trouble people, and what could be said plainer."""

from collections.abc import Sequence

from cocreate.survey.checking.burden import Burden, burden_of
from cocreate.survey.checking.findings import Finding, Severity
from cocreate.survey.checking.reach import unreachable
from cocreate.survey.checking.shape import misshapen
from cocreate.survey.checking.words import badly_worded
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.wording import QuestionnaireLike


def check(
    questionnaire: QuestionnaireLike,
    questions: Sequence[QuestionLike],
    ground: Ground,
    *,
    languages: Sequence[str],
    published: Sequence[str] = (),
) -> list[Finding]:
    """Everything that was found, what stops the opening first, then in the order of the questions.

    `languages` are those people may read it in; those of them in `published` were promised and have to be complete.
    """
    order = {question.key: number for number, question in enumerate(questions, start=1)}
    found = [
        *misshapen(questions),
        *unreachable(questions, ground),
        *badly_worded(questionnaire, questions, languages, published),
        *burden_of(questions, ground).findings(),
    ]
    return sorted(found, key=lambda finding: (list(Severity).index(finding.severity), order.get(finding.question, 0)))


def errors_in(findings: Sequence[Finding]) -> list[Finding]:
    """What stops an opening."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


__all__ = ["Burden", "Finding", "Severity", "burden_of", "check", "errors_in"]
