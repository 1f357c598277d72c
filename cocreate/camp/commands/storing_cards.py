"""Changes of cards, written into the tables."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.commands.storing_rows import (
    card_key,
    change_card,
    find_card,
    forget_cards,
    move_under,
    seat_key,
    zone_key,
)
from cocreate.camp.models import Board, Card, CardComment, CardFile, CardLink, CardReaction, CardReference, CardSource
from cocreate.camp.snapshots import PLAIN_COLUMNS
from cocreate.core import provenance
from cocreate.core.db import Base, tables
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.themes.models import Theme

Change = Mapping[str, Any]
PLACE = ("column", "x", "y")
_cards = Card.__mapper__.columns  # by the names of the attributes
_ADD = insert(Base.metadata.tables["card"])  # without an object, which would take three times as long


def add_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A card's row, with what it rests on."""
    _new_card(session, actor, board, change["card"])


def _new_card(session: Session, actor: Actor, board: Board, card: Mapping[str, Any]) -> None:
    told: dict[str, Any] = {
        "public_id": card["id"],
        "board_id": board.id,
        "zone_id": zone_key(session, board, card["zone"]),
        "author_id": seat_key(session, card["author"]),
        "author_group": card["group"],
        "created_at": clock.now(),
        **{name: card[name] for name in PLAIN_COLUMNS},
    }
    session.execute(_ADD, {_cards[name].key: value for name, value in told.items()})
    for theme in card["themes"]:
        _cite(session, actor, board, find_card(session, board, card["id"]), theme)
    for reference in card["references"]:
        _refer(session, card_key(session, board, card["id"]), reference)


