"""A board as data with a shape: what people may ask of it, what each thing done changes, who sees what. Pure.

An operation (`parse`) is decided on the board as it stands (`decide`), and the change is applied (`apply`, `advance`),
stored (`camp.commands.storing`) and told to everybody as far as they may see it (`seen_change`). docs/camp.md says all.
"""

from cocreate.camp.board.asking import Around, By
from cocreate.camp.board.deciding import decide
from cocreate.camp.board.operations import HOST_CHANGES, KINDS, AddCard, Change, EditCard, Operation, Vote
from cocreate.camp.board.reading import CARD_ID, TEXT_LIMIT, TITLE_LIMIT, malformed, parse, read_text
from cocreate.camp.board.sight import (
    RANK_STEP,
    UNSEEN,
    State,
    cards_in,
    forebears,
    hidden_cards,
    is_secret,
    is_standing,
    is_under,
    own,
    own_ballot,
    own_votes,
    seen_change,
    seen_state,
    under,
)
from cocreate.camp.board.state import advance, apply, empty_state, new_card, no_secrets

__all__ = [
    "CARD_ID",
    "HOST_CHANGES",
    "KINDS",
    "RANK_STEP",
    "TEXT_LIMIT",
    "TITLE_LIMIT",
    "UNSEEN",
    "AddCard",
    "Around",
    "By",
    "Change",
    "EditCard",
    "Operation",
    "State",
    "Vote",
    "advance",
    "apply",
    "cards_in",
    "decide",
    "empty_state",
    "forebears",
    "hidden_cards",
    "is_secret",
    "is_standing",
    "is_under",
    "malformed",
    "new_card",
    "no_secrets",
    "own",
    "own_ballot",
    "own_votes",
    "parse",
    "read_text",
    "seen_change",
    "seen_state",
    "under",
]
