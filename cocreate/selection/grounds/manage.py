"""Organisers' pages of the criteria: their words and order, templates, weights, rankings that count, and versions."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries
from cocreate.selection.grounds import editing
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds import queries as grounds_queries
from cocreate.selection.grounds.forms import (
    EVIDENCE_ONLY,
    CriterionForm,
    CrowdForm,
    NewCriterionForm,
    TemplateForm,
    weights_form,
    words_of,
)
from cocreate.selection.grounds.templates import TEMPLATES
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import CriteriaSet, Criterion
from cocreate.selection.sheets import queries as sheets
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


def criteria_of_process() -> CriteriaSet:
    """The criteria, or NotFound."""
    found = queries.criteria_of(db.session(), g.process)
    if found is None:
        raise NotFound()
    return found


@manage.get("/criteria")
@requires("selection:criteria:view")
def criteria() -> Any:
    """The criteria with their weights, and how far the committee is."""
    return criteria_page()


def criteria_page(
    form: Any = None, *, crowd: Any = None, template: Any = None, problem: str = "", status: int = 200
) -> Any:
    """The page of the criteria, with a form that was refused or none."""
    session = db.session()
    found = queries.criteria_of(session, g.process)
    told: dict[str, Any] = {}
    if found is not None:
        told = grounds_queries.standing(session, g.process, found)
        told["form"] = form or _weights_as_stored(found, bool(told["together"]))
        told["crowd"] = (crowd or _crowd_as_stored(found)).offer(told["rounds"])
        told["template"] = template or TemplateForm(formdata=None, data={"version": str(found.version)})
    return (
        render_template(
            "selection/manage/criteria.html",
            criteria=found,
            problem=problem,
            templates=TEMPLATES,
            progress=sheets.progress(session, g.process, found) if found else [],
            candidates=len(queries.candidates(session, g.process)),
            shortlist=queries.shortlist_of(session, g.process),
            **told,
        ),
        status,
    )


def _weights_as_stored(found: CriteriaSet, asks_reason: bool) -> Any:
    weights = {f"weight-{criterion.key}": criterion.weight for criterion in found.criteria}
    data = {**weights, "shortlist_size": found.shortlist_size, "version": str(found.version)}
    return weights_form(found.criteria, asks_reason=asks_reason)(formdata=None, data=data)


def _crowd_as_stored(found: CriteriaSet) -> CrowdForm:
    counts = "{round}:{dimension}".format(**found.crowd) if found.crowd else EVIDENCE_ONLY
    weight = next((each.weight for each in found.criteria if each.key == found.crowd.get("criterion")), 10)
    return CrowdForm(formdata=None, data={"counts": counts, "weight": weight, "version": str(found.version)})


@manage.post("/criteria/start")
@requires("selection:criteria:edit")
def start_criteria() -> Any:
    """Begin with the criteria of a template, those of the method unless another is named."""
    template = TEMPLATES.get(request.form.get("template", "method"))
    if template is None:
        raise NotFound()
    with transaction() as session:
        commands.start_criteria(session, current_actor(), g.process, template.criteria)
    return redirect(url_for("selection_manage.criteria"), 303)


@manage.post("/criteria/template")
@requires("selection:criteria:edit")
def use_template() -> Any:
    """Put the criteria of another template in the place of these."""
    found, form = criteria_of_process(), TemplateForm()
    template = TEMPLATES.get(form.template.data or "")
    if not form.validate() or template is None:
        return criteria_page(template=form, status=422)

    def do(session: Session) -> None:
        editing.use_template(
            session,
            current_actor(),
            g.process,
            found,
            template.criteria,
            template=template.key,
            version=number_in(form.version.data),
        )

    return _change(do, _("The criteria are those of the template now."))


@manage.post("/criteria/weights")
@requires("selection:criteria:edit")
def weigh() -> Any:
    """Set the weights and the size of the shortlist."""
    found = criteria_of_process()
    form = weights_form(found.criteria, asks_reason=bool(grounds.member_weights(db.session(), found)))()
    if not form.validate():
        return criteria_page(form, status=422)
    weights = {criterion.key: form[f"weight-{criterion.key}"].data for criterion in found.criteria}
    try:
        with transaction() as session:
            commands.set_weights(
                session,
                current_actor(),
                g.process,
                found,
                weights=weights,
                shortlist_size=form["shortlist_size"].data,
                version=number_in(form["version"].data),
                reason=form["reason"].data if "reason" in form else None,
            )
    except DomainError as error:
        db.session.rollback()
        form["version"].data = str(criteria_of_process().version)
        return criteria_page(form, problem=say(error), status=error.status)
    flash(_("The weights are saved."), "success")
    return redirect(url_for("selection_manage.criteria"), 303)


@manage.post("/criteria/crowd")
@requires("selection:criteria:edit")
def set_crowd() -> Any:
    """Say whether the participants' rankings count as a criterion."""
    found = criteria_of_process()
    form = CrowdForm().offer(grounds.rounds_to_count(db.session(), g.process))
    if not form.validate():
        return criteria_page(crowd=form, status=422)
    round_id, _colon, dimension = (form.counts.data or "").partition(":")
    is_evidence = round_id == EVIDENCE_ONLY
    round_ = None if is_evidence else queries.find_round(db.session(), g.process, round_id)
    if round_ is None and not is_evidence:
        form.counts.errors = [say("selection.crowd.unknown_round")]
        return criteria_page(crowd=form, status=422)

    def do(session: Session) -> None:
        editing.set_crowd(
            session,
            current_actor(),
            g.process,
            found,
            round_=round_,
            dimension=dimension,
            weight=form.weight.data or 0,
            version=number_in(form.version.data),
        )

    return _change(do, _("Saved."))


