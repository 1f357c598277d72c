"""Pages on which scoring is opened and closed, and the committee decides."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.commands import DecisionRefused
from cocreate.selection.evidence import evidence_of
from cocreate.selection.forms import choices_in, decision_form
from cocreate.selection.grounds.manage import criteria_of_process, criteria_page
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.rules import needs_reason
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.attaching import named
from cocreate.selection.sureness import views as sureness
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say


def shortlist_of_process() -> Shortlist:
    """The proposal, or NotFound."""
    found = queries.shortlist_of(db.session(), g.process)
    if found is None:
        raise NotFound()
    return found


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
        return criteria_page(problem=say(error), status=error.status)
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
        lines=lines,
        **sureness.at_a_glance(found.proposal, sureness.named(queries.titles(session, g.process), lines)),
        criteria=criteria,
        totals=views.totals_chart(lines),
        means=views.means_chart(lines, criteria.criteria),
        doubts=views.doubts(found.proposal),
        scores={(row.sid_id, row.criterion_id, row.member_id): row for row in scores},
        committee=queries.committee(session, g.process),
        apart=sheets.conflicts(session, g.process),
        pieces=named(session, (ref for row in scores for ref in row.evidence)),
        number=views.number,
        share=views.share,
        needs_reason=needs_reason,
    )


@manage.get("/shortlist/decision")
@requires("selection:decision:make")
def decision() -> Any:
    """The sheet on which the committee decides."""
    session, found = db.session(), shortlist_of_process()
    if found.decided_at is not None:
        return redirect(url_for("selection_manage.shortlist"))
    lines = queries.score_table(session, g.process)
    data: dict[str, Any] = {"version": str(found.version)}
    for place, line in enumerate(lines, start=1):
        key, chosen = line.sid.public_id, line.decision
        keep = {"in": "yes", "out": "no"}.get(line.verdict, "") if chosen is None else "yes" if chosen.is_kept else "no"
        is_lever = line.sid.kind == "lever"
        data |= {
            f"keep-{key}": keep,
            f"position-{key}": (chosen.position if chosen else place if keep == "yes" else 0) or None,
            f"reason-{key}": chosen.reason if chosen else {},
            f"final_title-{key}": chosen.final_title if chosen else {},
            f"is_transversal-{key}": chosen.is_transversal if chosen and chosen.is_kept else is_lever,
            f"taken_up_in-{key}": chosen.taken_up_in if chosen else [],
        }
    sids = [line.sid for line in lines]
    return _decision_page(found, sids, decision_form(sids)(formdata=None, data=data))


def _decision_page(found: Shortlist, sids: list[Sid], form: Any, problem: str = "", status: int = 200) -> Any:
    lines = queries.score_table(db.session(), g.process)
    return (
        render_template(
            "selection/manage/decide.html",
            shortlist=found,
            lines=lines,
            form=form,
            problem=problem,
            evidence=evidence_of(db.session(), g.process, sids),
            language=current_language(),
            number=views.number,
            share=views.share,
        ),
        status,
    )


@manage.post("/shortlist/decision")
@requires("selection:decision:make")
def decide() -> Any:
    """Keep as a draft, or publish once and for all."""
    found = shortlist_of_process()
    sids = queries.candidates_named(db.session(), g.process, found.proposal["order"])
    form = decision_form(sids)()
    if not form.validate():
        return _decision_page(found, sids, form, status=422)
    publishes = request.form.get("then") == "publish"
    if publishes and not form["confirmed"].data:
        form["confirmed"].errors = [_("Please confirm, as publishing is final.")]
        return _decision_page(found, sids, form, status=422)
    do, choices = commands.decide if publishes else commands.save_draft, choices_in(form, sids)
    try:
        with transaction() as session:
            do(session, current_actor(), g.process, found, choices, version=number_in(form["version"].data))
    except DomainError as error:
        db.session.rollback()
        return _decision_refused(error, form, sids)
    flash(_("The decision is published.") if publishes else _("The draft is saved."), "success")
    leads_to = "selection.index" if publishes else "selection_manage.decision"
    return redirect(url_for(leads_to), 303)


def _decision_refused(error: DomainError, form: Any, sids: list[Sid]) -> Any:
    """Everything typed stays; each problem stands beside its candidate."""
    found = shortlist_of_process()
    form["version"].data = str(found.version)
    problem = say(error)
    for key, code in (error.problems if isinstance(error, DecisionRefused) else {}).items():
        if not key:
            problem = say(code)
        elif code == "selection.decision.needs_reason":
            form[f"reason-{key}"].form[current_language()].errors = [say(code)]
        elif code == "selection.decision.same_place":
            form[f"position-{key}"].errors = [say(code)]
        elif code.startswith("selection.decision.taken_up_in"):
            form[f"taken_up_in-{key}"].errors = [say(code)]
        else:
            form[f"keep-{key}"].errors = [say(code)]
    return _decision_page(found, sids, form, problem, error.status)
