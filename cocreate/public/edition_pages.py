"""Versions of the record: for everybody to read and cite, and for organisers to keep one now."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.public import editions
from cocreate.public.editions import written
from cocreate.web.access import current_actor, requires

pages = Blueprint("editions", __name__, url_prefix="/p/<process_id>")


@pages.get("/versions/")
@requires("public:record:view")
def index() -> str:
    """All versions."""
    return render_template("public/editions/index.html", editions=editions.editions_of(db.session(), g.process))


@pages.get("/versions/<int:edition_number>")
@requires("public:record:view")
def edition(edition_number: int) -> str:
    """One version as it was."""
    session = db.session()
    row = editions.find_edition(session, g.process, edition_number)
    return render_template(
        "public/editions/edition.html",
        edition=row,
        told=row.content,
        newest=editions.latest_edition(session, g.process),
    )


@pages.get("/versions/<int:edition_number>.json")
@requires("public:record:view")
def data(edition_number: int) -> Response:
    """The same as data: the very bytes whose fingerprint is cited."""
    row = editions.find_edition(db.session(), g.process, edition_number)
    answer = Response(written(row.content), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="record-{g.process.public_id}-{row.number}.json"'
    answer.set_etag(row.hash)
    return answer


@pages.post("/versions/")
@requires("public:record:edit")
def keep() -> Any:
    """Keep a version now."""
    with transaction() as session:
        row = editions.keep_edition(session, current_actor(), g.process)
    flash(_("Version %(number)s says what the record says now.", number=row.number), "success")
    return redirect(url_for(".index"), 303)
