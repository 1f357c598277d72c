"""What a browser may ask about several cards, and how people vote. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Operation:
    """Something that somebody asks of a board. The browser chooses `op_id`; the same one is never done twice."""

    kind: ClassVar[str]
    permission: ClassVar[str]
    verb: ClassVar[str]  # in the audit trail
    op_id: str


@dataclass(frozen=True)
class OnCard(Operation):
    """Something about one card."""

    card: str


@dataclass(frozen=True)
class LinkCards(Operation):
    """Say how one card stands to another."""

    kind = "link_cards"
    permission = "camp:card:link"
    verb = "camp:card:link"
    link: str
    source: str
    target: str
    relation: str


@dataclass(frozen=True)
class UnlinkCards(Operation):
    """Take that back."""

    kind = "unlink_cards"
    permission = "camp:card:link"
    verb = "camp:card:unlink"
    link: str


@dataclass(frozen=True)
class StackCard(OnCard):
    """Lay a card, and what lies under it, under another."""

    kind = "stack_card"
    permission = "camp:card:move"
    verb = "camp:card:stack"
    onto: str


@dataclass(frozen=True)
class UnstackCard(OnCard):
    """Take a card out of its stack."""

    kind = "unstack_card"
    permission = "camp:card:move"
    verb = "camp:card:unstack"


@dataclass(frozen=True)
class MergeCards(OnCard):
    """Make a new card out of several; they stay, out of sight, as its parents."""

    kind = "merge_cards"
    permission = "camp:card:merge"
    verb = "camp:card:merge"
    cards: tuple[str, ...]
    zone: str
    rank: float
    title: str
    text: str


@dataclass(frozen=True)
class SplitCard(OnCard):
    """Make several new cards out of one; it stays, out of sight, as their parent."""

    kind = "split_card"
    permission = "camp:card:merge"
    verb = "camp:card:split"
    into: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Vote(OnCard):
    """Give a card one's vote."""

    kind = "vote"
    permission = "camp:vote:cast"
    verb = "camp:vote:cast"


@dataclass(frozen=True)
class Unvote(OnCard):
    """Take one's vote back."""

    kind = "unvote"
    permission = "camp:vote:cast"
    verb = "camp:vote:withdraw"


@dataclass(frozen=True)
class CastBallot(Operation):
    """Vote in a round; an empty ballot takes one's vote back."""

    kind = "cast_ballot"
    permission = "camp:vote:cast"
    verb = "camp:ballot:cast"
    round: str
    choices: Mapping[str, int]
