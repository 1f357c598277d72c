"""The camp stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.camp import jobs as jobs
from cocreate.camp import messages as messages
from cocreate.camp import models as models
from cocreate.camp import models_session as models_session
from cocreate.camp import policy as policy
from cocreate.camp import telling as telling
from cocreate.camp.before import registering
from cocreate.camp.before import zone_pages as zone_pages
from cocreate.camp.before.arriving_pages import pages as arriving
from cocreate.camp.before.grouping_pages import pages as grouping
from cocreate.camp.before.preparing_pages import pages as preparing
from cocreate.camp.before.registering_pages import pages as registering_pages
from cocreate.camp.card_pages import cards
from cocreate.camp.card_queries import uses_of_theme
from cocreate.camp.facilitating import talk_pages as talk_pages
from cocreate.camp.facilitating.plan_pages import lead
from cocreate.camp.manage import manage
from cocreate.camp.queries import has_camps
from cocreate.camp.realtime_session import SessionNamespace
from cocreate.camp.reporting.routes import pages as report_pages
from cocreate.camp.reporting.routes import watch_pages
from cocreate.camp.routes import pages
from cocreate.camp.seating import find_guest
from cocreate.camp.session_pages import taking_part
from cocreate.core.stages import NavGroup, NavItem, Stage


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody, once there is a camp."""
    if not has_camps(session, process):
        return []
    return [NavItem(_l("Innovation Camp"), "camp.index", "camp:camp:view", group=NavGroup.TAKE_PART)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Innovation Camps"), "camp_manage.index", "camp:camp:manage")]


STAGE = Stage(
    name="camp",
    blueprints=(
        pages,
        cards,
        manage,
        lead,
        taking_part,
        report_pages,
        watch_pages,
        registering_pages,
        grouping,
        arriving,
        preparing,
    ),
    namespaces=(SessionNamespace("/board"),),
    navigation=navigation,
    manage_navigation=manage_navigation,
    find_guest=find_guest,
    theme_uses=uses_of_theme,
    kept_of_person=registering.kept_of_person,
    forget_person=registering.forget_person,
    person_needed_until=registering.person_needed_until,
)
