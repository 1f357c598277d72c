"""The themes stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem, Stage
from cocreate.themes import jobs as jobs
from cocreate.themes import messages as messages
from cocreate.themes import policy as policy
from cocreate.themes.manage import manage
from cocreate.themes.routes import pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Themes"), "themes.index", "themes:public:view")]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Themes"), "themes_manage.index", "themes:theme:view")]


STAGE = Stage(name="themes", blueprints=(pages, manage), navigation=navigation, manage_navigation=manage_navigation)
