"""What is odd about the sending of a sheet, which counts all the same: no proof of work, haste, texts sent twice.

The puzzle of the proof is the form's own signed token, so nothing is stored to remember it. static/js/survey/work.js
solves it; tests/shared/work_cases.json holds for both.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.survey import tallies
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, Flag, QuestionKind, Source

BITS = 18  # about a quarter of a million hashes: a second or two on a telephone
FIELD = "work"
PREFIX, MOST_DIGITS = 32, 12  # signs of the token's hash that are used; digits of the number


def prefix_of(form_token: str) -> str:
    """What the number is hashed with; short, so that one block of SHA-256 holds it all."""
    return hashlib.sha256(form_token.encode("utf-8", "replace")).hexdigest()[:PREFIX]


def is_solution(form_token: str, number: str, bits: int = BITS) -> bool:
    """Whether the number solves the puzzle of this form."""
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        return False
    found = hashlib.sha256(f"{prefix_of(form_token)}:{number}".encode()).digest()
    return int.from_bytes(found[:4], "big") >> (32 - bits) == 0


LONG_RUN = 8  # answers in a row


def is_unproven(consultation: Consultation, typed: Mapping[str, str]) -> bool:
    """Whether a form that asks for a proof of work came without one, as it does from a browser without script."""
    if not consultation.needs_proof_of_work:
        return False
    return not is_solution(typed.get("form_token", ""), typed.get(FIELD, ""))


def judged(sheet: AnswerSheet, way: WayIn, *, is_unproven: bool, questions: Sequence[QuestionLike] = ()) -> AnswerSheet:
    """The sheet with the gravest thing that is odd about it."""
    if sheet.flag is not None:
        return sheet
    if is_unproven:
        return replace(sheet, flag=Flag.UNPROVEN)
    if way.is_again:
        return replace(sheet, flag=Flag.AGAIN)
    return replace(sheet, flag=Flag.STRAIGHT) if is_straight(questions, sheet.answers) else sheet


def is_straight(questions: Sequence[QuestionLike], answers: Iterable[AnswerGiven]) -> bool:
    """Whether every long run of like questions (rows of a table, scales of one length) got one and the same answer.

    Short runs prove nothing: whoever agrees with four sentences may well agree with all.
    """
    asked, runs = {question.key: question for question in questions}, dict[object, list[object]]()
    for answer in answers:
        question, value = asked.get(answer.question), answer.value or {}
        if question is None:
            continue
        if question.kind == QuestionKind.MATRIX and not question.options.get("multiple"):
            runs[question.key] = [tuple(columns) for columns in value.get("cells", {}).values()]
        elif question.kind == QuestionKind.SCALE and "number" in value:
            length = (question.options.get("from"), question.options.get("to"))
            runs.setdefault(length, []).append(value["number"])
    long = [run for run in runs.values() if len(run) >= LONG_RUN]
    return bool(long) and all(len(set(run)) == 1 for run in long)


PAGE = 20  # sheets on a page, with their answers


def lately_answered(session: Session, since: datetime) -> Sequence[Consultation]:
    """Consultations that are open, or took their last answers after that moment."""
    is_open = Consultation.state == ConsultationState.OPEN.value
    is_waiting = Consultation.late_until.is_not(None) & Consultation.late_ended_at.is_(None)
    was_lately = (Consultation.closed_at > since) | (Consultation.late_ended_at > since)
    wanted = select(Consultation).where(is_open | is_waiting | was_lately).order_by(Consultation.id)
    return session.scalars(wanted).all()


def counts_by_flag(session: Session, consultation: Consultation) -> Mapping[Flag, int]:
    """How many sheets bear each flag, in the order of the list."""
    counts = _counted(session, consultation, Submission.flag)
    return {flag: counts[flag] for flag in Flag if flag in counts}


def counts_by_source(session: Session, consultation: Consultation) -> Mapping[Source, int]:
    """How many sheets came which way, in the order of the list."""
    counts = _counted(session, consultation, Submission.source)
    return {source: counts[source] for source in Source if source in counts}


def _counted(session: Session, consultation: Consultation, column: InstrumentedAttribute[str]) -> dict[str, int]:
    wanted = select(column, func.count()).where(Submission.consultation_id == consultation.id).group_by(column)
    return {row[0]: row[1] for row in session.execute(wanted)}


def sheets_to_decide(session: Session, consultation: Consultation, flag: Flag, most: int) -> Sequence[Submission]:
    """Sheets with one mark that still count, at most so many."""
    mine = (Submission.consultation_id == consultation.id, Submission.flag == flag.value, Submission.left_out == "")
    return session.scalars(select(Submission).where(*mine).order_by(Submission.id).limit(most)).all()


def odd_sheets(
    session: Session, consultation: Consultation, flag: Flag | None, page: int
) -> tuple[list[Submission], int, int]:
    """One page of them by their random keys, with its number, and how many pages there are."""
    wanted = select(Submission).where(Submission.consultation_id == consultation.id)
    wanted = wanted.where(Submission.flag == flag.value if flag is not None else Submission.flag != "")
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    rows = wanted.order_by(Submission.id).offset((page - 1) * PAGE).limit(PAGE)
    answers = selectinload(Submission.answers).joinedload(Answer.question)
    return list(session.scalars(rows.options(answers))), page, pages


LONG_ENOUGH = 60  # characters; shorter texts are alike by chance


def flag_duplicates(session: Session, actor: Actor, consultation: Consultation) -> int:
    """Mark sheets with a long text that another sheet has word for word; they count all the same. Returns how many.

    Found by the database, every hour and when somebody asks, so that no mark of a text is stored beside it. What the
    hour finds is recorded only where there is something.
    """
    mine = select(Question.id).where(Question.consultation_id == consultation.id)
    long_texts = (Answer.question_id.in_(mine), Answer.has_text, func.length(Answer.text) >= LONG_ENOUGH)
    people = func.count(Answer.submission_id.distinct())
    repeated = (
        select(Answer.question_id, Answer.text)
        .where(*long_texts)
        .group_by(Answer.question_id, Answer.text)
        .having(people > 1)
    )
    sheets = select(Answer.submission_id).where(*long_texts, tuple_(Answer.question_id, Answer.text).in_(repeated))
    unmarked = (Submission.consultation_id == consultation.id, Submission.flag == "", Submission.id.in_(sheets))
    marked = session.scalars(select(Submission).where(*unmarked)).all()
    for sheet in marked:
        tallies.forget(session, sheet)  # the counts know each sheet by its mark
        sheet.flag = Flag.DUPLICATE.value
    session.flush()
    found = len(marked)
    if found or actor != SYSTEM:
        process = consultation.process.public_id
        audit.record(session, actor, "survey:answers:compare", consultation.ref, process=process, flagged=found)
    return found
