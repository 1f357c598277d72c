"""Pages and answers about single cards: their history, the files on them, what they can rest on."""

from typing import Any

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import undefer

from cocreate.camp import card_queries, commands, history, policy, queries, snapshots
from cocreate.camp.card_queries import votes_of_origins
from cocreate.camp.commands.files import LARGEST_MEGABYTES
from cocreate.camp.labels import EVENTS
from cocreate.camp.models import Board, CardFile, Seat
from cocreate.camp.routes import load_camp, own_seat
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey import filetypes
from cocreate.survey.filing import sent
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

cards = Blueprint("camp_cards", __name__)


def load_card(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Addresses with a card or a file load its board before anybody asks who is there: a seat belongs to a camp."""
    load_camp(endpoint, values)
    g.card = g.file = None
    if values and "card_id" in values:
        g.card = queries.find_card_of(db.session(), g.process, values.pop("card_id"))
        _stand_at(g.card)
    if values and "card_file_id" in values:
        g.file = card_queries.find_file_of(db.session(), g.process, values.pop("card_file_id"))
        _stand_at(g.file)


def _stand_at(found: Any) -> None:
    if found is None:
        raise NotFound()
    board = db.session.get(Board, found.board_id)
    g.board = queries.find_board_of(db.session(), g.process, board.public_id) if board is not None else None
    if g.board is None:
        raise NotFound()
    g.camp = g.board.group.camp


cards.url_value_preprocessor(load_card)


def _seat_in_sight() -> Seat | None:
    """The visitor's seat; NotFound for whoever does not see this board."""
    seat = own_seat()
    policy.require_sight(current_actor(), seat, g.board)
    return seat


@cards.get("/p/<process_id>/cards/<card_id>/history")
@requires("camp:board:view")
def card_history() -> str:
    """What happened to a card, with its words as they were each time."""
    seat = _seat_in_sight()
    events = history.card_history(db.session(), g.card, seat.public_id if seat is not None else "")
    return render_template(
        "camp/card_history.html", card=g.card, board=g.board, camp=g.camp, events=events, words=EVENTS, seat=seat
    )


@cards.post("/p/<process_id>/cards/<card_id>/restore")
@requires("camp:board:work")
def restore() -> Any:
    """Put an earlier version of its words back."""
    seat = _seat_in_sight()
    number = number_in(request.form.get("number", ""))
    try:
        with transaction() as session:
            commands.restore_version(session, current_actor(), g.card, number, seat.public_id if seat else "")
        flash(_("The card says again what it said then. What it said until now stays in its history."), "success")
    except DomainError as refused:
        db.session.rollback()
        flash(say(refused), "error")
    return redirect(url_for("camp_cards.card_history", card_id=g.card.public_id), 303)


@cards.post("/p/<process_id>/boards/<board_id>/files")
@requires("camp:board:work")
def upload() -> Any:
    """Take a file in for a card; the answer is what an operation attaches."""
    _seat_in_sight()
    given = request.files.get("file")
    if given is None:
        raise Invalid("camp.file.none")
    content = given.stream.read(LARGEST_MEGABYTES * filetypes.MEGABYTE + 1)
    with transaction() as session:
        file = commands.upload_file(
            session,
            current_actor(),
            g.board,
            name=given.filename or "",
            content=content,
            description=request.form.get("description", "")[:1000],
        )
        return jsonify(ok=True, file=snapshots.file_data(file)), 201


@cards.get("/p/<process_id>/files/<card_file_id>")
@requires("camp:board:view")
def file() -> Response:
    """A file, for those who see the card that it is on; a picture is shown, anything else saved."""
    seat = _seat_in_sight()
    if not card_queries.sees_file(db.session(), g.file, seat, is_host=may("camp:board:prepare")):
        raise NotFound()
    found = db.session.get_one(CardFile, g.file.id, options=[undefer(CardFile.content)])
    return sent(found.content, found.name, found.media_type, is_shown=found.media_type in filetypes.IMAGES)


@cards.get("/p/<process_id>/boards/<board_id>/origins")
@requires("camp:board:view")
def origins() -> Response:
    """On the plenary's board, what is told of the groups' cards that its cards were copied from; elsewhere nothing."""
    _seat_in_sight()
    return jsonify(origins=votes_of_origins(db.session(), g.board) if g.board.group.is_plenary else {})


@cards.get("/p/<process_id>/boards/<board_id>/sources")
@requires("camp:board:view")
def card_sources() -> Response:
    """What a card can rest on beside themes: assets, and answers that may be quoted."""
    _seat_in_sight()
    session = db.session()
    return jsonify(
        assets=[
            {"id": row.public_id, "title": translate(row.title)} for row in card_queries.assets(session, g.process)
        ],
        answers=[
            {"id": answer.id, "text": answer.text, "theme": theme.title}
            for theme, answer in card_queries.quotes(session, g.process, g.board.group)
        ],
    )
