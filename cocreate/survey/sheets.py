"""From a filled-in page to a sheet of answers, and back to what a page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cocreate.survey import flow
from cocreate.survey.kinds import Ground, Kind, Said, kind_of
from cocreate.survey.kinds.base import AnswerLike, QuestionLike, Typed
from cocreate.survey.models import Consultation, Question, Submission
from cocreate.survey.rules import TOO_FAST, AnswerGiven, AnswerSheet, Flag, Problem

HONEYPOT = "website"  # people do not see this field; programs that fill in forms do


@dataclass(frozen=True)
class Asked:
    """A question on the page; what is only to be read has number 0."""

    number: int
    question: QuestionLike
    kind: Kind


def asked(consultation: Consultation) -> list[Asked]:
    """The questions of the whole questionnaire, numbered."""
    found, number = [], 0
    for question in consultation.active_questions:
        kind = kind_of(question)
        number += kind.asks
        found.append(Asked(number if kind.asks else 0, question, kind))
    return found


def read_sheet(
    consultation: Consultation, typed: Typed, ground: Ground, *, language: str, seconds_open: float
) -> AnswerSheet:
    """Everything that was typed, as a sheet; what other answers hide is set aside. The command judges it."""
    questions = consultation.active_questions
    followed = flow.follow(questions, given_in(questions, typed, ground))
    fields = fields_by_question(typed) if followed.aside else {}
    return AnswerSheet(
        language=language,
        answers=tuple(answer for question in questions for answer in followed.answers.get(question.key, ())),
        flag=odd_sending(typed, seconds_open),
        revision=revision_in(typed, consultation),
        aside={key: fields.get(key, {}) for key in followed.aside},
    )


def given_in(questions: Iterable[QuestionLike], typed: Typed, ground: Ground) -> dict[str, list[AnswerGiven]]:
    """What was typed, as answers by question, hidden or not."""
    return {question.key: kind_of(question).read(question, typed, ground) for question in questions}


def fields_by_question(typed: Typed) -> dict[str, dict[str, str]]:
    """Question key -> the fields of a form that belong to it, whatever page they stood on."""
    found: dict[str, dict[str, str]] = {}
    for name, text in typed.items():
        start, _dash, rest = name.partition("-")
        if start == "q" and rest:
            found.setdefault(rest.partition("-")[0], {})[name] = text
    return found


def revision_in(typed: Typed, consultation: Consultation) -> int:
    """The version of the questionnaire that was on the page."""
    told = typed.get("revision", "")
    number = int(told) if told.isascii() and told.isdecimal() and len(told) < 9 else consultation.revision
    return min(max(number, 1), consultation.revision)


def odd_sending(typed: Typed, seconds_open: float) -> Flag | None:
    """Whether a program rather than a person seems to have sent this. It counts all the same; staff can look."""
    if typed.get(HONEYPOT):
        return Flag.HONEYPOT
    return Flag.FAST if seconds_open < TOO_FAST else None


def said_on_sheet(consultation: Consultation, sheet: AnswerSheet, ground: Ground) -> list[tuple[Question, list[Said]]]:
    """A sheet that was not stored, to be read and copied."""
    by_key = flow.given_in(sheet.answers)
    return _said(((question, by_key.get(question.key, [])) for question in consultation.active_questions), ground)


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
