"""A change written into the tables: what `board.apply` makes of the state, `snapshots.board_state` reads back."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.commands import storing_cards
from cocreate.camp.commands.storing_cards import Change
from cocreate.camp.commands.storing_rows import change_card, rank_cards, seat_key
from cocreate.camp.models import Board, Zone
from cocreate.camp.models_session import Ballot, VotingRound
from cocreate.core.permissions import Actor


def board_state(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Open, locked or closed."""
    board.state = change["state"]


def board_mode(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """What the running step lets people do."""
    board.mode = dict(change["mode"])


def set_zones(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Zones are kept by key, so that the cards in them stay."""
    known = {zone.key: zone for zone in session.scalars(select(Zone).where(Zone.board_id == board.id))}
    for key, told in change["zones"].items():
        zone = known.pop(key, None)
        if zone is None:
            zone = Zone(board_id=board.id, key=key)
            session.add(zone)
        for name in ("title", "help", "position", "layout", "columns", "is_locked"):
            setattr(zone, name, told[name])
    session.flush()
    session.execute(delete(Zone).where(Zone.id.in_([zone.id for zone in known.values()])))


def lock_zone(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Kept as it is, or free again."""
    which = update(Zone).where(Zone.board_id == board.id, Zone.key == change["zone"])
    session.execute(which.values(is_locked=change["is_locked"]))


def open_round(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A vote begins. A row that the command has made already, with what only facilitators see, is taken as it is."""
    told = change["round"]
    if session.scalar(select(VotingRound.id).where(VotingRound.public_id == told["id"])) is not None:
        return
    last = session.scalar(select(func.max(VotingRound.position)).where(VotingRound.board_id == board.id)) or 0
    names = ("kind", "question", "cards", "votes_each", "most_per_card", "is_hidden")
    session.add(
        VotingRound(
            public_id=told["id"],
            board_id=board.id,
            batch=told["id"],
            position=last + 1,
            opened_at=clock.now(),
            **{name: told[name] for name in names},
        )
    )


def close_round(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """A vote ends, its results kept with it."""
    which = update(VotingRound).where(VotingRound.public_id == change["round"], VotingRound.board_id == board.id)
    session.execute(which.values(closed_at=clock.now(), results=dict(change["results"])))


def cast_ballot(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """One ballot per seat: the later one counts, an empty one is none."""
    told = change["secret"]
    seat = seat_key(session, told["seat"])
    in_round = select(VotingRound.id).where(VotingRound.public_id == change["round"], VotingRound.board_id == board.id)
    round_id = session.scalars(in_round).one()
    known = session.scalar(select(Ballot).where(Ballot.round_id == round_id, Ballot.seat_id == seat))
    if not told["choices"]:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(Ballot(round_id=round_id, seat_id=seat, choices=dict(told["choices"]), at=clock.now()))
    else:
        known.choices, known.at = dict(told["choices"]), clock.now()


def reveal(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """What was private is there for all."""
    for card in change["cards"]:
        change_card(session, board, card, is_private=False)


Fields = Callable[[Mapping[str, Any]], dict[str, Any]]
Store = Callable[[Session, Actor, Board, Mapping[str, Any]], None]

# Changes that are new values of one card's columns.
_FIELDS: dict[str, Fields] = {
    "edit_card": lambda change: {name: change[name] for name in ("title", "text", "revision")},
    "mark_card": lambda change: {"kind": change["card_kind"], "colour": change["colour"]},
    "unstack_card": lambda change: {"stack": ""},
    "lock_card": lambda change: {"is_locked": True},
    "unlock_card": lambda change: {"is_locked": False},
    "promote": lambda change: {"is_promoted": True},
}
_STORE: dict[str, Store] = {
    "add_card": storing_cards.add_card,
    "move_card": storing_cards.move_card,
    "remove_card": storing_cards.remove_card,
    "restore_card": storing_cards.remove_card,
    "hide_card": storing_cards.hide_card,
    "show_card": storing_cards.show_card,
    "tag_card": storing_cards.tag_card,
    "untag_card": storing_cards.tag_card,
    "vote": storing_cards.vote,
    "unvote": storing_cards.vote,
    "cite_theme": storing_cards.cite_theme,
    "uncite_theme": storing_cards.uncite_theme,
    "add_reference": storing_cards.add_reference,
    "remove_reference": storing_cards.remove_reference,
    "comment": storing_cards.comment,
    "remove_comment": storing_cards.remove_comment,
    "restore_comment": storing_cards.remove_comment,
    "react": storing_cards.react,
    "unreact": storing_cards.react,
    "link_cards": storing_cards.link_cards,
    "unlink_cards": storing_cards.unlink_cards,
    "stack_card": storing_cards.stack_card,
    "merge_cards": storing_cards.make_cards,
    "split_card": storing_cards.make_cards,
    "attach_file": storing_cards.attach_file,
    "detach_file": storing_cards.detach_file,
    "cast_ballot": cast_ballot,
    "board_state": board_state,
    "board_mode": board_mode,
    "set_zones": set_zones,
    "lock_zone": lock_zone,
    "open_round": open_round,
    "close_round": close_round,
    "reveal": reveal,
}


def store(session: Session, actor: Actor, board: Board, change: Change) -> None:
    """Write a decided change. Numbering, journal and audit are `journal.write`'s; both belong in one transaction."""
    kind = change["kind"]
    if kind in _FIELDS:
        change_card(session, board, change["card"], **_FIELDS[kind](change))
    else:
        _STORE[kind](session, actor, board, change)
    if "ranks" in change:
        rank_cards(session, board, change["ranks"])
    session.flush()
