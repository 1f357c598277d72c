"""A table of actors: looked at first, then taken in."""

import csv
import io
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField

from cocreate.core.db import db, transaction
from cocreate.core.grids import Grid, read_grid
from cocreate.ecosystem.commands.taking_in import take_in
from cocreate.ecosystem.labels import TYPE_NAMES
from cocreate.ecosystem.manage import manage
from cocreate.ecosystem.reading import TableRead, read_actors
from cocreate.errors import DomainError, Invalid
from cocreate.process.queries import challenges_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most
from cocreate.web.language import LANGUAGES, NAMES
from cocreate.web.messages import say


class TableForm(Form):
    """A table of actors: a file or pasted text."""

    file = FileField(_l("File"), description=_l("CSV, XLSX or ODS."))
    table = TextAreaField(_l("Or paste the table here"), validators=[at_most(4_000_000)])
    language = SelectField(_l("Language of the names"), choices=[(code, NAMES[code]) for code in LANGUAGES])


@manage.route("/p/<process_id>/manage/ecosystem/table", methods=["GET", "POST"])
@requires("ecosystem:map:edit")
def table() -> Any:
    """Bring a table: see what is in it, then take it in."""
    form = TableForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    try:
        grid = _grid(form)
        found = read_actors(grid, challenges_of(db.session(), g.process), language=form.language.data)
    except DomainError as error:
        return _page(form, problem=say(error)), error.status
    if request.form.get("step") != "store":
        form.table.data = as_table(grid)
        return _page(form, found=found)
    with transaction() as session:
        done = take_in(session, current_actor(), g.process, found.actors)
    flash(_("%(new)s new actors, and more about %(known)s that were there.", new=done.new, known=done.known), "success")
    return redirect(url_for("ecosystem_manage.index"))


def as_table(grid: Grid) -> str:
    """The same table as plain text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(grid.headings)
    writer.writerows(row.cells for row in grid.rows)
    return out.getvalue()


def _grid(form: TableForm) -> Grid:
    content = (form.file.data.read() if form.file.data else b"") or (form.table.data or "").encode()
    if not content.strip():
        raise Invalid("ecosystem.table.nothing")
    return read_grid(content)


def _page(form: TableForm, *, found: TableRead | None = None, problem: str = "") -> str:
    return render_template(
        "ecosystem/manage/table.html", form=form, found=found, problem=problem, type_names=TYPE_NAMES
    )
