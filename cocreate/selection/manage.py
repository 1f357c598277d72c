"""Organisers' pages of the long list; facilitators promote cards here."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.camp import queries as camp_queries
from cocreate.camp.models import Card
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, labels, queries
from cocreate.selection.evidence import cards_with_themes, evidence_of, quotes_behind
from cocreate.selection.forms import (
    CandidateForm,
    MergeForm,
    PromoteForm,
    WithdrawForm,
    from_lines,
    lines_of,
)
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.forms import move_name
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.rules import TITLE_LIMIT, CandidateKind, RoundState
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say

manage = Blueprint("selection_manage", __name__, url_prefix="/p/<process_id>/manage")
manage.context_processor(labels.for_templates)


def candidate_of_address(sid_id: str) -> Sid:
    """The candidate, or NotFound."""
    found = queries.candidate(db.session(), g.process, sid_id)
    if found is None:
        raise NotFound()
    return found


def kind_of(form: Any) -> CandidateKind:
    """The kind chosen in a form."""
    return CandidateKind(form.kind.data)


@manage.get("/long-list")
@requires("selection:candidate:view")
def long_list() -> str:
    """All candidates with their origins; below, those merged into others or withdrawn."""
    session = db.session()
    rows = queries.candidates(session, g.process, with_withdrawn=True)
    live = [sid for sid in rows if not sid.is_withdrawn]
    camps = camp_queries.camps_of(session, g.process)
    return render_template(
        "selection/manage/long_list.html",
        candidates=live,
        withdrawn=[sid for sid in rows if sid.is_withdrawn],
        moves=[move for move in moves_of(session, g.process) if not move.is_in_decision],
        titles={sid.public_id: sid.title for sid in rows},
        move_name=move_name,
        evidence=evidence_of(session, g.process, live),
        shortlist=queries.shortlist_of(session, g.process),
        is_scored=queries.is_being_scored(session, g.process),
        camps=camps,
        harvest_camps=[camp for camp in camps if not camp.is_rehearsal],
        open_round=next((row for row in queries.rounds_of(session, g.process) if row.state == RoundState.OPEN), None),
    )


@manage.route("/long-list/new", methods=["GET", "POST"])
@requires("selection:candidate:edit")
def new_candidate() -> Any:
    """Put a candidate on the list that no card stands for."""
    form, problem, status = CandidateForm(), "", 200
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    commands.add_candidate(
                        session,
                        current_actor(),
                        g.process,
                        title=form.title.data,
                        description=form.description.data,
                        sub_domains=from_lines(form.sub_domains.data),
                        kind=kind_of(form),
                        form_token=(form.token.data or "")[:40],
                    )
                flash(_("The candidate is on the long list."), "success")
                return redirect(url_for("selection_manage.long_list"), 303)
        except DomainError as error:
            problem, status = refused(error)
    return render_template("selection/manage/candidate.html", form=form, sid=None, problem=problem), status


@manage.get("/long-list/<sid_id>")
@requires("selection:candidate:view")
def candidate(sid_id: str) -> Any:
    """One candidate: its words and what it rests on."""
    sid = candidate_of_address(sid_id)
    return _candidate_page(sid, _words_of(sid))


def _words_of(sid: Sid) -> CandidateForm:
    """The form with what is stored."""
    return CandidateForm(
        formdata=None,
        data={
            "title": sid.title,
            "description": sid.description,
            "sub_domains": lines_of(sid.sub_domains),
            "version": str(sid.version),
        },
    )


@manage.post("/long-list/<sid_id>")
@requires("selection:candidate:edit")
def describe(sid_id: str) -> Any:
    """Change its words."""
    sid, form = candidate_of_address(sid_id), CandidateForm()
    if not form.validate():
        return _candidate_page(sid, form, status=422)
    try:
        with transaction() as session:
            commands.describe_candidate(
                session,
                current_actor(),
                g.process,
                sid,
                title=form.title.data,
                description=form.description.data,
                sub_domains=from_lines(form.sub_domains.data),
                version=number_in(form.version.data),
            )
    except DomainError as error:
        problem, status = refused(error)
        fresh = candidate_of_address(sid.public_id)
        form.version.data = str(fresh.version)  # what was typed stays, and saving it again is a decision
        return _candidate_page(fresh, form, problem=problem, status=status)
    flash(_("Saved."), "success")
    return redirect(url_for("selection_manage.candidate", sid_id=sid.public_id), 303)


def _candidate_page(sid: Sid, form: Any, *, withdraw: Any = None, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    evidence = evidence_of(session, g.process, [sid])
    return (
        render_template(
            "selection/manage/candidate.html",
            sid=sid,
            form=form,
            withdraw=withdraw or WithdrawForm(formdata=None),
            problem=problem,
            evidence=evidence[sid.id],
            quotes=quotes_behind(session, evidence.values()),
            shortlist=queries.shortlist_of(session, g.process),
        ),
        status,
    )


@manage.post("/long-list/<sid_id>/withdraw")
@requires("selection:candidate:edit")
def withdraw(sid_id: str) -> Any:
    """Take it off the list, with a reason."""
    sid, form = candidate_of_address(sid_id), WithdrawForm()
    if not form.validate():
        return _candidate_page(sid, _words_of(sid), withdraw=form, status=422)
    try:
        with transaction() as session:
            commands.withdraw_candidate(session, current_actor(), g.process, sid, reason=form.reason.data or "")
    except DomainError as error:
        problem, status = refused(error)
        form.reason.errors = [problem]
        fresh = candidate_of_address(sid_id)
        return _candidate_page(fresh, _words_of(fresh), withdraw=form, status=status)
    flash(_("The candidate is off the long list; it stays in the record."), "success")
    return redirect(url_for("selection_manage.long_list"), 303)


@manage.post("/long-list/<sid_id>/restore")
@requires("selection:candidate:edit")
def restore(sid_id: str) -> Any:
    """Bring it back."""
    with transaction() as session:
        commands.restore_candidate(session, current_actor(), g.process, candidate_of_address(sid_id))
    return redirect(url_for("selection_manage.long_list"), 303)


@manage.post("/long-list/<sid_id>/move")
@requires("selection:candidate:edit")
def move(sid_id: str) -> Any:
    """Up or down in the list."""
    with transaction() as session:
        sid, is_up = candidate_of_address(sid_id), request.form.get("up") == "yes"
        commands.move_candidate(session, current_actor(), g.process, sid, up=is_up)
    return redirect(url_for("selection_manage.long_list") + f"#sid-{sid_id}", 303)


@manage.route("/long-list/merge", methods=["GET", "POST"])
@requires("selection:candidate:edit")
def merge() -> Any:
    """Several candidates become one."""
    chosen = queries.candidates_named(db.session(), g.process, request.values.getlist("sid"))
    if request.method == "GET" and len(chosen) < 2:
        flash(say("selection.candidate.merge_needs_two"), "warning")
        return redirect(url_for("selection_manage.long_list"))
    form, problem, status = MergeForm(), "", 200
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    merged = commands.merge_candidates(
                        session,
                        current_actor(),
                        g.process,
                        chosen,
                        title=form.title.data,
                        description=form.description.data,
                        kind=kind_of(form),
                        reason=form.reason.data or "",
                        form_token=(form.token.data or "")[:40],
                    )
                flash(_("The candidates are merged; their origins are kept."), "success")
                return redirect(url_for("selection_manage.candidate", sid_id=merged.public_id), 303)
        except DomainError as error:
            problem, status = refused(error)
    return render_template("selection/manage/merge.html", form=form, chosen=chosen, problem=problem), status


@manage.route("/long-list/promote", methods=["GET", "POST"])
@requires("camp:card:promote")
def promote() -> Any:
    """A card becomes a candidate, or one of the cards behind one."""
    card = camp_queries.find_card_of(db.session(), g.process, request.values.get("card", "")[:40])
    if card is None:
        raise NotFound()
    known = queries.promoted_from(db.session(), card)
    if known is not None:
        flash(_("This card already stands behind a candidate."), "info")
        return redirect(url_for("selection_manage.candidate", sid_id=known.public_id))
    form = _promote_form(card)
    if request.method == "GET":
        return _promote_page(form, card)
    if not form.validate():
        return _promote_page(form, card, status=422)
    into = queries.candidate(db.session(), g.process, form.into.data or "")
    try:
        with transaction() as session:
            sid = commands.promote_card(
                session, current_actor(), g.process, card, title=form.title.data, kind=kind_of(form), into=into
            )
    except DomainError as error:
        problem, status = refused(error)
        return _promote_page(form, card, problem=problem, status=status)
    flash(_("The card stands behind a candidate now; every board shows it."), "success")
    return redirect(url_for("selection_manage.candidate", sid_id=sid.public_id), 303)


def _promote_form(card: Card) -> PromoteForm:
    language = current_language()
    first_line = card.text.strip().split("\n")[0][:TITLE_LIMIT]
    form = PromoteForm(title={language: first_line})
    rows = queries.candidates(db.session(), g.process)
    form.into.choices = [("", _("A new candidate")), *((sid.public_id, translate(sid.title)) for sid in rows)]
    if not form.into.data:
        form.title.needed = True
    return form


def _promote_page(form: PromoteForm, card: Card, *, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    line = cards_with_themes(session, [card.public_id]).get(card.public_id)
    if line is None:  # hidden meanwhile
        raise NotFound()
    return render_template("selection/manage/promote.html", form=form, line=line, problem=problem), status


def refused(error: DomainError) -> tuple[str, int]:
    """The sentence and the status of a refusal; what was changed so far is taken back."""
    db.session.rollback()
    return say(error), error.status


def number_in(text: str | None) -> int:
    """A version as a form carries it; nonsense is no version at all."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
