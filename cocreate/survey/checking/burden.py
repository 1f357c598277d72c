"""The check before publishing, and what a questionnaire asks of people, in minutes and in patience."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cocreate.survey.checking.questions import Finding, Severity, misshapen, unreachable
from cocreate.survey.checking.words import badly_worded
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.logic import facts_in, leaves_of
from cocreate.survey.rules import QuestionKind as Kind
from cocreate.survey.wording import QuestionnaireLike, wordings_of_question

WORDS_A_MINUTE = 200  # read silently in one's own language, on a screen
# Seconds to answer, reading aside: what a person needs who knows the answer.
SECONDS: Mapping[str, float] = {
    Kind.SINGLE_CHOICE: 6,
    Kind.MULTIPLE_CHOICE: 10,
    Kind.SCALE: 5,
    Kind.RANKING: 25,
    Kind.RANK_CHALLENGES: 40,
    Kind.POINTS: 30,
    Kind.SHORT_TEXT: 12,
    Kind.LONG_TEXT: 60,
    Kind.PROJECT: 120,
    Kind.HELIX: 6,
    Kind.NUMBER: 8,
    Kind.DATE: 8,
    Kind.FILES: 45,
    Kind.MAP_POINT: 20,
    Kind.CONSENT: 6,
}
A_ROW = {Kind.MATRIX: 5.0, Kind.SHORT_TEXTS: 10.0}  # seconds for each
A_CHALLENGE = {Kind.TEXT_PER_CHALLENGE: 20.0, Kind.COMPLETE_LIST: 25.0}
LONG, VERY_LONG = 10, 20  # minutes after which people begin to leave, and after which most do
COMPLEX, VERY_COMPLEX = 30, 60
MOST_ROWS = 10  # of a matrix, on a phone
MOST_TO_RANK = 7


@dataclass(frozen=True)
class Burden:
    """Minutes for whoever answers everything, and points of complexity (see `burden_of`)."""

    minutes: int
    complexity: int
    wide: tuple[str, ...] = ()  # keys of questions that are too much for one screen

    def findings(self) -> list[Finding]:
        """What is too long or too much."""
        found = [Finding(Severity.HINT, "survey.check.wide", question=key) for key in self.wide]
        if self.minutes > LONG:
            severity = Severity.WARNING if self.minutes > VERY_LONG else Severity.HINT
            found.append(Finding(severity, "survey.check.long", {"minutes": self.minutes}))
        if self.complexity > COMPLEX:
            severity = Severity.WARNING if self.complexity > VERY_COMPLEX else Severity.HINT
            found.append(Finding(severity, "survey.check.complex", {"points": self.complexity}))
        return found


def burden_of(questions: Sequence[QuestionLike], ground: Ground) -> Burden:
    """The burden of a questionnaire.

    A question is one point of complexity; so is every statement of a condition, a second one when it looks at a
    question that depends on another itself; ten cells of a matrix; a filter.
    """
    challenges = len(ground.challenges)
    seconds = sum(_reading(question, ground) + _answering(question, challenges) for question in questions)
    dependent = {question.key for question in questions if question.condition}
    complexity = sum(_complexity(question, dependent) for question in questions)
    return Burden(max(1, round(seconds / 60)), complexity, tuple(q.key for q in questions if _is_wide(q)))


def _reading(question: QuestionLike, ground: Ground) -> float:
    longest = sum(
        max((len(text.split()) for text in wording.text.values()), default=0)
        for wording in wordings_of_question(question)
    )
    if question.kind in (Kind.RANK_CHALLENGES, *A_CHALLENGE):
        titles = ground.titles().values()
        longest += sum(max((len(text.split()) for text in title.values()), default=0) for title in titles)
    return longest / WORDS_A_MINUTE * 60


def _answering(question: QuestionLike, challenges: int) -> float:
    rows = len(question.options.get("rows", ()))
    return (
        SECONDS.get(question.kind, 0.0)
        + A_ROW.get(Kind(question.kind), 0.0) * rows
        + A_CHALLENGE.get(Kind(question.kind), 0.0) * challenges
        + (20 if question.options.get("comment") else 0)
    )


def _complexity(question: QuestionLike, dependent: set[str]) -> int:
    if question.kind == Kind.PAGE and not question.condition:
        return 0
    statements = list(leaves_of(question.condition)) if facts_in(question.condition) else []
    chained = sum(leaf["fact"].split(".")[0] in dependent for leaf in statements)
    cells = len(question.options.get("rows", ())) * len(question.options.get("columns", ()))
    return 1 + len(statements) + chained + cells // 10 + bool(question.options.get("filter"))


def _is_wide(question: QuestionLike) -> bool:
    if question.kind == Kind.MATRIX:
        return (
            len(question.options.get("rows", ())) > MOST_ROWS or len(question.options.get("columns", ())) > MOST_TO_RANK
        )
    to_rank = len(question.options.get("choices", ()))
    return question.kind == Kind.RANKING and to_rank > MOST_TO_RANK and not question.options.get("choose_first")


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
