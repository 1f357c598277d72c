"""People brought in from a file, and the directory taken out as one."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core import audit
from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.grids import read_grid
from cocreate.directory import commands, queries
from cocreate.directory.files import PeopleFile, as_csv, as_json, as_workbook, read_people
from cocreate.directory.forms import PeopleFileForm
from cocreate.directory.pages.people import pages
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say

WRITERS = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


@pages.route("/import", methods=["GET", "POST"])
@requires("directory:people:edit")
def import_() -> Any:
    """Look at a file, or bring it in: all of it, or, if a line is wrong, nothing."""
    form, found = PeopleFileForm(data={"language": current_language()}), None
    if form.validate_on_submit():
        try:
            found = read_people(read_grid(form.file.data.read()), form.language.data)
        except Invalid as problem:
            form.file.errors = [*form.file.errors, say(problem)]
    if found is None or found.problems or request.form.get("step") != "store":
        return _page(form, found)
    try:
        with transaction() as session:
            done = commands.import_people(
                session,
                current_actor(),
                g.process,
                found.people,
                source=form.source.data or "",
                agreed=bool(form.agreed.data),
            )
    except DomainError as problem:
        form.file.errors = [*form.file.errors, say(problem)]
        return _page(form, None)
    flash(_("Added: %(added)s. Completed: %(updated)s.", added=done.added, updated=done.updated), "success")
    return redirect(url_for("directory.index"))


def _page(form: PeopleFileForm, found: PeopleFile | None) -> Any:
    problems = [(each.line, say(each.code, **each.params)) for each in found.problems] if found else []
    page = render_template("directory/import.html", form=form, found=found, problems=problems)
    return page, 422 if form.errors or problems else 200


@pages.get("/export.<directory_format>")
@requires("directory:people:export")
def export(directory_format: str) -> Response:
    """The whole directory as a file; that it was taken out is recorded."""
    if directory_format not in WRITERS:
        raise NotFound()
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        name = g.process.public_id
        audit.record(
            session, current_actor(), "directory:people:export", g.process.ref, process=name, format=directory_format
        )
        people = list(session.scalars(queries.people_where(g.process, queries.Wanted())))
    write, media_type = WRITERS[directory_format]
    headers = {
        "Content-Disposition": f'attachment; filename="directory.{directory_format}"',
        "Cache-Control": "no-store",
    }
    return Response(write(people), mimetype=media_type, headers=headers)
