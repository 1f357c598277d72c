"""A table of indicators: looked at first, then taken in; and the same out again as CSV."""

import csv
import io
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.cells import safe_cell
from cocreate.core.db import db, transaction
from cocreate.core.grids import read_grid
from cocreate.errors import DomainError, Invalid
from cocreate.process.evidence import commands, queries
from cocreate.process.evidence.forms import TableForm
from cocreate.process.evidence.pages import pages
from cocreate.process.evidence.periods import place_of
from cocreate.process.evidence.queries import Wanted
from cocreate.process.evidence.reading import TableRead, read_indicators
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.web.access import current_actor, requires
from cocreate.web.language import translate
from cocreate.web.messages import say

COLUMNS = ("indicator", "unit", "source", "territory", "year", "value")


@pages.route("/p/<process_id>/manage/evidence/table", methods=["GET", "POST"])
@requires("process:evidence:edit")
def table() -> Any:
    """Bring a table: see what is in it, then take it in."""
    form = TableForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    try:
        found = _read(form)
    except DomainError as error:
        return _page(form, problem=say(error)), error.status
    if request.form.get("step") != "store":
        form.table.data, form.decimal.data = as_table(found), "point"
        return _page(form, found=found)
    with transaction() as session:
        done = commands.take_in(session, current_actor(), g.process, found.indicators, language=form.language.data)
    flash(
        _(
            "%(values)s values are taken in: %(new)s new indicators, %(known)s that were there.",
            values=done.values,
            new=done.new,
            known=done.known,
        ),
        "success",
    )
    return redirect(url_for("evidence.library") + "#indicator")


@pages.get("/p/<process_id>/evidence/indicators.csv")
@requires("process:view")
def indicators_csv() -> Response:
    """All values, in the form in which they can be brought in again."""
    rows = queries.library(db.session(), g.process, Wanted(kind=EvidenceKind.INDICATOR.value))
    lines = (
        (translate(row.title), row.unit, row.source, one.territory, period, one.numbers[period])
        for row in rows
        for one in row.series
        for period in sorted(one.numbers, key=place_of)
    )
    return Response(
        "\ufeff" + _csv(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="indicators-{g.process.public_id}.csv"'},
    )


def as_table(found: TableRead) -> str:
    """What was read, as the plainest table that reads the same."""
    return _csv(
        (one.title, one.unit, one.source, territory, period, values[period])
        for one in found.indicators
        for territory, values in one.series.items()
        for period in sorted(values, key=place_of)
    )


def _csv(lines: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for *words, value in lines:
        writer.writerow([*map(safe_cell, words), f"{value:.12g}"])
    return out.getvalue()


def _read(form: TableForm) -> TableRead:
    brought = form.file.data.read() if form.file.data else b""
    content = brought or (form.table.data or "").encode()
    if not content.strip():
        raise Invalid("evidence.table.nothing")
    return read_indicators(read_grid(content), comma=form.decimal.data == "comma")


def _page(form: TableForm, *, found: TableRead | None = None, problem: str = "") -> str:
    return render_template("process/evidence/table.html", form=form, found=found, problem=problem)
