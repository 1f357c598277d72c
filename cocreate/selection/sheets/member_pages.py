"""A committee member's pages: the own score sheet, candidate by candidate, and own conflicts of interest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.evidence import Evidence, evidence_of, quotes_behind
from cocreate.selection.models import ConflictOfInterest, CriteriaSet, ScoringRound, Sid
from cocreate.selection.routes import pages
from cocreate.selection.sheets import commands as sheet_commands
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.compare import before_of
from cocreate.selection.sheets.forms import (
    ConflictForm,
    Piece,
    filled,
    marks_in,
    notes_in,
    pieces_of,
    score_form,
    without_mark,
)
from cocreate.web.access import current_actor, may, requires
from cocreate.web.messages import say


@dataclass(frozen=True)
class Desk:
    """What a member's sheet of one candidate stands on, read once for each page."""

    criteria: CriteriaSet
    round: ScoringRound
    sid: Sid
    candidates: Sequence[Sid]
    evidence: Evidence
    quotes: dict[int, Any]
    pieces: list[Piece]
    conflict: ConflictOfInterest | None
    is_apart: bool
    is_handed_in: bool

    @property
    def place(self) -> int | None:
        """Its place on the list, counted from 0; None when it is not on it any more."""
        return next((index for index, row in enumerate(self.candidates) if row.id == self.sid.id), None)

    @property
    def is_open(self) -> bool:
        """Whether marks can be given now."""
        in_time = may("selection:score:give") and self.round.closed_at is None
        return in_time and self.place is not None and not self.is_apart and not self.is_handed_in


def desk_of_address(sid_id: str) -> Desk:
    """The desk, or NotFound."""
    session, me = db.session(), current_actor().user_id
    criteria, sid = queries.criteria_of(session, g.process), queries.candidate(session, g.process, sid_id)
    round_ = sheets.current_round(session, criteria) if criteria is not None else None
    if criteria is None or round_ is None or sid is None:
        raise NotFound()
    evidence = evidence_of(session, g.process, [sid])
    quotes = quotes_behind(session, evidence.values())
    return Desk(
        criteria=criteria,
        round=round_,
        sid=sid,
        candidates=queries.candidates(session, g.process),
        evidence=evidence[sid.id],
        quotes=quotes,
        pieces=pieces_of(session, g.process, evidence[sid.id], quotes),
        conflict=sheets.own_conflict(session, sid, me),
        is_apart=me in sheets.conflicts(session, g.process).get(sid.id, ()),
        is_handed_in=me in sheets.handed_in(session, round_),
    )


@pages.get("/scores")
@requires("selection:score:view")
def scores() -> Any:
    """One's own score sheet: how far one is with each candidate."""
    return _sheet_page()


def _sheet_page(missing: Sequence[int] = (), problem: str = "", status: int = 200) -> Any:
    session, me = db.session(), current_actor().user_id
    criteria = queries.criteria_of(session, g.process)
    round_ = sheets.current_round(session, criteria) if criteria is not None else None
    lines = sheets.sheet_lines(session, g.process, criteria, me, round_.number) if criteria and round_ else []
    rows = {sid.id: sid for sid in queries.candidates(session, g.process)}
    is_handed_in = me in sheets.handed_in(session, round_)
    return (
        render_template(
            "selection/scores.html",
            criteria=criteria,
            round=round_,
            lines=[(rows[line.sid_id], line) for line in lines],
            missing=[rows[key] for key in missing],
            problem=problem,
            is_handed_in=is_handed_in,
            is_open=round_ is not None and round_.closed_at is None and may("selection:score:give"),
        ),
        status,
    )


@pages.post("/sheet/hand-in")
@requires("selection:score:give")
def hand_in() -> Any:
    """The sheet is complete."""
    return _sheet_step(
        sheet_commands.hand_in_sheet, _("Your sheet is handed in. You can take it back until scoring closes.")
    )


@pages.post("/sheet/take-back")
@requires("selection:score:give")
def take_back() -> Any:
    """Open the own sheet again."""
    return _sheet_step(sheet_commands.take_back_sheet, _("Your sheet is open again. Hand it in when you are done."))


def _sheet_step(do: Any, done: str) -> Any:
    actor, criteria = current_actor(), queries.criteria_of(db.session(), g.process)
    if criteria is None:
        raise NotFound()
    try:
        with transaction() as session:
            do(session, actor, g.process, criteria, actor.user_id or 0)
    except DomainError as error:
        db.session.rollback()
        missing = error.missing if isinstance(error, sheet_commands.SheetIncomplete) else []
        return _sheet_page(missing, say(error), error.status)
    flash(done, "success")
    return redirect(url_for("selection.scores"), 303)


