"""The survey stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.survey import cli
from cocreate.survey import file_messages as file_messages
from cocreate.survey import going_on as going_on
from cocreate.survey import messages as messages
from cocreate.survey import models as models
from cocreate.survey import own_sheet as own_sheet
from cocreate.survey import paper as paper
from cocreate.survey import policy as policy
from cocreate.survey.closing import jobs as closing_jobs  # noqa: F401
from cocreate.survey.exporting import messages as export_messages  # noqa: F401
from cocreate.survey.exporting.open_pages import pages as open_pages
from cocreate.survey.exporting.routes import pages as export_pages
from cocreate.survey.filing import files
from cocreate.survey.importing.routes import pages as import_pages
from cocreate.survey.inviting import contacts
from cocreate.survey.inviting import messages as inviting_messages  # noqa: F401
from cocreate.survey.inviting import policy as inviting_policy  # noqa: F401
from cocreate.survey.inviting.answer_pages import helper_pages, meter_pages, odd_pages
from cocreate.survey.inviting.contact_pages import pages as contact_pages
from cocreate.survey.inviting.mailing_pages import invitation_pages, mailing_pages, public_pages
from cocreate.survey.making.pages import manage
from cocreate.survey.models import Consultation
from cocreate.survey.personal import looking as looking
from cocreate.survey.personal import messages as personal_messages  # noqa: F401
from cocreate.survey.personal import policy as personal_policy  # noqa: F401
from cocreate.survey.personal.manage import manage as personal_manage
from cocreate.survey.protection import jobs as protection_jobs  # noqa: F401
from cocreate.survey.protection import messages as protection_messages  # noqa: F401
from cocreate.survey.protection.manage import manage as privacy_manage
from cocreate.survey.protection.routes import pages as privacy_pages
from cocreate.survey.readiness import set_up, to_do
from cocreate.survey.reading import reading
from cocreate.survey.results import comparing as comparing
from cocreate.survey.routes import pages
from cocreate.survey.translating.routes import pages as translation_pages


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
