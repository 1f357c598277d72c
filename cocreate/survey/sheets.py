"""From a filled-in page to a sheet of answers, and back to what a page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cocreate.survey import flow
from cocreate.survey.kinds import Ground, Kind, Said, kind_of
from cocreate.survey.kinds.base import AnswerLike, QuestionLike, Typed
from cocreate.survey.kinds.choices import Choice, all_choices, in_order
from cocreate.survey.models import Consultation, Question, Submission
from cocreate.survey.rules import TOO_FAST, AnswerGiven, AnswerSheet, Flag, Problem

HONEYPOT = "website"  # people do not see this field; programs that fill in forms do


@dataclass(frozen=True)
class Asked:
    """A question on the page; what is only to be read has number 0."""

    number: int
    question: QuestionLike
    kind: Kind
    choices: tuple[Choice, ...] = ()  # what can be chosen or ordered, in the order shown


def asked(consultation: Consultation, ground: Ground) -> list[Asked]:
    """The questions of the whole questionnaire, numbered, with everything that can be chosen."""
    return [
        Asked(number, question, kind_of(question), all_choices(question, ground))
        for number, question in numbered(consultation)
    ]


def numbered(consultation: Consultation) -> list[tuple[int, Question]]:
    """The questions that can be asked, each with its number; what is only to be read has 0."""
    found, number = [], 0
    for question in consultation.active_questions:
        is_asking = kind_of(question).asks
        number += is_asking
        found.append((number if is_asking else 0, question))
    return found


def read_sheet(
    consultation: Consultation, typed: Typed, ground: Ground, *, language: str, seconds_open: float, seed: str = ""
) -> AnswerSheet:
    """Everything that was typed, as a sheet; what other answers hide is set aside. The command judges it.

    With the `seed` of the form the sheet says in which order its choices were shown.
    """
    questions = consultation.active_questions
    followed = flow.follow(questions, given_in(questions, typed, ground), ground)
    fields = fields_by_question(typed) if followed.aside else {}
    return AnswerSheet(
        language=language,
        answers=tuple(answer for question in questions for answer in followed.answers.get(question.key, ())),
        flag=odd_sending(typed, seconds_open),
        revision=revision_in(typed, consultation),
        orders=orders_shown(questions, followed, ground, seed=seed) if seed else {},
        aside={key: fields.get(key, {}) for key in followed.aside},
    )


def orders_shown(
    questions: Iterable[QuestionLike], followed: flow.Followed, ground: Ground, *, seed: str
) -> dict[str, list[str]]:
    """Question key -> its choices in the order of this person's page, where each person has another order."""
    found = {}
    for question in questions:
        if question.options.get("random") and question.key in followed.way.shown:
            gone = followed.withheld(question)
            offered = [choice for choice in all_choices(question, ground) if choice.key not in gone]
            found[question.key] = [choice.key for choice in in_order(question, offered, seed=seed, language="")]
    return found


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
