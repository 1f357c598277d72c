"""Notices, announced to the application."""

from cocreate.core.stages import Stage
from cocreate.notices import happenings as happenings
from cocreate.notices import messages as messages
from cocreate.notices import policy as policy
from cocreate.notices import reminders as reminders
from cocreate.notices import storing as storing
from cocreate.notices.calendar_pages import pages as calendar
from cocreate.notices.following_pages import pages as following
from cocreate.notices.routes import pages

STAGE = Stage(name="notices", blueprints=(pages, following, calendar))
