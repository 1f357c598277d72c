"""Pages of organisers and the committee: scoring is opened and closed, its rounds, conflicts of interest, leanings."""

from itertools import pairwise
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.grounds.manage import criteria_of_process, criteria_page
from cocreate.selection.manage import manage
from cocreate.selection.models import CriteriaSet, Shortlist
from cocreate.selection.rules import needs_reason
from cocreate.selection.sheets import commands as sheet_commands
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.compare import changes, leanings_of, moved
from cocreate.selection.sheets.forms import AnotherRoundForm, ConflictForMemberForm, ConflictRuleForm, named
from cocreate.selection.sureness import views as sureness
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say


def _criteria() -> CriteriaSet:
    found = queries.criteria_of(db.session(), g.process)
    if found is None:
        raise NotFound()
    return found


@manage.get("/scoring")
@requires("selection:proposal:view")
def scoring() -> Any:
    """Every round of scoring, and what moved between one and the next."""
    return _scoring_page()


def _scoring_page(form: Any = None, problem: str = "", status: int = 200) -> Any:
    session, criteria = db.session(), _criteria()
    closed = sheets.rounds_closed(session, criteria)
    scores = {row.number: sheets.counted_scores(session, g.process, criteria, row.number) for row in closed}
    shortlist = queries.shortlist_of(session, g.process)
    return (
        render_template(
            "selection/sheets/rounds.html",
            criteria=criteria,
            rounds=sheets.rounds_of(session, criteria),
            steps=[
                (
                    before,
                    after,
                    moved(before.report, after.report),
                    changes(scores[before.number], scores[after.number]),
                )
                for before, after in pairwise(closed)
            ],
            titles=queries.titles(session, g.process),
            is_decided=shortlist is not None and shortlist.decided_at is not None,
            form=form or AnotherRoundForm(formdata=None),
            problem=problem,
            number=views.number,
            share=views.share,
            signed=views.signed,
        ),
        status,
    )


@manage.post("/scoring/again")
@requires("selection:scoring:steer")
def score_again() -> Any:
    """Open another round, after a discussion."""
    form, criteria = AnotherRoundForm(), _criteria()
    if not form.validate():
        return _scoring_page(form, status=422)
    try:
        with transaction() as session:
            commands.open_again(
                session,
                current_actor(),
                g.process,
                criteria,
                purpose=form.purpose.data,
                form_id=form_public_id(form.form_id.data),
            )
    except DomainError as error:
        db.session.rollback()
        return _scoring_page(form, say(error), error.status)
    flash(_("The next round of scoring is open; members begin with their own marks."), "success")
    return redirect(url_for("selection_manage.scoring"), 303)


@manage.get("/scoring/leanings")
@requires("selection:leaning:view")
def leaning() -> Any:
    """How strict and how mild members are, by number."""
    session, criteria = db.session(), _criteria()
    closed = sheets.rounds_closed(session, criteria)
    return render_template(
        "selection/sheets/leanings.html",
        round=closed[-1] if closed else None,
        told=leanings_of(session, g.process, criteria, closed[-1], current_actor().user_id) if closed else None,
        titles=queries.titles(session, g.process),
        number=views.number,
        number2=views.number2,
        share=views.share,
        signed=views.signed,
    )


@manage.get("/conflicts")
@requires("selection:conflict:view")
def conflicts() -> Any:
    """Who does not judge which candidate, and why."""
    return _conflicts_page()


def _conflicts_page(form: Any = None, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    criteria = queries.criteria_of(session, g.process)
    shortlist = queries.shortlist_of(session, g.process)
    rule = {"rule": criteria.conflict_rule, "version": str(criteria.version)} if criteria else {}
    return (
        render_template(
            "selection/sheets/conflicts.html",
            criteria=criteria,
            conflicts=sheets.conflicts_listed(session, g.process),
            form=form or _conflict_form(formdata=None),
            rule_form=ConflictRuleForm(formdata=None, data=rule),
            problem=problem,
            is_decided=shortlist is not None and shortlist.decided_at is not None,
        ),
        status,
    )


def _conflict_form(**options: Any) -> ConflictForMemberForm:
    session = db.session()
    members, sids = queries.committee(session, g.process), queries.candidates(session, g.process)
    return ConflictForMemberForm(**options).offer(members, sids)


@manage.post("/conflicts")
@requires("selection:conflict:declare")
def declare_conflict() -> Any:
    """Declare one for a member."""
    form = _conflict_form()
    if not form.validate():
        return _conflicts_page(form, status=422)
    try:
        with transaction() as session:
            members = {member.public_id: member.id for member in queries.committee(session, g.process)}
            sid = queries.candidate(session, g.process, form.candidate.data)
            if sid is None:
                raise NotFound()
            sheet_commands.declare_conflict(
                session,
                current_actor(),
                g.process,
                sid,
                members[form.member.data],
                kind=form.kind.data,
                words=form.words.data or "",
            )
    except DomainError as error:
        db.session.rollback()
        return _conflicts_page(form, say(error), error.status)
    flash(_("Noted. The member’s marks of this candidate do not count."), "success")
    return redirect(url_for("selection_manage.conflicts"), 303)


@manage.post("/conflicts/<conflict_id>/end")
@requires("selection:conflict:declare")
def end_conflict(conflict_id: str) -> Any:
    """Take one back that was declared by mistake."""
    found = sheets.conflict(db.session(), g.process, conflict_id)
    if found is not None:
        try:
            with transaction() as session:
                sheet_commands.end_conflict(session, current_actor(), g.process, found)
        except DomainError as error:
            db.session.rollback()
            return _conflicts_page(problem=say(error), status=error.status)
        flash(_("Taken back. The member’s marks of this candidate count again."), "success")
    return redirect(url_for("selection_manage.conflicts"), 303)


@manage.post("/conflicts/rule")
@requires("selection:criteria:edit")
def set_conflict_rule() -> Any:
    """What the public record will say of conflicts."""
    form = ConflictRuleForm()
    try:
        with transaction() as session:
            sheet_commands.set_conflict_rule(
                session,
                current_actor(),
                g.process,
                _criteria(),
                form.rule.data or "",
                version=number_in(form.version.data),
            )
    except NotFound:
        raise
    except DomainError as error:
        db.session.rollback()
        return _conflicts_page(problem=say(error), status=error.status)
    flash(_("Saved."), "success")
    return redirect(url_for("selection_manage.conflicts"), 303)


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
