"""The accounts stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.accounts import policy as policy
from cocreate.accounts.admin import outbox_pages
from cocreate.accounts.cli import user
from cocreate.accounts.manage import people
from cocreate.accounts.routes import account
from cocreate.accounts.security import pages
from cocreate.core.stages import NavItem, Stage


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run a process."""
    return [NavItem(_l("People"), "people.index", "accounts:people:view")]


STAGE = Stage(
    name="accounts",
    blueprints=(pages, account, people, outbox_pages),
    commands=(user,),
    manage_navigation=manage_navigation,
)
