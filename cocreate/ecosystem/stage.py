"""The ecosystem stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.ecosystem import messages as messages
from cocreate.ecosystem import models as models
from cocreate.ecosystem import picture_pages as picture_pages
from cocreate.ecosystem import policy as policy
from cocreate.ecosystem import suggestion_pages as suggestion_pages
from cocreate.ecosystem import table_pages as table_pages
from cocreate.ecosystem import twin_pages as twin_pages
from cocreate.ecosystem.entries import match_entries
from cocreate.ecosystem.manage import manage
from cocreate.ecosystem.own_pages import pages as own_pages
from cocreate.ecosystem.pages import pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Ecosystem"), "ecosystem.index", "ecosystem:map:view", group=NavGroup.ABOUT)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Ecosystem"), "ecosystem_manage.index", "ecosystem:map:manage")]


STAGE = Stage(
    name="ecosystem",
    blueprints=(pages, own_pages, manage),
    navigation=navigation,
    manage_navigation=manage_navigation,
    match_entries=match_entries,
)
