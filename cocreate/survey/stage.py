"""The survey stage, announced to the application: its pages, and what a new process gets and has still to do."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.core.stages import NavGroup, NavItem, Stage, ToDo
from cocreate.process.models import Process
from cocreate.survey import cli, queries
from cocreate.survey import closing as closing
from cocreate.survey import messages as messages
from cocreate.survey import own_sheet as own_sheet
from cocreate.survey import paper as paper
from cocreate.survey import policy as policy
from cocreate.survey.checking.burden import check, errors_in
from cocreate.survey.commands.consultations import create_consultation
from cocreate.survey.exporting.routes import open_pages as open_pages
from cocreate.survey.exporting.routes import pages as export_pages
from cocreate.survey.filing import files
from cocreate.survey.importing.routes import pages as import_pages
from cocreate.survey.inviting import contacts
from cocreate.survey.inviting.answer_pages import helper_pages, meter_pages, odd_pages
from cocreate.survey.inviting.contact_pages import pages as contact_pages
from cocreate.survey.inviting.mailing_pages import invitation_pages, mailing_pages, public_pages
from cocreate.survey.making import bringing as bringing
from cocreate.survey.making import questions as questions
from cocreate.survey.making import rules as rules
from cocreate.survey.making import trials as trials
from cocreate.survey.manage import manage
from cocreate.survey.models import Consultation
from cocreate.survey.personal import commands as commands
from cocreate.survey.personal.manage import manage as personal_manage
from cocreate.survey.protection.manage import manage as privacy_manage
from cocreate.survey.protection.routes import pages as privacy_pages
from cocreate.survey.questionnaires import ready_named
from cocreate.survey.reading import reading
from cocreate.survey.results import comparing as comparing
from cocreate.survey.routes import pages
from cocreate.survey.translating import pages as translation_pages
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


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Consultation"), "survey.index", "survey:consultation:list", group=NavGroup.TAKE_PART)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(
            _l("Consultation"),
            "survey_manage.index",
            "survey:consultation:manage",
            covers=("survey_mailings", "survey_import"),
        ),
        NavItem(_l("Records of processing"), "survey_privacy_manage.records", "survey:records:view"),
        NavItem(_l("Contacts"), "survey_contacts.index", "survey:contacts:view"),
    ]


def has_promised_cell(session: Any, process: Any) -> bool:
    """Whoever answers reads how small a group is published."""
    opened = select(Consultation.id).where(Consultation.process_id == process.id, Consultation.opened_at.is_not(None))
    return session.scalar(opened.limit(1)) is not None


STAGE = Stage(
    name="survey",
    has_promised_cell=has_promised_cell,
    blueprints=(
        pages,
        manage,
        reading,
        files,
        import_pages,
        translation_pages,
        export_pages,
        open_pages,
        privacy_pages,
        privacy_manage,
        personal_manage,
        public_pages,
        contact_pages,
        invitation_pages,
        mailing_pages,
        meter_pages,
        helper_pages,
        odd_pages,
    ),
    commands=(cli.survey,),
    navigation=navigation,
    manage_navigation=manage_navigation,
    set_up=set_up,
    to_do=to_do,
    kept_of_person=contacts.kept,
    forget_person=contacts.forget,
)
