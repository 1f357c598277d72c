"""The plan stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, define
from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.plan.routes import manage, pages
from cocreate.web.messages import register

register(plan__number__taken=_l("Number %(number)s is used already."))


define(
    Permission("plan:view", EVERYONE, "See the action plan."),
    Permission("plan:edit", ORGANISERS, "Add axes and actions, and change them."),
)


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Action plan"), "plan.show", "plan:view", group=NavGroup.RESULTS)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Action plan"), "plan_manage.index", "plan:edit")]


STAGE = Stage(name="plan", blueprints=(pages, manage), navigation=navigation, manage_navigation=manage_navigation)
