"""Pages on which the grounds are set, scoring is opened and closed, and the proposal is shown."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.forms import CriterionForm, weights_form
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import CriteriaSet, Shortlist
from cocreate.selection.rules import needs_reason
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


def criteria_of_process() -> CriteriaSet:
    """The criteria, or NotFound."""
    found = queries.criteria_of(db.session(), g.process)
    if found is None:
        raise NotFound()
    return found


def shortlist_of_process() -> Shortlist:
    """The proposal, or NotFound."""
    found = queries.shortlist_of(db.session(), g.process)
    if found is None:
        raise NotFound()
    return found


@manage.get("/criteria")
@requires("selection:criteria:view")
def criteria() -> Any:
    """The criteria with their weights, and how far the committee is."""
    return _criteria_page()


def _criteria_page(form: Any = None, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    found = queries.criteria_of(session, g.process)
    if found is not None and form is None:
        weights = {f"weight-{criterion.key}": criterion.weight for criterion in found.criteria}
        data = {**weights, "shortlist_size": found.shortlist_size, "version": str(found.version)}
        form = weights_form(found.criteria)(formdata=None, data=data)
    return (
        render_template(
            "selection/manage/criteria.html",
            criteria=found,
            form=form,
            problem=problem,
            progress=queries.progress(session, g.process, found) if found else [],
            candidates=len(queries.candidates(session, g.process)),
            shortlist=queries.shortlist_of(session, g.process),
        ),
        status,
    )


@manage.post("/criteria/start")
@requires("selection:criteria:edit")
def start_criteria() -> Any:
    """Begin with the four criteria of the method."""
    with transaction() as session:
        commands.start_criteria(session, current_actor(), g.process)
    return redirect(url_for("selection_manage.criteria"), 303)


@manage.post("/criteria/weights")
@requires("selection:criteria:edit")
def weigh() -> Any:
    """Set the weights and the size of the shortlist."""
    found = criteria_of_process()
    form = weights_form(found.criteria)()
    if not form.validate():
        return _criteria_page(form, status=422)
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
            )
    except DomainError as error:
        db.session.rollback()
        form["version"].data = str(criteria_of_process().version)
        return _criteria_page(form, say(error), error.status)
    flash(_("The weights are saved."), "success")
    return redirect(url_for("selection_manage.criteria"), 303)


@manage.route("/criteria/<criterion_id>", methods=["GET", "POST"])
@requires("selection:criteria:edit")
def criterion(criterion_id: str) -> Any:
    """A criterion's words."""
    found = criteria_of_process()
    row = next((each for each in found.criteria if each.public_id == criterion_id), None)
    if row is None:
        raise NotFound()
    data = {"title": row.title, "description": row.description, "version": str(found.version)}
    form, problem, status = CriterionForm(data=data), "", 200
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    commands.edit_criterion(
                        session,
                        current_actor(),
                        g.process,
                        found,
                        row,
                        title=form.title.data,
                        description=form.description.data,
                        version=number_in(form.version.data),
                    )
                flash(_("Saved."), "success")
                return redirect(url_for("selection_manage.criteria"), 303)
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(criteria_of_process().version)
            problem, status = say(error), error.status
    return render_template("selection/manage/criterion.html", form=form, criterion=row, problem=problem), status


@manage.post("/scoring/open")
@requires("selection:scoring:steer")
def open_scoring() -> Any:
    """Let the committee score."""
    return _steer_scoring(commands.open_scoring, "selection_manage.criteria")


@manage.post("/scoring/close")
@requires("selection:scoring:steer")
def close_scoring() -> Any:
    """End the scoring and have the machine propose."""
    return _steer_scoring(commands.close_scoring, "selection_manage.shortlist")


def _steer_scoring(do: Any, leads_to: str) -> Any:
    try:
        with transaction() as session:
            do(session, current_actor(), g.process, criteria_of_process())
    except NotFound:
        raise
    except DomainError as error:
        db.session.rollback()
        return _criteria_page(problem=say(error), status=error.status)
    return redirect(url_for(leads_to), 303)


@manage.get("/shortlist")
@requires("selection:proposal:view")
def shortlist() -> Any:
    """The machine's proposal beside what people decide."""
    session = db.session()
    found, criteria = queries.shortlist_of(session, g.process), queries.criteria_of(session, g.process)
    if found is None or criteria is None:
        return render_template("selection/manage/no_proposal.html", criteria=criteria)
    lines = queries.score_table(session, g.process)
    scores = queries.scores_of(session, criteria)
    return render_template(
        "selection/manage/shortlist.html",
        shortlist=found,
        told=found.proposal,
        lines=lines,
        criteria=criteria,
        charts=[views.totals_chart(lines), views.certainty_chart(lines)],
        places=views.places_chart(lines, found.proposal["certainty"]),
        means=views.means_chart(lines, criteria.criteria),
        doubts=views.doubts(found.proposal),
        titles=queries.titles(session, g.process),
        criterion_titles={each.key: each.title for each in criteria.criteria},
        scores={(row.sid_id, row.criterion_id, row.member_id): row for row in scores},
        committee=queries.committee(session, g.process),
        number=views.number,
        share=views.share,
        needs_reason=needs_reason,
    )
