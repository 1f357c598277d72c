"""A change written into the tables: what `board.apply` makes of the state, `snapshots.board_state` reads back."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from cocreate.camp.board import Change
from cocreate.camp.commands import storing_boards, storing_cards
from cocreate.camp.commands.storing_rows import change_card, rank_cards
from cocreate.camp.models import Board
from cocreate.core.permissions import Actor

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
    "cast_ballot": storing_boards.cast_ballot,
    "board_state": storing_boards.board_state,
    "board_mode": storing_boards.board_mode,
    "set_zones": storing_boards.set_zones,
    "lock_zone": storing_boards.lock_zone,
    "open_round": storing_boards.open_round,
    "close_round": storing_boards.close_round,
    "reveal": storing_boards.reveal,
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
