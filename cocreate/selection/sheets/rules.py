"""Closed lists and pure rules of the score sheets."""

from dataclasses import dataclass
from enum import StrEnum

NOTE_LIMIT = 2000  # characters of a private note
WORDS_LIMIT = 1000  # characters of a conflict's words
ROUNDS_MOST = 5
EVIDENCE_MOST = 20  # pieces attached to one mark
REF_LIMIT = 60  # characters of one piece's "type:public id"


class Confidence(StrEnum):
    """How sure a member is of a mark."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class ConflictKind(StrEnum):
    """What ties a member to a candidate."""

    EMPLOYED = "employed"
    MONEY = "money"
    FAMILY = "family"
    MEMBER = "member"
    AUTHOR = "author"
    OTHER = "other"


class ConflictRule(StrEnum):
    """What the public record says of conflicts: how many there were, or whose."""

    COUNT = "count"
    NAMES = "names"


@dataclass(frozen=True)
class SheetLine:
    """One candidate on a member's sheet: marks given (or declined) of all to give; `is_apart` with a conflict."""

    sid_id: int
    done: int
    total: int
    is_apart: bool

    @property
    def is_complete(self) -> bool:
        """Nothing is left to say on it."""
        return self.is_apart or self.done >= self.total
