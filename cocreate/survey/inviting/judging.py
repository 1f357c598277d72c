"""What is odd about the sending of a sheet, beyond what the form itself tells; it counts all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cocreate.survey.inviting import proof
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerGiven, AnswerSheet, Flag, QuestionKind

LONG_RUN = 8  # answers in a row


def is_unproven(consultation: Consultation, typed: Mapping[str, str]) -> bool:
    """Whether a form that asks for a proof of work came without one, as it does from a browser without script."""
    if not consultation.needs_proof_of_work:
        return False
    return not proof.is_solution(typed.get("form_token", ""), typed.get(proof.FIELD, ""))


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
