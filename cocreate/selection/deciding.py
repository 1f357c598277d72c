"""Pages on which scoring is opened and closed, and the proposal is shown."""

from typing import Any

from flask import g, redirect, render_template, url_for

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.grounds.manage import criteria_of_process, criteria_page
from cocreate.selection.manage import manage
from cocreate.selection.models import Shortlist
from cocreate.selection.rules import needs_reason
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.attaching import named
from cocreate.selection.sureness import views as sureness
from cocreate.web.access import current_actor, requires
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