@pages.get("/scores/<sid_id>")
@requires("selection:score:view")
def score(sid_id: str) -> Any:
    """One candidate on the criteria, with what it rests on."""
    desk, me = desk_of_address(sid_id), current_actor().user_id
    session, criteria = db.session(), desk.criteria.judged
    mine = queries.sheet_of(session, desk.criteria, me, desk.round.number).get(desk.sid.id, {})
    data = filled(criteria, mine, sheets.notes_of(session, desk.sid, me))
    return _score_page(desk, score_form(criteria, desk.pieces)(data=data))


def _score_page(desk: Desk, form: Any, *, conflict: Any = None, problem: str = "", status: int = 200) -> Any:
    session, me = db.session(), current_actor().user_id
    return (
        render_template(
            "selection/score.html",
            desk=desk,
            criteria=desk.criteria,
            sid=desk.sid,
            form=form,
            conflict_form=conflict or ConflictForm(formdata=None),
            problem=problem,
            before=before_of(session, desk.criteria, desk.round, desk.sid, me),
            number=views.number,
        ),
        status,
    )


@pages.post("/scores/<sid_id>")
@requires("selection:score:give")
def save_score(sid_id: str) -> Any:
    """Keep the marks given so far; the rest can wait."""
    desk = desk_of_address(sid_id)
    criteria = desk.criteria.judged
    form = score_form(criteria, desk.pieces)()
    if not form.validate():
        return _score_page(desk, form, status=422)
    lonely = without_mark(form, criteria)
    if lonely:
        for criterion in lonely:
            form[f"mark-{criterion.public_id}"].errors = [_("Choose a mark for your reason to belong to.")]
        return _score_page(desk, form, status=422)
    actor, given, notes = current_actor(), marks_in(form, criteria), notes_in(form, criteria)
    try:
        with transaction() as session:
            me = actor.user_id or 0
            if given or any(notes.values()) or sheets.notes_of(session, desk.sid, me):
                commands.save_scores(session, actor, g.process, desk.criteria, me, desk.sid, given, notes)
    except DomainError as error:
        db.session.rollback()
        return _score_page(desk_of_address(sid_id), form, problem=say(error), status=error.status)
    flash(_("Your marks are saved. You can change them until you hand in your sheet."), "success")
    return redirect(_next_page(desk), 303)


def _next_page(desk: Desk) -> str:
    """The next candidate that is the member's to score, or the sheet."""
    apart = sheets.conflicts(db.session(), g.process)
    me = current_actor().user_id
    later = desk.candidates[(len(desk.candidates) if desk.place is None else desk.place) + 1 :]
    following = next((sid for sid in later if me not in apart.get(sid.id, ())), None)
    if request.form.get("then") == "next" and following is not None:
        return url_for("selection.score", sid_id=following.public_id)
    return url_for("selection.scores")


@pages.post("/scores/<sid_id>/conflict")
@requires("selection:score:give")
def declare_conflict(sid_id: str) -> Any:
    """Say that one should not judge this candidate."""
    desk, form = desk_of_address(sid_id), ConflictForm()
    me, actor = current_actor().user_id or 0, current_actor()
    if not form.validate():
        return _conflict_again(sid_id, form, "", 422)
    try:
        with transaction() as session:
            sheet_commands.declare_conflict(
                session, actor, g.process, desk.sid, me, kind=form.kind.data, words=form.words.data or ""
            )
    except DomainError as error:
        db.session.rollback()
        return _conflict_again(sid_id, form, say(error), error.status)
    flash(_("Noted. You do not judge this candidate; marks that you gave it do not count."), "success")
    return redirect(url_for("selection.score", sid_id=sid_id), 303)


def _conflict_again(sid_id: str, conflict: Any, problem: str, status: int) -> Any:
    desk, me = desk_of_address(sid_id), current_actor().user_id
    session, criteria = db.session(), desk.criteria.judged
    mine = queries.sheet_of(session, desk.criteria, me, desk.round.number).get(desk.sid.id, {})
    data = filled(criteria, mine, sheets.notes_of(session, desk.sid, me))
    form = score_form(criteria, desk.pieces)(formdata=None, data=data)
    return _score_page(desk, form, conflict=conflict, problem=problem, status=status)


@pages.post("/scores/<sid_id>/conflict/end")
@requires("selection:score:give")
def end_conflict(sid_id: str) -> Any:
    """Take back what one declared by mistake."""
    desk = desk_of_address(sid_id)
    if desk.conflict is not None:
        with transaction() as session:
            sheet_commands.end_conflict(session, current_actor(), g.process, desk.conflict)
        flash(_("Taken back. You judge this candidate again."), "success")
    return redirect(url_for("selection.score", sid_id=sid_id), 303)
