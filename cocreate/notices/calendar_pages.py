"""Calendar files at addresses that calendar programs ask again: of a process, and one's own by a secret link."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate import clock
from cocreate.accounts.mails import full_address
from cocreate.core.db import db, transaction
from cocreate.notices import calendar as notices_calendar
from cocreate.notices.calendar import TYPE, Entry, calendar, entries_of, own_entries
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language, translate

pages = Blueprint("calendar", __name__)
LASTS = 3600  # seconds for which a calendar program need not ask again


@pages.get("/p/<process_id>/calendar.ics")
@requires("notices:calendar:view")
def of_process() -> Any:
    """Phases, last days, camps and events of a process."""
    entries = entries_of(db.session(), g.process)
    return _sent(translate(g.process.title), entries, "public" if g.process.is_public else "private")


@pages.get("/calendar/<token>.ics")
@requires("notices:calendar:view")
def own_file(token: str) -> Any:
    """All that concerns one person, for whoever has the link."""
    session = db.session()
    user = notices_calendar.owner_of(session, token)
    return _sent(_("My processes"), own_entries(session, user), "private")


@pages.get("/account/calendar")
@requires("notices:own")
def own() -> str:
    """The secret link, and how to use it."""
    link = full_address(notices_calendar.own_path(db.session(), current_user), current_language())
    return render_template("notices/calendar.html", link=link)


@pages.post("/account/calendar")
@requires("notices:own")
def renew() -> Any:
    """A new link; the old one ends."""
    with transaction() as session:
        notices_calendar.renew(session, current_actor(), current_user)
    flash(_("The old link does not work any more."), "success")
    return redirect(url_for(".own"), 303)


def _sent(name: str, entries: Sequence[Entry], reach: str) -> Any:
    content = calendar(name, current_language(), entries, clock.now())
    answer = Response(content, mimetype=TYPE, headers={"Cache-Control": f"{reach}, max-age={LASTS}"})
    answer.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    answer.set_etag(sha256(content).hexdigest()[:32])
    return answer.make_conditional(request)
