"""The audit trail of the whole installation: who did what, and whether nothing was changed afterwards."""

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from cocreate.administration.commands.reports import ask_once
from cocreate.administration.jobs import VERIFY_AUDIT
from cocreate.administration.pages import pages
from cocreate.administration.queries.audit import Wanted, audit_lines, names_of
from cocreate.administration.queries.reports import job_under_way, latest_report
from cocreate.administration.rules import PAGE, ReportKind
from cocreate.core import audit as trail
from cocreate.core import audit_files
from cocreate.core.db import begin_writing, db, reading_session, transaction
from cocreate.web.access import current_actor, requires
from cocreate.web.downloads import streamed
from cocreate.web.paging import page_number


@pages.get("/audit")
@requires("administration:audit:view")
def audit() -> str:
    """Lines, newest first, as filtered."""
    session, wanted, page = db.session(), _wanted(), page_number()
    lines, total = audit_lines(session, wanted, page)
    return render_template(
        "administration/audit.html",
        lines=lines,
        names=names_of(session, lines),
        total=total,
        page=page,
        page_count=max(1, -(-total // PAGE)),
        wanted=wanted,
        report=latest_report(session, ReportKind.AUDIT),
        under_way=job_under_way(session, VERIFY_AUDIT),
    )


@pages.post("/audit")
@requires("administration:audit:check")
def verify_audit() -> Any:
    """Have every seal computed again, beside the server."""
    with transaction() as session:
        ask_once(session, current_actor(), VERIFY_AUDIT)
    return redirect(url_for("administration.audit"))


@pages.get("/audit.<any(csv, json):audit_format>")
@requires("administration:audit:view")
def audit_file(audit_format: str) -> Response:
    """All of it as a file, oldest first; that it was taken out is its last line."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        trail.record(session, current_actor(), "administration:audit:export")
    media_type, pieces = audit_files.FORMATS[audit_format]
    reading = reading_session(db.engine)
    return streamed(reading, pieces(audit_files.lines_of(reading)), f"audit.{audit_format}", media_type)


def _wanted() -> Wanted:
    """What the address asks for; what cannot be read counts as not asked."""
    given = {name: request.args.get(name, "").strip()[:320] for name in ("verb", "who", "process")}
    return Wanted(**given, since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
