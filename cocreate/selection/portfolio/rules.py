"""Closed lists and pure rules of the portfolio: strengths, what origins suggest, and kinds of moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cocreate.core.db import Translated

STRENGTHS = (0, 1, 2, 3)
PARTS_LEAST, PARTS_MOST = 2, 3  # of a split
STRONG, FAIR = 0.5, 0.25  # shares of a candidate's origins from which a challenge is served strongly, or fairly


class MoveKind(StrEnum):
    """What can be done with a candidate on the way from the long list to the shortlist."""

    EXCLUDE = "exclude"
    MERGE = "merge"
    SPLIT = "split"
    TRANSVERSAL = "transversal"  # it serves all the others
    THEMATIC = "thematic"  # a domain of its own again


@dataclass(frozen=True)
class Part:
    """One of those that a candidate is split into; its sub-domains come from the candidate, by their place there."""

    title: Translated
    description: Translated = field(default_factory=dict)
    sub_domains: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pieces:
    """How many of a candidate's cards and themes belong to a challenge."""

    cards: int = 0
    themes: int = 0

    def __add__(self, other: "Pieces") -> "Pieces":
        return Pieces(self.cards + other.cards, self.themes + other.themes)

    @property
    def total(self) -> int:
        """Both together."""
        return self.cards + self.themes


@dataclass(frozen=True)
class Suggested:
    """The strength that a candidate's origins suggest, and what of them belongs to the challenge."""

    strength: int
    found: Pieces
    of: Pieces


def suggest(pieces: Mapping[int, Pieces]) -> dict[int, Suggested]:
    """Strengths by challenge from the share of a candidate's origins that belongs to it; a person decides.

    >>> found = suggest({1: Pieces(cards=2, themes=1), 2: Pieces(cards=1), 3: Pieces()})
    >>> {challenge: each.strength for challenge, each in found.items()}
    {1: 3, 2: 2}
    """
    whole = sum(pieces.values(), Pieces())
    return {
        challenge: Suggested(_strength(found.total / whole.total), found, whole)
        for challenge, found in pieces.items()
        if found.total
    }


def _strength(share: float) -> int:
    return 3 if share >= STRONG else 2 if share >= FAIR else 1
