"""What is odd about the sending of a sheet, beyond what the form itself tells; it counts all the same."""

from collections.abc import Mapping
from dataclasses import replace

from cocreate.survey.inviting import proof
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerSheet, Flag


def is_unproven(consultation: Consultation, typed: Mapping[str, str]) -> bool:
    """Whether a form that asks for a proof of work came without one, as it does from a browser without script."""
    if not consultation.needs_proof_of_work:
        return False
    return not proof.is_solution(typed.get("form_token", ""), typed.get(proof.FIELD, ""))


def judged(sheet: AnswerSheet, way: WayIn, *, is_unproven: bool) -> AnswerSheet:
    """The sheet with the gravest thing that is odd about it."""
    if sheet.flag is not None:
        return sheet
    if is_unproven:
        return replace(sheet, flag=Flag.UNPROVEN)
    return replace(sheet, flag=Flag.AGAIN) if way.is_again else sheet
