"""The directory, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.directory import jobs as jobs
from cocreate.directory import messages as messages
from cocreate.directory import models as models
from cocreate.directory import policy as policy
from cocreate.directory import queries
from cocreate.directory.group_pages import pages as group_pages
from cocreate.directory.manage import pages as people_pages
from cocreate.directory.participant_pages import pages as participant_pages
from cocreate.directory.routes import own_pages
from cocreate.directory.routes import pages as public_pages
from cocreate.directory.routes import registering as request_pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody: what there is to see or do now."""
    found, there = [], queries.open_to_all(session, process)
    if there.registration:
        found.append(
            NavItem(_l("Register"), "directory_request.register", "directory:request:send", group=NavGroup.TAKE_PART)
        )
    if there.experts:
        found.append(NavItem(_l("Experts"), "directory_public.experts", "directory:experts:view", group=NavGroup.ABOUT))
    if there.figures:
        found.append(
            NavItem(
                _l("Equal opportunities"), "directory_public.equal", "directory:equality:view", group=NavGroup.ABOUT
            )
        )
    return found


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(_l("Directory"), "directory.index", "directory:people:view"),
        NavItem(_l("Participants"), "directory_participants.index", "directory:participants:view"),
        NavItem(_l("Groups and committees"), "directory_groups.index", "directory:groups:view"),
    ]


STAGE = Stage(
    name="directory",
    blueprints=(people_pages, participant_pages, group_pages, request_pages, own_pages, public_pages),
    navigation=navigation,
    manage_navigation=manage_navigation,
)