def criterion_of_address(criterion_id: str) -> tuple[CriteriaSet, Criterion]:
    """The criteria and one of them, or NotFound."""
    found = criteria_of_process()
    row = next((each for each in found.criteria if each.public_id == criterion_id), None)
    if row is None:
        raise NotFound()
    return found, row


@manage.route("/criteria/new", methods=["GET", "POST"])
@requires("selection:criteria:edit")
def new_criterion() -> Any:
    """One more criterion."""
    found = criteria_of_process()
    form = NewCriterionForm(data={"version": str(found.version)})

    def do(session: Session) -> None:
        editing.add_criterion(
            session,
            current_actor(),
            g.process,
            found,
            form.words(),
            weight=form.weight.data,
            version=number_in(form.version.data),
            form_id=form_public_id(form.form_id.data),
        )

    return _criterion_page(form, None, do)


@manage.route("/criteria/<criterion_id>", methods=["GET", "POST"])
@requires("selection:criteria:edit")
def criterion(criterion_id: str) -> Any:
    """A criterion's words: what it asks, what each mark means, which evidence is expected."""
    found, row = criterion_of_address(criterion_id)
    form = CriterionForm(data={**words_of(row), "version": str(found.version)})

    def do(session: Session) -> None:
        version = number_in(form.version.data)
        editing.describe_criterion(session, current_actor(), g.process, found, row, form.words(), version=version)

    return _criterion_page(form, row, do)


def _criterion_page(form: Any, row: Criterion | None, do: Callable[[Session], None]) -> Any:
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    do(session)
                flash(_("Saved."), "success")
                return redirect(url_for("selection_manage.criteria"), 303)
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(criteria_of_process().version)
            problem, status = say(error), error.status
    return render_template("selection/manage/criterion.html", form=form, criterion=row, problem=problem), status


@manage.post("/criteria/<criterion_id>/move")
@requires("selection:criteria:edit")
def move_criterion(criterion_id: str) -> Any:
    """Up or down in the list."""
    found, row = criterion_of_address(criterion_id)
    is_up, version = request.form.get("up") == "yes", number_in(request.form.get("version"))
    return _change(
        lambda session: editing.move_criterion(
            session, current_actor(), g.process, found, row, up=is_up, version=version
        )
    )


@manage.post("/criteria/<criterion_id>/remove")
@requires("selection:criteria:edit")
def remove_criterion(criterion_id: str) -> Any:
    """Take it out; the others share its weight."""
    found, row = criterion_of_address(criterion_id)
    version = number_in(request.form.get("version"))
    return _change(
        lambda session: editing.remove_criterion(session, current_actor(), g.process, found, row, version=version),
        _("The criterion is gone; earlier versions still have it."),
    )


def _change(do: Callable[[Session], object], said: str = "") -> Any:
    """Do it and go back to the criteria; a refusal is said there."""
    try:
        with transaction() as session:
            do(session)
    except DomainError as error:
        db.session.rollback()
        return criteria_page(problem=say(error), status=error.status)
    if said:
        flash(said, "success")
    return redirect(url_for("selection_manage.criteria"), 303)
