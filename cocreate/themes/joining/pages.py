"""The button with which an analyst lets new answers join at once, rather than within the hour."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.themes import queries
from cocreate.themes.joining import commands
from cocreate.themes.manage import find_consultation, manage
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


@manage.post("/of/<consultation_id>/join")
@requires("themes:run:start")
def join(consultation_id: str) -> Any:
    """Let the answers that came after the reading join its themes."""
    run = queries.current_run(db.session(), find_consultation(consultation_id))
    if run is None:
        raise NotFound()
    try:
        with transaction() as session:
            commands.start_joining(session, current_actor(), run)
        flash(_("The new answers are being placed. Reload in a moment to see where they belong."), "success")
    except DomainError as error:
        flash(say(error), "warning")
    return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
