"""Innovation Camps with their boards, and the cards that whoever asks may see."""

from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import Length, OneOf
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.api.rules import Scope
from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, plain, texts
from cocreate.api.v1.operations import once, operation, resource
from cocreate.camp import card_queries, commands, policy, queries
from cocreate.camp.board import RANK_STEP, TEXT_LIMIT, TITLE_LIMIT, parse
from cocreate.camp.board.reading import TAG_LIMIT
from cocreate.camp.card_queries import CardLine
from cocreate.camp.models import Board, Camp, Card, WorkingGroup
from cocreate.camp.rules import BoardState
from cocreate.core.db import db, transaction
from cocreate.core.ids import public_id
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotAllowed, NotFound
from cocreate.web.access import current_actor

part = resource("camps", "Innovation Camps", "Half a day online in working groups on shared boards.")
STATES = [state.value for state in BoardState]


class GroupTold(Shape):
    """People around one challenge, with a board of their own."""

    id = fields.String(required=True)
    title = texts()
    challenge = fields.String(required=True, allow_none=True)
    is_plenary = fields.Boolean(required=True)
    board = fields.String(required=True)
    board_state = fields.String(required=True, validate=OneOf(STATES))


class CampTold(Shape):
    """An Innovation Camp."""

    id = fields.String(required=True)
    title = texts()
    introduction = texts()
    is_open = fields.Boolean(required=True)
    starts_at = fields.AwareDateTime(required=True, allow_none=True)
    groups = fields.List(fields.Nested(GroupTold), required=True)


class ZoneTold(Shape):
    """One aspect on a board."""

    key = fields.String(required=True)
    title = texts()


class CardTold(Shape):
    """One idea on a board; who wrote it is not told."""

    id = fields.String(required=True)
    zone = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    tags = fields.List(fields.String(), required=True)
    votes = fields.Integer(required=True)
    themes = fields.List(fields.String(), required=True)
    is_promoted = fields.Boolean(required=True)


class CampCardTold(CardTold):
    """A card of a camp, and on which board it hangs."""

    board = fields.String(required=True)
    group = fields.String(required=True)


class CardGiven(Shape):
    """A new card; it comes last in its zone."""

    zone = plain(24, shortest=1, required=True, metadata={"description": "Key of a zone of the board."})
    text = plain(TEXT_LIMIT, shortest=1, required=True)
    title = plain(TITLE_LIMIT, load_default="")
    tags = fields.List(plain(TAG_LIMIT, shortest=1), load_default=list, validate=Length(max=10))
    themes = fields.List(plain(40, shortest=1), load_default=list, validate=Length(max=10))


class CardMadeTold(Shape):
    """A card that was added, and the number that the board has since then."""

    id = fields.String(required=True)
    board = fields.String(required=True)
    number = fields.Integer(required=True)


class BoardTold(Shape):
    """A board with the cards in sight; `number` counts its changes."""

    id = fields.String(required=True)
    camp = fields.String(required=True)
    group = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf(STATES))
    number = fields.Integer(required=True)
    zones = fields.List(fields.Nested(ZoneTold), required=True)
    cards = fields.List(fields.Nested(CardTold), required=True)


def camp_told(camp: Camp) -> dict[str, Any]:
    """A camp as programs read it."""
    own = {name: getattr(camp, name) for name in ("title", "introduction", "is_open", "starts_at")}
    return {"id": camp.public_id, **own, "groups": [_group_told(group) for group in camp.groups]}


def _group_told(group: WorkingGroup) -> dict[str, Any]:
    return {
        "id": group.public_id,
        "title": group.title,
        "challenge": group.challenge.public_id if group.challenge is not None else None,
        "is_plenary": group.is_plenary,
        "board": group.board.public_id,
        "board_state": group.board.state,
    }


def _card_told(line: CardLine) -> dict[str, Any]:
    card = line.card
    return {
        "id": card.public_id,
        "zone": line.zone.key,
        **{name: getattr(card, name) for name in ("kind", "title", "text", "tags", "is_promoted")},
        "votes": line.votes,
        "themes": [theme.public_id for theme in line.themes],
    }


