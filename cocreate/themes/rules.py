"""Closed lists of the analysis: where a theme stands, and where it belongs."""

from collections.abc import Iterable
from enum import StrEnum


class ThemeState(StrEnum):
    """A theme is proposed by the machine; everything after that is a person's decision."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"  # became part of another theme


class Belonging(StrEnum):
    """Where an accepted theme belongs."""

    CHALLENGE = "challenge"
    SUB_CHALLENGE = "sub_challenge"
    TRANSVERSAL = "transversal"  # cuts across all challenges
    NEW = "new"  # no challenge speaks of it yet


class CameBy(StrEnum):
    """Who put an answer into a theme."""

    RUN = "run"  # the reading that found the theme
    JOINED = "joined"  # the machine, when the answer came after the reading
    PERSON = "person"


SAME_THEME = 0.5  # share of common answers from which a theme of a new run is the decided theme of the run before


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Jaccard index of two sets of answers, 0 to 1.

    >>> overlap({"a", "b"}, {"b", "c"})
    0.3333333333333333
    """
    first, second = set(one), set(other)
    union = first | second
    return len(first & second) / len(union) if union else 0.0
