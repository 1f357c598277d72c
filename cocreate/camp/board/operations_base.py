"""What every operation has. Pure."""

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