def make_cards(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """What cards were made of stays, and the chain of evidence says how one came from the other."""
    relation = Relation.MERGED_FROM if change["kind"] == "merge_cards" else Relation.SPLIT_FROM
    process = board.group.camp.process.public_id
    for made in change["made"]:
        _new_card(session, actor, board, made)
        _came_from(session, board, made["parents"], made["id"], is_there=True)
        ref = (Card.ref_type, made["id"])
        steps = [((Card.ref_type, parent), ref) for parent in made["parents"]]
        provenance.link_many(session, actor, steps=steps, relation=relation, process=process)


def _came_from(session: Session, board: Board, parents: list[str], made: str, *, is_there: bool) -> None:
    for public_id in parents:
        parent = find_card(session, board, public_id)
        if parent is not None and (made in parent.went_into) != is_there:
            others = [other for other in parent.went_into if other != made]
            parent.went_into = [*others, made] if is_there else others
    session.flush()


def remove_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Off the board or back; what it was made of comes back or goes out of sight."""
    is_removed = change["kind"] == "remove_card"
    told = {} if is_removed else {"parents_votes": change["parents_votes"]}
    change_card(session, board, change["card"], is_removed=is_removed, **told)
    card = find_card(session, board, change["card"])
    assert card is not None
    _came_from(session, board, card.parents, card.public_id, is_there=not is_removed)


def hide_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """The words stay in the tables for those who moderate; what it was made of comes back."""
    change_card(session, board, change["card"], is_removed=True, is_hidden=True)
    card = find_card(session, board, change["card"])
    assert card is not None
    _came_from(session, board, card.parents, card.public_id, is_there=False)


def show_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Read again, and on the board unless it had been taken off before."""
    card = change["card"]
    told = {name: card[name] for name in ("is_removed", "is_hidden", "parents_votes")}
    change_card(session, board, card["id"], **told)
    if not card["is_removed"]:
        _came_from(session, board, card["parents"], card["id"], is_there=True)


def move_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Elsewhere, with what lies under it."""
    place = {f"new_{name}": change[name] for name in ("rank", *PLACE)}
    session.execute(
        _MOVE, {"board": board.id, "top": change["card"], "new_zone": zone_key(session, board, change["zone"]), **place}
    )
    forget_cards(session, ("zone_id", "rank", "stack", *PLACE))


_IS_TOP = _cards["public_id"] == bindparam("top")
_MOVE = (
    update(Base.metadata.tables["card"])
    .where(_cards["board_id"] == bindparam("board"), or_(_IS_TOP, _cards["stack"] == bindparam("top")))
    .values(
        {
            _cards["zone_id"]: bindparam("new_zone"),
            _cards["rank"]: case((_IS_TOP, bindparam("new_rank")), else_=_cards["rank"]),
            _cards["stack"]: case((_IS_TOP, ""), else_=_cards["stack"]),
            **{_cards[name]: bindparam(f"new_{name}") for name in PLACE},
        }
    )
)


def stack_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Under another card, and where that one is."""
    top = find_card(session, board, change["onto"])
    assert top is not None
    place = {"zone_id": top.zone_id, "stack": top.public_id, **{name: getattr(top, name) for name in PLACE}}
    move_under(session, board, change["card"], **place)
    change_card(session, board, change["card"], **place)
    change_card(session, board, top.public_id, stack="")


def tag_card(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A word on or off."""
    card = find_card(session, board, change["card"])
    assert card is not None
    if change["kind"] == "untag_card":
        card.tags = [tag for tag in card.tags if tag != change["tag"]]
    elif change["tag"] not in card.tags:
        card.tags = [*card.tags, change["tag"]]


def vote(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A seat's vote, given or back."""
    card, seat = card_key(session, board, change["card"]), seat_key(session, change["secret"]["seat"])
    mine = {"card": card, "seat": seat}
    if change["kind"] == "unvote":
        tables(session).execute(_TAKE_BACK, mine)
    else:
        tables(session).execute(_GIVE, {**mine, "at": clock.now()})


_votes = Base.metadata.tables["card_vote"]
_MINE = _votes.c.card_id == bindparam("card"), _votes.c.seat_id == bindparam("seat")
_TAKE_BACK = delete(_votes).where(*_MINE)
_GIVE = insert(_votes).from_select(  # given already: nothing to do
    ["card_id", "seat_id", "at"],
    select(
        bindparam("card", type_=_votes.c.card_id.type),
        bindparam("seat", type_=_votes.c.seat_id.type),
        bindparam("at", type_=_votes.c.at.type),
    ).where(~exists().where(*_MINE)),
)


def cite_theme(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A theme that it rests on."""
    card = find_card(session, board, change["card"])
    assert card is not None
    _cite(session, actor, board, card, change["theme"])


def _cite(session: Session, actor: Actor, board: Board, card: Card | None, public_id: str) -> None:
    assert card is not None
    theme = session.scalars(select(Theme.id).where(Theme.public_id == public_id)).one()
    known = session.scalar(select(CardSource.id).where(CardSource.card_id == card.id, CardSource.theme_id == theme))
    if known is not None:
        return
    session.add(CardSource(card_id=card.id, theme_id=theme))
    session.flush()
    source, process = (Theme.ref_type, public_id), board.group.camp.process.public_id
    provenance.link(session, actor, source=source, target=card.ref, relation=Relation.CITES, process=process)


def uncite_theme(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """The source goes, from the chain of evidence too: a card must not rest on what nobody says it rests on."""
    card = card_key(session, board, change["card"])
    theme = select(Theme.id).where(Theme.public_id == change["theme"]).scalar_subquery()
    session.execute(delete(CardSource).where(CardSource.card_id == card, CardSource.theme_id == theme))
    session.execute(
        delete(ProvenanceLink).where(
            ProvenanceLink.source_type == Theme.ref_type,
            ProvenanceLink.source_id == change["theme"],
            ProvenanceLink.target_type == Card.ref_type,
            ProvenanceLink.target_id == change["card"],
            ProvenanceLink.relation == Relation.CITES.value,
        )
    )


def add_reference(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Something else that it rests on."""
    _refer(session, card_key(session, board, change["card"]), change["reference"])


def _refer(session: Session, card: int, reference: Mapping[str, str]) -> None:
    told = {name: reference[name] for name in ("kind", "subject", "url", "label")}
    session.add(CardReference(public_id=reference["id"], card_id=card, **told))
    session.flush()


def remove_reference(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """No longer."""
    card = card_key(session, board, change["card"])
    gone = delete(CardReference).where(CardReference.public_id == change["reference"], CardReference.card_id == card)
    session.execute(gone)


def comment(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Something said about a card."""
    said = change["comment"]
    session.add(
        CardComment(
            public_id=said["id"],
            card_id=card_key(session, board, change["card"]),
            author_id=seat_key(session, said["author"]),
            text=said["text"],
            at=datetime.fromisoformat(said["at"]),
        )
    )


def remove_comment(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """The words stay in the table for those who moderate; no state of a board has them, until they are given back."""
    card = card_key(session, board, change["card"])
    which = update(CardComment).where(CardComment.public_id == change["comment"], CardComment.card_id == card)
    session.execute(which.values(is_removed=change["kind"] == "remove_comment"))


def react(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Exactly these seats have put this sign on the card."""
    card = card_key(session, board, change["card"])
    known = {
        row.seat_id: row
        for row in session.scalars(
            select(CardReaction)
            .where(CardReaction.card_id == card, CardReaction.reaction == change["reaction"])
            .order_by(CardReaction.id)
        )
    }
    wanted = [key for seat in change["seats"] if (key := seat_key(session, seat)) is not None]
    # Afresh from the first that differs, so that the rows keep the order that everybody sees.
    same = 0
    while same < min(len(known), len(wanted)) and list(known)[same] == wanted[same]:
        same += 1
    for row in list(known.values())[same:]:
        session.delete(row)
    session.flush()
    session.add_all(CardReaction(card_id=card, seat_id=seat, reaction=change["reaction"]) for seat in wanted[same:])


def link_cards(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """How one card stands to another."""
    link = change["link"]
    session.add(
        CardLink(
            public_id=link["id"],
            board_id=board.id,
            source_id=card_key(session, board, link["source"]),
            target_id=card_key(session, board, link["target"]),
            relation=link["relation"],
        )
    )


def unlink_cards(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """No longer."""
    session.execute(delete(CardLink).where(CardLink.public_id == change["link"], CardLink.board_id == board.id))


def attach_file(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """An upload finds its card."""
    card = card_key(session, board, change["card"])
    last = session.scalar(select(func.max(CardFile.place)).where(CardFile.card_id == card)) or 0
    which = update(CardFile).where(CardFile.public_id == change["file"]["id"], CardFile.board_id == board.id)
    session.execute(which.values(card_id=card, place=last + 1))


def detach_file(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Off the card; the upload stays, and can be put back."""
    which = update(CardFile).where(CardFile.public_id == change["file"], CardFile.board_id == board.id)
    session.execute(which.values(card_id=None))
