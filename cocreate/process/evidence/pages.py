"""Pages of the library of evidence: for those who prepare the challenges, and what everybody may see of it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError
from cocreate.process.evidence import commands, multiples, queries
from cocreate.process.evidence.forms import FORMS, EvidenceForm
from cocreate.process.evidence.models import Evidence
from cocreate.process.evidence.queries import Wanted
from cocreate.process.evidence.rules import CONSENT_NAMES, GOALS, KIND_NAMES, POLICIES, SHELF_NAMES, TAGS, EvidenceKind
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
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
