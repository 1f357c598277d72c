"""What a browser may ask of a board: one frozen value a kind. Pure; `reading.py` makes them out of messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.camp.board.operations_many import (
    CastBallot,
    LinkCards,
    MergeCards,
    OnCard,
    Operation,
    SplitCard,
    StackCard,
    UnlinkCards,
    UnstackCard,
    Unvote,
    Vote,
)


@dataclass(frozen=True)
class AddCard(OnCard):
    """Put a new card, whose id the browser chose, in a zone."""

    kind = "add_card"
    permission = "camp:card:add"
    verb = "camp:card:add"
    zone: str
    text: str
    rank: float
    title: str = ""
    card_kind: str = "note"
    column: str = ""
    x: float | None = None
    y: float | None = None
    colour: str = ""
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    references: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class EditCard(OnCard):
    """Change a card's text, and its title.

    `was` is the text that the person began from. A revision number would be shorter, but it names a text of the server,
    and what people edit may hold changes of their own that are still on the way: merging against the wrong text would
    silently take out somebody else's words.
    """

    kind = "edit_card"
    permission = "camp:card:edit"
    verb = "camp:card:edit"
    text: str
    was: str
    title: str | None = None
    title_was: str | None = None


@dataclass(frozen=True)
class MarkCard(OnCard):
    """Say what kind of card it is, or give it a colour."""

    kind = "mark_card"
    permission = "camp:card:edit"
    verb = "camp:card:mark"
    card_kind: str | None = None
    colour: str | None = None


@dataclass(frozen=True)
class TagCard(OnCard):
    """Put a word on a card that cards can be found by."""

    kind = "tag_card"
    permission = "camp:card:edit"
    verb = "camp:card:tag"
    tag: str


@dataclass(frozen=True)
class UntagCard(OnCard):
    """Take that word off."""

    kind = "untag_card"
    permission = "camp:card:edit"
    verb = "camp:card:untag"
    tag: str


@dataclass(frozen=True)
class MoveCard(OnCard):
    """Put a card elsewhere, in its zone or another; what is stacked under it goes with it."""

    kind = "move_card"
    permission = "camp:card:move"
    verb = "camp:card:move"
    zone: str
    rank: float
    column: str = ""
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class RemoveCard(OnCard):
    """Take a card off the board; it can be brought back. Cards that it was made of come back into sight."""

    kind = "remove_card"
    permission = "camp:card:remove"
    verb = "camp:card:remove"


@dataclass(frozen=True)
class RestoreCard(OnCard):
    """Bring a removed card back."""

    kind = "restore_card"
    permission = "camp:card:restore"
    verb = "camp:card:restore"


@dataclass(frozen=True)
class CiteTheme(OnCard):
    """Say that a card rests on a theme of the consultation."""

    kind = "cite_theme"
    permission = "camp:card:cite"
    verb = "camp:card:cite"
    theme: str


@dataclass(frozen=True)
class UnciteTheme(OnCard):
    """Take that back."""

    kind = "uncite_theme"
    permission = "camp:card:cite"
    verb = "camp:card:uncite"
    theme: str


@dataclass(frozen=True)
class AddReference(OnCard):
    """Say that a card rests on an asset, an answer, or a page elsewhere."""

    kind = "add_reference"
    permission = "camp:card:cite"
    verb = "camp:card:refer"
    reference: Mapping[str, str]


@dataclass(frozen=True)
class RemoveReference(OnCard):
    """Take that back."""

    kind = "remove_reference"
    permission = "camp:card:cite"
    verb = "camp:card:unrefer"
    reference: str


@dataclass(frozen=True)
class Comment(OnCard):
    """Say something about a card."""

    kind = "comment"
    permission = "camp:card:comment"
    verb = "camp:card:comment"
    comment: str
    text: str


@dataclass(frozen=True)
class RemoveComment(OnCard):
    """Take a comment away: one's own, or any for those who run the camp."""

    kind = "remove_comment"
    permission = "camp:card:comment"
    verb = "camp:card:uncomment"
    comment: str


@dataclass(frozen=True)
class React(OnCard):
    """Put a quick sign on a card."""

    kind = "react"
    permission = "camp:card:react"
    verb = "camp:card:react"
    reaction: str


@dataclass(frozen=True)
class Unreact(OnCard):
    """Take that sign back."""

    kind = "unreact"
    permission = "camp:card:react"
    verb = "camp:card:unreact"
    reaction: str


@dataclass(frozen=True)
class AttachFile(OnCard):
    """Put an uploaded file on a card."""

    kind = "attach_file"
    permission = "camp:card:attach"
    verb = "camp:card:attach"
    file: str


@dataclass(frozen=True)
class DetachFile(OnCard):
    """Take a file off a card."""

    kind = "detach_file"
    permission = "camp:card:attach"
    verb = "camp:card:detach"
    file: str


@dataclass(frozen=True)
class LockCard(OnCard):
    """From now on only those who run the camp change this card."""

    kind = "lock_card"
    permission = "camp:card:lock"
    verb = "camp:card:lock"


@dataclass(frozen=True)
class UnlockCard(OnCard):
    """Everybody changes this card again."""

    kind = "unlock_card"
    permission = "camp:card:lock"
    verb = "camp:card:unlock"


_ALL: tuple[type[Operation], ...] = (
    AddCard, EditCard, MarkCard, TagCard, UntagCard, MoveCard, RemoveCard, RestoreCard, Vote, Unvote, CiteTheme,
    UnciteTheme, AddReference, RemoveReference, Comment, RemoveComment, React, Unreact, LinkCards, UnlinkCards,
    StackCard, UnstackCard, MergeCards, SplitCard, AttachFile, DetachFile, CastBallot, LockCard, UnlockCard,
)  # fmt: skip
KINDS: dict[str, type[Operation]] = {kind.kind: kind for kind in _ALL}
HOST_CHANGES = (
    "board_state", "board_mode", "set_zones", "lock_zone", "open_round", "close_round", "reveal", "promote",
    "restore_comment", "hide_card", "show_card",
)  # fmt: skip
Change = dict[str, Any]

__all__ = [
    "HOST_CHANGES",
    "KINDS",
    "AddCard",
    "AddReference",
    "AttachFile",
    "CastBallot",
    "Change",
    "CiteTheme",
    "Comment",
    "DetachFile",
    "EditCard",
    "LinkCards",
    "LockCard",
    "MarkCard",
    "MergeCards",
    "MoveCard",
    "OnCard",
    "Operation",
    "React",
    "RemoveCard",
    "RemoveComment",
    "RemoveReference",
    "RestoreCard",
    "SplitCard",
    "StackCard",
    "TagCard",
    "UnciteTheme",
    "UnlinkCards",
    "UnlockCard",
    "Unreact",
    "UnstackCard",
    "UntagCard",
    "Unvote",
    "Vote",
]
