"""The sheet on which the committee decides, candidate by candidate, before a record is drawn up."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.selection import commands, queries, views
from cocreate.selection.commands import DecisionRefused
from cocreate.selection.commands.decisions import problems_before_signing
from cocreate.selection.deciding import shortlist_of_process
from cocreate.selection.evidence import evidence_of
from cocreate.selection.forms import choices_in, decision_form
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.record import queries as records
from cocreate.selection.record.rules import RecordState
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say


@manage.get("/shortlist/decision")
@requires("selection:decision:make")
def decision() -> Any:
    """The sheet on which the committee decides."""
    session, found = db.session(), shortlist_of_process()
    open_record = records.open_record(session, found)
    if open_record is not None and open_record.state == RecordState.SIGNING:
        return redirect(url_for("selection_manage.record"))
    if found.decided_at is not None and open_record is None:
        return redirect(url_for("selection_manage.shortlist"))
    lines = queries.score_table(session, g.process)
    chosen_of = {choice.sid: choice for choice in records.draft_of(session, found)}
    data: dict[str, Any] = {"version": str(found.version)}
    for place, line in enumerate(lines, start=1):
        key = line.sid.public_id
        chosen = chosen_of.get(key)
        keep = {"in": "yes", "out": "no"}.get(line.verdict, "") if chosen is None else "yes" if chosen.is_kept else "no"
        is_lever = line.sid.kind == "lever"
        data |= {
            f"keep-{key}": keep,
            f"position-{key}": (chosen.position if chosen else place if keep == "yes" else 0) or None,
            f"reason-{key}": chosen.reason if chosen else {},
            f"final_title-{key}": chosen.final_title if chosen else {},
            f"is_transversal-{key}": chosen.is_transversal if chosen and chosen.is_kept else is_lever,
            f"taken_up_in-{key}": list(chosen.taken_up_in) if chosen else [],
        }
    sids = [line.sid for line in lines]
    return _decision_page(found, sids, decision_form(sids)(formdata=None, data=data))


def _decision_page(found: Shortlist, sids: list[Sid], form: Any, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    lines = queries.score_table(session, g.process)
    three = records.three_orders(session, g.process, found)
    return (
        render_template(
            "selection/manage/decide.html",
            shortlist=found,
            lines=lines,
            form=form,
            problem=problem,
            evidence=evidence_of(session, g.process, sids),
            language=current_language(),
            number=views.number,
            share=views.share,
            orders=[(order.key, order.places) for order in three.asked],
            amendment=records.open_record(session, found),
        ),
        status,
    )


@manage.post("/shortlist/decision")
@requires("selection:decision:make")
def decide() -> Any:
    """Keep as a draft, or go on to the record, for which nothing may be missing."""
    found = shortlist_of_process()
    sids = [line.sid for line in queries.score_table(db.session(), g.process)]
    form = decision_form(sids)()
    if not form.validate():
        return _decision_page(found, sids, form, status=422)
    goes_on, choices = request.form.get("then") == "record", choices_in(form, sids)
    try:
        with transaction() as session:
            version = number_in(form["version"].data)
            commands.save_draft(session, current_actor(), g.process, found, choices, version=version)
            problems = problems_before_signing(session, g.process, found, choices) if goes_on else {}
            if problems:
                raise DecisionRefused(problems)
    except DomainError as error:
        db.session.rollback()
        return _decision_refused(error, form, sids)
    flash(_("The draft is saved."), "success")
    return redirect(url_for("selection_manage.record" if goes_on else "selection_manage.decision"), 303)


def _decision_refused(error: DomainError, form: Any, sids: list[Sid]) -> Any:
    """Everything typed stays; each problem stands beside its candidate."""
    found = shortlist_of_process()
    form["version"].data = str(found.version)
    problem = say(error)
    for key, code in (error.problems if isinstance(error, DecisionRefused) else {}).items():
        if not key:
            problem = say(code)
        elif code in ("selection.decision.needs_reason", "selection.decision.leaves_orders"):
            form[f"reason-{key}"].form[current_language()].errors = [say(code)]
        elif code == "selection.decision.same_place":
            form[f"position-{key}"].errors = [say(code)]
        elif code.startswith("selection.decision.taken_up_in"):
            form[f"taken_up_in-{key}"].errors = [say(code)]
        else:
            form[f"keep-{key}"].errors = [say(code)]
    return _decision_page(found, sids, form, problem, error.status)
