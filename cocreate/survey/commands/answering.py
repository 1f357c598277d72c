"""Taking in answers: one sheet from a respondent, or many that were collected elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Executable, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.text import language as languages
from cocreate.core import audit, events
from cocreate.core.db import Base
from cocreate.core.ids import random_key, secret_token
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid
from cocreate.survey import flow, queries, receipts, tallies
from cocreate.survey.commands import files
from cocreate.survey.commands.drafting import erase_draft
from cocreate.survey.commands.opening import check_late
from cocreate.survey.events import SubmissionReceived
from cocreate.survey.inviting import way_in as ways
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.plain import may_quote
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import (
    AnswerGiven,
    AnswerSheet,
    Problem,
    QuestionKind,
    Receipt,
    Source,
    clean_text,
)

Progress = Callable[[float], None]
Row = dict[str, Any]
# Put together once, and as rows rather than objects: on a busy day this is what the server does most.
SHEETS, ANSWERS = Base.metadata.tables["submission"], Base.metadata.tables["answer"]
ADD_ANSWERS = insert(ANSWERS)
ADD_IF_NEW: Mapping[str, Executable] = {
    "postgresql": postgresql.insert(SHEETS).on_conflict_do_nothing().returning(SHEETS.c.id),
    "sqlite": sqlite.insert(SHEETS).on_conflict_do_nothing().returning(SHEETS.c.id),
}
LET_PASS = frozenset({"required", "survey.answer.too_long"})


class SheetRefused(Invalid):
    """Some answers cannot be taken as they are; `problems` says which and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("survey.sheet.problems")
        self.problems = tuple(problems)


def submit_answers(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    sheet: AnswerSheet,
    form_token: str,
    *,
    ground: Ground | None = None,
    way_in: WayIn | None = None,
) -> Receipt:
    """Store one sheet, without a trace of who sent it; the same form again changes nothing and gives the same receipt.

    `form_token` is the secret of the form that was filled in (`receipts.read_form_token`); `ground` is what the
    questions are about, where the caller has read it already. `way_in` is how the person came to it; a ticket is used
    up in the same transaction.
    """
    code = receipts.code_for(consultation, form_token)
    if queries.submission_by_form(session, consultation, form_token) is not None:
        return Receipt(code, is_repeat=True)
    is_late = not consultation.is_taking_answers
    if is_late:
        _check_late(session, consultation, way_in)
    ways.check(consultation, way_in)
    ground = ground or queries.ground_for(session, consultation)
    sheet = settled(consultation, sheet, ground)
    problems = problems_of(consultation, sheet, ground)
    if problems := problems or files.missing_files(session, consultation, sheet, form_token):
        raise SheetRefused(problems)
    submission, answers = rows_of(consultation, sheet, form_token, code, sheet.source)
    if not _add_if_new(session, submission):
        return Receipt(code, is_repeat=True)
    if answers:
        session.execute(ADD_ANSWERS, answers)
    erase_draft(session, consultation, form_token)
    files.attach(session, consultation, sheet, form_token, submission["id"])
    if way_in is not None:
        ways.use(session, consultation, way_in, submission["id"])
    _record(session, actor, consultation, sheet, None if way_in is None else way_in.helper, is_late=is_late)
    events.announce(session, SubmissionReceived(consultation.id))
    return Receipt(code, is_repeat=False)


def _record(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    sheet: AnswerSheet,
    helper: Actor | None,
    *,
    is_late: bool,
) -> None:
    process = consultation.process.public_id
    if helper is not None:
        source = sheet.source.value
        details: dict[str, Any] = {"source": source, "late": True} if is_late else {"source": source}
        audit.record(session, helper, "survey:answer:enter", consultation.ref, process=process, **details)
    else:
        audit.record(session, actor, "survey:answer:submit", consultation.ref, process=process, anonymous=True)


def _check_late(session: Session, consultation: Consultation, way_in: WayIn | None) -> None:
    """After the end only a helper comes in, and only where and as long as that was allowed."""
    if way_in is None or way_in.helper is None:
        raise Closed("survey.consultation.not_open", state=consultation.state)
    check_late(session, consultation)


