"""The session as those who take part read it without the live board: where it stands, the vote, help, what happened."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import commands, policy, queries, session_queries
from cocreate.camp.labels import GRADIENT, ROUND_KINDS, STEP_KINDS
from cocreate.camp.models import Seat
from cocreate.camp.models_session import VotingRound
from cocreate.camp.routes import load_camp
from cocreate.core.db import db, transaction
from cocreate.core.ids import public_id
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

taking_part = Blueprint("camp_session", __name__)
taking_part.url_value_preprocessor(load_camp)


def _seat_here() -> Seat | None:
    """The visitor's seat; NotFound for whoever may not see this board."""
    seat = queries.current_seat(db.session(), current_actor(), g.camp)
    policy.require_sight(current_actor(), seat, g.board)
    return seat


@taking_part.get("/p/<process_id>/boards/<board_id>/session")
@requires("camp:board:view")
def show() -> str:
    """Where the session stands, the vote that is open, what was said, what happened so far."""
    session, seat = db.session(), _seat_here()
    vote = session_queries.open_round_on(session, g.board)
    return render_template(
        "camp/session/show.html",
        camp=g.camp,
        board=g.board,
        seat=seat,
        plan=session_queries.plan_message(session, g.camp),
        steps=session_queries.steps_of(session, g.camp),
        remaining=session_queries.clock_of(g.camp).remaining(clock.now()),
        step_kinds=STEP_KINDS,
        vote=vote,
        cards=session_queries.texts_of(session, vote.cards) if vote is not None else {},
        ballot=session_queries.ballot_of(session, vote, seat) if vote is not None and seat is not None else {},
        messages=session_queries.messages_for(session, g.board),
        about_me=session_queries.moderation_about(session, seat) if seat is not None else [],
        asked=session_queries.open_help(session, g.camp, seat=seat) if seat is not None else [],
        summary=session_queries.summary(session, g.board),
        round_kinds=ROUND_KINDS,
        gradient=GRADIENT,
    )


def _back() -> Any:
    return redirect(url_for("camp_session.show", board_id=g.board.public_id), 303)


@taking_part.post("/p/<process_id>/boards/<board_id>/session/vote")
@requires("camp:vote:cast")
def vote() -> Any:
    """Cast one's ballot, or change it."""
    _seat_here()
    row = session_queries.open_round_on(db.session(), g.board)
    if row is None or row.public_id != request.form.get("round"):
        flash(say("camp.round.closed"), "error")
        return _back()
    asked = {"op_id": f"form-{public_id()}", "kind": "cast_ballot", "round": row.public_id, "choices": _choices(row)}
    try:
        with transaction() as session:
            commands.apply_operation(session, current_actor(), g.board, rules.parse(asked))
    except DomainError as refused:
        db.session.rollback()
        flash(say(refused), "error")
        return _back()
    flash(_("Your vote is in. You can change it until the vote is closed."), "success")
    return _back()


def _choices(row: VotingRound) -> dict[str, int]:
    """What was filled in: a number a card, nothing where it was left open."""
    given = {card: number_in(request.form.get(f"choice-{card}", "")) for card in row.cards}
    return {card: number for card, number in given.items() if number}


@taking_part.post("/p/<process_id>/boards/<board_id>/session/help")
@requires("camp:help:ask")
def ask_help() -> Any:
    """Ask for help, or say that it is no longer needed."""
    seat = _seat_here()
    try:
        with transaction() as session:
            if request.form.get("done") == "yes":
                for asked in session_queries.open_help(session, g.camp, seat=seat) if seat is not None else []:
                    commands.end_help(session, current_actor(), asked)
            else:
                commands.ask_for_help(session, current_actor(), g.board, request.form.get("text", ""))
    except DomainError as refused:
        db.session.rollback()
        flash(say(refused), "error")
    return _back()
