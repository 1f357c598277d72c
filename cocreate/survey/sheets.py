"""From a filled-in page to a sheet of answers, and back to what a page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cocreate.survey.kinds import Ground, Kind, Said, kind_of
from cocreate.survey.kinds.base import AnswerLike, Typed
from cocreate.survey.kinds.choices import Choice, all_choices
from cocreate.survey.models import Consultation, Question, Submission
from cocreate.survey.rules import TOO_FAST, AnswerSheet, Flag, Problem

HONEYPOT = "website"  # people do not see this field; programs that fill in forms do


@dataclass(frozen=True)
class Asked:
    """A question on the page."""

    number: int
    question: Question
    kind: Kind
    choices: tuple[Choice, ...] = ()  # what can be chosen or ordered, in the order shown


def asked(consultation: Consultation, ground: Ground) -> list[Asked]:
    """The questions of the page, numbered."""
    return [
        Asked(n, question, kind_of(question), all_choices(question, ground))
        for n, question in enumerate(consultation.active_questions, start=1)
    ]


def read_sheet(
    consultation: Consultation, typed: Typed, ground: Ground, *, language: str, seconds_open: float
) -> AnswerSheet:
    """Everything that was typed, as a sheet; judging it is the command's business."""
    answers = [
        answer for each in asked(consultation, ground) for answer in each.kind.read(each.question, typed, ground)
    ]
    return AnswerSheet(language=language, answers=tuple(answers), flag=odd_sending(typed, seconds_open))


def odd_sending(typed: Typed, seconds_open: float) -> Flag | None:
    """Whether a program rather than a person seems to have sent this. It counts all the same; staff can look."""
    if typed.get(HONEYPOT):
        return Flag.HONEYPOT
    return Flag.FAST if seconds_open < TOO_FAST else None


def said_on_sheet(consultation: Consultation, sheet: AnswerSheet, ground: Ground) -> list[tuple[Question, list[Said]]]:
    """A sheet that was not stored, to be read and copied."""
    by_key: dict[str, list[AnswerLike]] = {}
    for answer in sheet.answers:
        by_key.setdefault(answer.question, []).append(answer)
    return _said(((each.question, by_key.get(each.question.key, [])) for each in asked(consultation, ground)), ground)


def said_in_submission(submission: Submission, ground: Ground) -> list[tuple[Question, list[Said]]]:
    """One's own stored answers."""
    by_question: dict[Question, list[AnswerLike]] = {}
    for answer in submission.answers:
        by_question.setdefault(answer.question, []).append(answer)
    return _said(sorted(by_question.items(), key=lambda pair: pair[0].position), ground)


def _said(pairs: Iterable[tuple[Question, Sequence[AnswerLike]]], ground: Ground) -> list[tuple[Question, list[Said]]]:
    lines = [(question, kind_of(question).said(question, answers, ground)) for question, answers in pairs]
    return [(question, said) for question, said in lines if said]


def by_field(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """Problems where the page shows them."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(problem)
    return found