def import_submissions(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    sheets: Iterable[AnswerSheet],
    progress: Progress = lambda fraction: None,
    *,
    source: Source = Source.DEMO,
    secrets: Sequence[str] = (),
) -> list[Receipt]:
    """Store many sheets at once, marked as demonstration data or as imported; their receipts in the same order.

    A sheet with a problem stops the whole, so that nothing is left out in silence. What another questionnaire let
    pass (no answer, a long one) is no problem of an imported sheet. `secrets` stand for the forms, one a sheet.
    """
    ground = queries.ground_for(session, consultation)
    wanted = list(sheets)
    submissions, answers, found = list[Row](), list[Row](), list[Receipt]()
    for number, sheet in enumerate(wanted, start=1):
        if problems := [p for p in problems_of(consultation, sheet, ground) if not is_let_pass(p, source)]:
            raise SheetRefused(problems)
        secret = secrets[number - 1] if secrets else secret_token()
        code = sheet.receipt_code or receipts.code_for(consultation, secret_token() if secrets else secret)
        submission, given = rows_of(consultation, settled(consultation, sheet, ground), secret, code, source)
        if source is Source.IMPORT and not asks_to_quote(consultation):
            submission["may_quote"] = False  # these people never saw our notice beside the Send button
        submissions.append(submission)
        answers += given
        found.append(Receipt(code, is_repeat=False))
        if number % 50 == 0:
            progress(0.8 * number / len(wanted))
    for statement, rows in ((insert(Submission), submissions), (ADD_ANSWERS, answers)):
        if rows:
            session.execute(statement, rows)
    process = consultation.process.public_id
    audit.record(session, actor, "survey:answers:import", consultation.ref, process=process, sheets=len(submissions))
    if len(submissions) > tallies.LITTLE:
        tallies.count_later(session, actor, consultation)
    progress(1.0)
    return found


def asks_to_quote(consultation: Consultation) -> bool:
    """Whether people are asked if their words may be quoted."""
    asked = (question for question in consultation.active_questions if question.kind == QuestionKind.CONSENT)
    return any(question.options.get("role") == "quote" for question in asked)


def is_let_pass(problem: Problem, source: Source) -> bool:
    """Whether a problem is none because the sheet answered another questionnaire than ours."""
    return source is Source.IMPORT and problem.code in LET_PASS


def _add_if_new(session: Session, submission: Row) -> bool:
    """On PostgreSQL two clicks can pass the question above at the same time; the table lets one of them in."""
    return session.execute(ADD_IF_NEW[session.get_bind().dialect.name], submission).first() is not None


def problems_of(consultation: Consultation, sheet: AnswerSheet, ground: Ground) -> list[Problem]:
    """Everything that is wrong with a sheet, in the order of the questions."""
    questions = consultation.active_questions
    given = flow.given_in(sheet.answers)
    known = {question.key for question in questions}
    followed = flow.follow(questions, given, ground)
    found = [Problem(key, "", "survey.answer.unknown_question") for key in given if key not in known]
    if not followed.answers:
        found.append(Problem("", "", "survey.sheet.empty"))
    return found + [problem for question in questions for problem in followed.problems(question, ground)]


def settled(consultation: Consultation, sheet: AnswerSheet, ground: Ground) -> AnswerSheet:
    """The sheet as it is kept: answers that other answers hide are none, from wherever the sheet comes."""
    questions = consultation.active_questions
    followed = flow.follow(questions, flow.given_in(sheet.answers), ground)
    if not followed.aside:
        return sheet
    aside = {q.key: kind_of(q).refill(q, followed.aside[q.key]) for q in questions if q.key in followed.aside}
    known = {question.key for question in questions}
    answers = [answer for answer in sheet.answers if answer.question not in known]  # for `problems_of` to judge
    answers += [answer for question in questions for answer in followed.answers.get(question.key, ())]
    return replace(sheet, answers=tuple(answers), aside={**sheet.aside, **aside})


def rows_of(
    consultation: Consultation, sheet: AnswerSheet, secret: str, code: str, source: Source
) -> tuple[Row, list[Row]]:
    """A sheet as rows of the tables, with keys that tell nothing."""
    questions = {question.key: question for question in consultation.active_questions}
    key = random_key()
    submission: Row = {
        "id": key,
        "consultation_id": consultation.id,
        "day": sheet.day or clock.today(),
        "language": sheet.language,
        "helix": _helix(sheet, {q.key: q.kind for q in questions.values()}),
        "receipt_hash": receipts.receipt_hash(consultation, code),
        "form_hash": receipts.form_hash(secret),
        "source": source.value,
        "flag": sheet.flag.value if sheet.flag else "",
        "revision": sheet.revision,
        "orders": dict(sheet.orders),
        "may_quote": may_quote(questions.values(), sheet.answers),
        "aside": {key: dict(typed) for key, typed in sheet.aside.items()},
    }
    answers = [_answer(key, questions[given.question].id, given, sheet.language) for given in sheet.answers]
    return submission, answers


def _answer(submission: str, question_id: int, given: AnswerGiven, interface_language: str) -> Row:
    text = clean_text(given.text)
    language = given.text_language
    if text and not language:
        language = languages.detect(text, interface_language).language
    return {
        "id": random_key(),
        "submission_id": submission,
        "question_id": question_id,
        "item": given.item,
        "value": dict(given.value) if given.value is not None else None,
        "text": text,
        "has_text": bool(text),
        "text_language": language,
        "attribution": dict(given.attribution),
    }


def _helix(sheet: AnswerSheet, kinds: Mapping[str, str]) -> str:
    for answer in sheet.answers:
        if kinds.get(answer.question) == QuestionKind.HELIX and answer.value:
            return str(answer.value.get("choice", ""))
    return ""
