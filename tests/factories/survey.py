"""Consultations and answers to test with."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.commands.consultations import create_consultation
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, Receipt

from .process import make_process


def make_consultation(
    session: Session,
    process: Process | None = None,
    *,
    state: ConsultationState = ConsultationState.OPEN,
    **options: Any,
) -> Consultation:
    """The questionnaire of a regional innovation strategy on a process, open unless told otherwise."""
    made = create_consultation(session, SYSTEM, process or make_process(session), **options)
    if state is not ConsultationState.DRAFT:
        open_consultation(session, SYSTEM, made)
    if state is ConsultationState.CLOSED:
        close_consultation(session, SYSTEM, made)
    return made


def make_sheet(
    consultation: Consultation,
    *,
    order: list[Any] | None = None,
    fit: str = "",
    comment: str = "",
    new_challenge: str = "",
    assets: Mapping[str, str] | None = None,
    helix: str = "citizen",
    language: str = "en",
    **options: Any,
) -> AnswerSheet:
    """A sheet with the answers that are named; assets by the public id of their challenge."""
    answers = []
    if order:
        shown = [challenge.public_id for challenge in consultation.process.challenges]
        answers.append(AnswerGiven("rank_challenges", {"order": order, "shown": shown}))
    if fit or comment:
        answers.append(AnswerGiven("fit", {"choice": fit} if fit else None, comment))
    if new_challenge:
        answers.append(AnswerGiven("new_challenge", text=new_challenge))
    answers += [AnswerGiven("assets", text=text, item=item) for item, text in (assets or {}).items()]
    if helix:
        answers.append(AnswerGiven("helix", {"choice": helix}))
    return AnswerSheet(language=language, answers=tuple(answers), **options)


def submit(session: Session, consultation: Consultation, *, form: str = "form", **answers: Any) -> Receipt:
    """Send a sheet as a visitor does; another `form` is another person."""
    from cocreate.core.permissions import Actor

    return submit_answers(session, Actor(), consultation, make_sheet(consultation, **answers), form)
