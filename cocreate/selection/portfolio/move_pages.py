"""Pages on which candidates are split and turned, moved in the draft of the decision, and moves are taken back."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, NotFound
from cocreate.selection import queries, views
from cocreate.selection.manage import candidate_of_address, manage, refused
from cocreate.selection.models import SelectionMove, Sid
from cocreate.selection.portfolio import commands, forms, in_decision
from cocreate.selection.portfolio import queries as reads
from cocreate.selection.portfolio.commands import split_candidate
from cocreate.selection.portfolio.forms import MoveForm, parts_in, split_form
from cocreate.selection.portfolio.rules import MoveKind
from cocreate.selection.rules import CandidateKind
from cocreate.selection.sheets.steering import shortlist_of_process
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

ACTS = "any(exclude, merge, split, transversal, thematic)"


@manage.route("/long-list/<sid_id>/split", methods=["GET", "POST"])
@requires("selection:candidate:edit")
def split(sid_id: str) -> Any:
    """One candidate of the long list becomes several."""
    return _split(sid_id, split_candidate, "selection_manage.long_list")


def _split(sid_id: str, do: Any, leads_to: str) -> Any:
    sid, problem, status = candidate_of_address(sid_id), "", 200
    form: Any = split_form(sid)()
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                parts, form_id = parts_in(form, sid), form_public_id(form["form_id"].data)
                with transaction() as session:
                    do(session, current_actor(), g.process, sid, parts, reason=form["reason"].data, public_id=form_id)
                flash(_("The candidate is split; its parts keep what it rests on."), "success")
                return redirect(url_for(leads_to), 303)
        except DomainError as error:
            problem, status = refused(error)
            sid = candidate_of_address(sid_id)
    return (
        render_template("selection/portfolio/split.html", sid=sid, form=form, problem=problem, back=leads_to),
        status,
    )


@manage.route("/long-list/<sid_id>/<any(transversal, thematic):turn>", methods=["GET", "POST"])
@requires("selection:candidate:edit")
def turn(sid_id: str, turn: str) -> Any:
    """Make a candidate transversal, or a domain of its own again."""
    sid, act, problem, status = candidate_of_address(sid_id), MoveKind(turn), "", 200
    kind = CandidateKind.LEVER if act is MoveKind.TRANSVERSAL else CandidateKind.SID
    form = MoveForm().offer([])
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    commands.set_kind(session, current_actor(), g.process, sid, kind, reason=form.reason.data)
                flash(_("Saved."), "success")
                return redirect(url_for("selection_manage.candidate", sid_id=sid_id), 303)
        except DomainError as error:
            problem, status = refused(error)
            sid = candidate_of_address(sid_id)
    return _act_page(sid, act, form, problem, status, back="selection_manage.long_list")


@manage.post("/long-list/moves/<move_id>/undo")
@requires("selection:candidate:edit")
def undo(move_id: str) -> Any:
    """Take a move of the long list back."""
    return _take_back(move_id, commands.take_back, "selection_manage.long_list")


@manage.post("/shortlist/moves/<move_id>/undo")
@requires("selection:decision:make")
def undo_in_decision(move_id: str) -> Any:
    """Take a move of the decision back."""
    return _take_back(move_id, in_decision.take_back_in_draft, "selection_manage.shortlist_moves")


def _take_back(move_id: str, do: Any, leads_to: str) -> Any:
    move = reads.find_move(db.session(), g.process, move_id)
    if move is None:
        raise NotFound()
    try:
        with transaction() as session:
            do(session, current_actor(), g.process, move)
    except DomainError as error:
        flash(refused(error)[0], "warning")
    else:
        flash(_("The move is taken back; it stays in the record."), "success")
    return redirect(url_for(leads_to) + "#moves", 303)


@manage.get("/shortlist/moves")
@requires("selection:decision:make")
def shortlist_moves() -> str:
    """Where every candidate stands in the draft of the decision, and what can be done with it."""
    session, shortlist = db.session(), shortlist_of_process()
    draft = in_decision.draft_of(session, shortlist)
    known = queries.candidates(session, g.process)
    places = {name: place for place, name in enumerate(shortlist.proposal["order"])}
    return render_template(
        "selection/portfolio/moves.html",
        shortlist=shortlist,
        sids=sorted(known, key=lambda sid: places.get(sid.public_id, len(places))),
        draft=draft,
        rows=shortlist.proposal["rows"],
        moves=[move for move in reads.moves_of(session, g.process) if move.is_in_decision],
        titles=queries.titles(session, g.process),
        move_name=forms.move_name,
        number=views.number,
    )


@manage.route(f"/shortlist/moves/<{ACTS}:act>/<sid_id>", methods=["GET", "POST"])
@requires("selection:decision:make")
def shortlist_move(act: str, sid_id: str) -> Any:
    """One move in the draft of the decision."""
    sid, shortlist, kind = candidate_of_address(sid_id), shortlist_of_process(), MoveKind(act)
    if kind is MoveKind.SPLIT:
        return _split(sid_id, in_decision.split_in_draft, "selection_manage.shortlist_moves")
    problem, status = "", 200
    draft = in_decision.draft_of(db.session(), shortlist)
    others = [row for row in queries.candidates(db.session(), g.process) if row.id != sid.id]
    form = MoveForm().offer([row for row in others if _is_kept(draft, row)])
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                _move(sid, kind, form)
                flash(_("The draft of the decision is changed."), "success")
                return redirect(url_for("selection_manage.shortlist_moves") + f"#sid-{sid_id}", 303)
        except DomainError as error:
            problem, status = refused(error)
            sid = candidate_of_address(sid_id)
            if error.code == "selection.move.choose_into":
                form.into.errors = [say(error)]
    return _act_page(sid, kind, form, problem, status, back="selection_manage.shortlist_moves")


def _is_kept(draft: in_decision.Draft, sid: Sid) -> bool:
    return sid.public_id in draft and draft[sid.public_id].is_kept


def _move(sid: Sid, kind: MoveKind, form: MoveForm) -> SelectionMove:
    with transaction() as session:
        chosen = form.into.data or [] if kind is MoveKind.MERGE else []
        into = queries.candidates_named(session, g.process, chosen)
        return in_decision.move_in_draft(
            session,
            current_actor(),
            g.process,
            kind,
            sid,
            reason=form.reason.data,
            into=into,
            public_id=form_public_id(form.form_id.data),
        )


def _act_page(sid: Sid, act: MoveKind, form: MoveForm, problem: str, status: int, *, back: str) -> Any:
    return (
        render_template(
            "selection/portfolio/move.html",
            sid=sid,
            act=act.value,
            heading=forms.ACT_NAMES[act],
            help=forms.ACT_HELP[act],
            form=form,
            problem=problem,
            back=back,
        ),
        status,
    )
