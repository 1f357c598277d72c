"""Pages of the library of evidence: for those who prepare the challenges, for everybody, and tables of indicators."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.cells import safe_cell
from cocreate.core.db import db, transaction
from cocreate.core.grids import read_grid
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, Invalid
from cocreate.process.evidence import commands, multiples, queries
from cocreate.process.evidence.forms import FORMS, EvidenceForm, TableForm
from cocreate.process.evidence.periods import place_of
from cocreate.process.evidence.queries import Wanted
from cocreate.process.evidence.reading import TableRead, read_indicators
from cocreate.process.evidence.rules import CONSENT_NAMES, GOALS, KIND_NAMES, POLICIES, SHELF_NAMES, TAGS, EvidenceKind
from cocreate.process.models import Evidence
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

pages = Blueprint("evidence", __name__)


@pages.get("/p/<process_id>/evidence")
@requires("process:view")
def public_library() -> str:
    """What the challenges rest on, without what was said in confidence."""
    wanted = _wanted()
    rows = queries.library(db.session(), g.process, wanted, is_inside=False)
    return render_template("process/evidence/public.html", **_shelves(rows, wanted))


@pages.get("/p/<process_id>/manage/evidence")
@requires("process:evidence:view")
def library() -> str:
    """All of the library, by kind, tag or words."""
    wanted = _wanted()
    rows = queries.library(db.session(), g.process, wanted)
    return render_template("process/evidence/library.html", **_shelves(rows, wanted))


@pages.route(
    "/p/<process_id>/manage/evidence/new/<any(document, indicator, interview):evidence_kind>", methods=["GET", "POST"]
)
@requires("process:evidence:edit")
def add(evidence_kind: str) -> Any:
    """One more document, indicator or interview."""
    kind = EvidenceKind(evidence_kind)
    form = FORMS[kind]()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.add_evidence(
                    session, current_actor(), g.process, kind, form.told(), public_id=form_public_id(form.form_id.data)
                )
            flash(_("It is in the library."), "success")
            return redirect(url_for("evidence.library") + f"#{kind.value}")
        except DomainError as error:
            return _refused(form, kind, None, error)
    return _form_page(form, kind, None), 422 if form.errors else 200


@pages.route("/p/<process_id>/manage/evidence/items/<evidence_id>", methods=["GET", "POST"])
@requires("process:evidence:edit")
def change(evidence_id: str) -> Any:
    """Change a piece of evidence."""
    row = commands.find_evidence(db.session(), g.process, evidence_id)
    kind = EvidenceKind(row.kind)
    form = FORMS[kind]()
    if not form.is_submitted():
        form.fill(row)
    elif form.validate():
        try:
            with transaction() as session:
                commands.change_evidence(
                    session, current_actor(), g.process, row, form.told(), version=number_in(form.version.data)
                )
            flash(_("Saved."), "success")
            return redirect(url_for("evidence.library") + f"#{row.public_id}")
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(row.version)
            return _refused(form, kind, row, error)
    return _form_page(form, kind, row), 422 if form.errors else 200


@pages.post("/p/<process_id>/manage/evidence/items/<evidence_id>/remove")
@requires("process:evidence:edit")
def remove(evidence_id: str) -> Any:
    """Out of the library."""
    with transaction() as session:
        row = commands.find_evidence(session, g.process, evidence_id)
        commands.remove_evidence(session, current_actor(), g.process, row)
    flash(_("It is removed from the library."), "success")
    return redirect(url_for("evidence.library"))


def _wanted() -> Wanted:
    told = request.args
    kind, tag = told.get("kind", ""), told.get("tag", "")
    return Wanted(
        kind if kind in set(EvidenceKind) else "", tag if tag in TAGS else "", told.get("q", "")[:200].strip()
    )


def _shelves(rows: list[Evidence], wanted: Wanted) -> dict[str, Any]:
    return {
        "shelves": queries.by_kind(rows),
        "wanted": wanted,
        "kind_names": KIND_NAMES,
        "shelf_names": SHELF_NAMES,
        "tag_names": TAGS,
        "tag_groups": ((_("Goals of the United Nations"), GOALS), (_("Policies of the European Union"), POLICIES)),
        "consent_names": CONSENT_NAMES,
        "quotes_of": queries.public_quotes,
        "may_name": queries.may_name,
        "multiples_of": multiples.multiples_of,
    }


def _refused(form: EvidenceForm, kind: EvidenceKind, row: Evidence | None, error: DomainError) -> Any:
    return _form_page(form, kind, row, problem=say(error)), error.status


def _form_page(form: EvidenceForm, kind: EvidenceKind, row: Evidence | None, problem: str = "") -> str:
    return render_template(
        "process/evidence/edit.html", form=form, kind=kind, row=row, problem=problem, kind_name=KIND_NAMES[kind]
    )


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