def in_sight(board: Board) -> bool:
    """Whether a board is part of the record, or whoever asks may see it while it is live."""
    session, actor = db.session(), current_actor()
    camp = board.group.camp
    if board.state == BoardState.CLOSED and not camp.is_rehearsal:
        return True
    try:
        seat = queries.current_seat(session, actor, camp)
        policy.require_sight(actor, seat, board)
    except (NotAllowed, NotFound):
        return False
    return True


def board_of_address(board_id: str) -> Board:
    """A board that whoever asks may see."""
    board = queries.find_board_of(db.session(), g.process, board_id)
    if board is None or not in_sight(board):
        raise NotFound()
    return board


def camp_of_address(camp_id: str) -> Camp:
    """A camp; a rehearsal only for those who run or follow the process."""
    found = queries.find_camp(db.session(), g.process, camp_id)
    if found is None or (found.is_rehearsal and current_actor().roles.isdisjoint(INSIDERS)):
        raise NotFound()
    return found


@operation(part, "/camps", "camp:camp:view", answers=paged(CampTold), wants=PageWanted)
def camps(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the Innovation Camps.

    Latest first; rehearsals are left out.
    """
    return page_of(map(camp_told, queries.camps_of(db.session(), g.process)), wanted)


@operation(part, "/camps/<camp_id>", "camp:camp:view", answers=CampTold)
def camp(camp_id: str) -> dict[str, Any]:
    """Show an Innovation Camp with its groups."""
    return camp_told(camp_of_address(camp_id))


@operation(part, "/camps/<camp_id>/cards", "camp:record:view", answers=paged(CampCardTold), wants=PageWanted)
def cards(wanted: dict[str, Any], camp_id: str) -> dict[str, Any]:
    """List the cards of an Innovation Camp.

    By group and zone, of the boards that whoever asks may see: those that are closed, and others as staff or with a
    seat there.
    """
    row = camp_of_address(camp_id)
    shown = {group.id for group in row.groups if in_sight(group.board)}
    lines = [line for line in card_queries.cards_of_camp(db.session(), row) if line.group.id in shown]
    return page_of(
        ({**_card_told(line), "board": line.group.board.public_id, "group": line.group.public_id} for line in lines),
        wanted,
    )


@operation(part, "/boards/<board_id>", "camp:record:view", answers=BoardTold)
def board(board_id: str) -> dict[str, Any]:
    """Show a board with its cards.

    Everybody sees closed boards; before that, those who run or follow the process, and whoever has a seat at it. Cards
    that are written in private, taken off or gone into others are left out.
    """
    row = board_of_address(board_id)
    return {
        "id": row.public_id,
        "camp": row.group.camp.public_id,
        "group": row.group.public_id,
        "state": row.state,
        "number": row.number,
        "zones": [{"key": zone.key, "title": zone.title} for zone in row.zones],
        "cards": [_card_told(line) for line in card_queries.cards_of_board(db.session(), row)],
    }


@operation(
    part,
    "/boards/<board_id>/cards",
    "camp:board:work",
    method="POST",
    status=201,
    answers=CardMadeTold,
    takes=CardGiven,
    scope=Scope.CARDS,
    is_made_once=True,
)
def add_card(given: dict[str, Any], board_id: str) -> dict[str, Any]:
    """Add a card to a board.

    In the name of the token's person, as on the board itself: while it is open to its group, or prepared by those who
    run the camp. Everybody at the board sees it at once.
    """
    row, actor = board_of_address(board_id), current_actor()
    card = once(actor)[:12] or public_id()
    with transaction() as session:
        asked = {"kind": "add_card", "op_id": f"api-{card}", "card": card, **given, "rank": _last_rank(session, row)}
        done = commands.apply_operation(session, actor, row, parse(asked))
        return {"id": card, "board": row.public_id, "number": done.number}


def _last_rank(session: Session, board: Board) -> float:
    """Behind all cards of the board."""
    last = session.scalar(select(func.max(Card.rank)).where(Card.board_id == board.id))
    return (last or 0.0) + RANK_STEP
