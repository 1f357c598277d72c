"""The plan stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.plan import messages as messages
from cocreate.plan import policy as policy
from cocreate.plan.routes import manage, pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Action plan"), "plan.show", "plan:view", group=NavGroup.RESULTS)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Action plan"), "plan_manage.index", "plan:edit")]


STAGE = Stage(name="plan", blueprints=(pages, manage), navigation=navigation, manage_navigation=manage_navigation)
