"""The survey stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem, Stage
from cocreate.survey import cli
from cocreate.survey import file_messages as file_messages
from cocreate.survey import going_on as going_on
from cocreate.survey import messages as messages
from cocreate.survey import models as models
from cocreate.survey import own_sheet as own_sheet
from cocreate.survey import paper as paper
from cocreate.survey import policy as policy
from cocreate.survey.filing import files
from cocreate.survey.importing.routes import pages as import_pages
from cocreate.survey.manage import manage
from cocreate.survey.reading import reading
from cocreate.survey.routes import pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Consultation"), "survey.index", "survey:consultation:list")]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Consultation"), "survey_manage.index", "survey:consultation:manage")]


STAGE = Stage(
    name="survey",
    blueprints=(pages, manage, reading, files, import_pages),
    commands=(cli.survey,),
    navigation=navigation,
    manage_navigation=manage_navigation,
)
