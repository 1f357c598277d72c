"""The questionnaire of a new process: made ready with it, and what is still to do before it can open."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.core.stages import ToDo
from cocreate.process.models import Process
from cocreate.survey import queries
from cocreate.survey.checking import check, errors_in
from cocreate.survey.commands import create_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaires import ready_named
from cocreate.web.language import LANGUAGES


def set_up(session: Session, actor: Actor, process: Process, questionnaire: str) -> None:
    """A draft with one of the questionnaires to begin with."""
    ready = ready_named(questionnaire)
    create_consultation(
        session, actor, process, title=ready.title, introduction=ready.introduction, questions=ready.questions
    )


def to_do(session: Session, process: Process) -> list[ToDo]:
    """There is a questionnaire, nothing in it stops an opening, and it was opened."""
    newest = session.scalar(
        select(Consultation).where(Consultation.process_id == process.id).order_by(Consultation.id.desc()).limit(1)
    )
    questionnaire = ToDo(
        _l("Make the questionnaire yours"),
        _l("Read it as people will, change the words, leave out what you do not ask."),
        newest is not None and not _stopping(session, newest),
        "survey_manage.index" if newest is None else "survey_manage.show",
        {} if newest is None else {"consultation_id": newest.public_id},
    )
    if newest is None:
        return [questionnaire]
    opening = ToDo(
        _l("Open the consultation"),
        _l("From then on people can answer. The button is at the top of its page."),
        newest.opened_at is not None,
        "survey_manage.show",
        {"consultation_id": newest.public_id},
        comes_last=True,
    )
    return [questionnaire, opening]


def _stopping(session: Session, consultation: Consultation) -> bool:
    ground = queries.ground_of(session, consultation.process)
    published = consultation.languages
    questions = consultation.active_questions
    return bool(
        errors_in(check(consultation, questions, ground, languages=published or LANGUAGES, published=published))
    )
