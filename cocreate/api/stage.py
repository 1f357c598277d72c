"""The addresses for programs, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.api import messages as messages
from cocreate.api import policy as policy
from cocreate.api.pages import pages as docs
from cocreate.api.tokens.pages import pages as tokens
from cocreate.api.webhooks import jobs as jobs
from cocreate.api.webhooks import listening as listening
from cocreate.api.webhooks.manage import pages as webhooks
from cocreate.core.stages import NavItem, Stage


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Webhooks"), "api_webhooks.index", "api:webhooks:view")]


STAGE = Stage(name="api", blueprints=(docs, tokens, webhooks), manage_navigation=manage_navigation)
