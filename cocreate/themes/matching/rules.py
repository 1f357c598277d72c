"""Closed lists of the queue: what a statement does to what exists, and what an entry is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(minutes=10)  # how long a statement is kept for the person who has it on the screen
LEARN_EVERY = 20  # decisions after which the machine reads again by itself
SHOWN = 5  # entries offered with a key of their own


class Verdict(StrEnum):
    """What a statement does to what exists."""

    BELONGS = "belongs"
    COMPLETES = "completes"  # it could be a new sub-challenge of a challenge
    TRANSVERSAL = "transversal"
    NEW = "new"


class EntryKind(StrEnum):
    """What a statement may belong to."""

    CHALLENGE = "challenge"
    SUB_CHALLENGE = "sub_challenge"
    ASSET = "asset"
    PROJECT = "project"
    ACTOR = "actor"


PARTS = (EntryKind.SUB_CHALLENGE, EntryKind.ASSET)  # of a challenge; all else stands beside the challenges
NEEDS_ENTRY = (Verdict.BELONGS, Verdict.COMPLETES)


@dataclass(frozen=True)
class Choice:
    """A decision as the form sends it: `belongs:k3v9…`, `completes:k3v9…`, `new` or `transversal`."""

    verdict: Verdict
    entry_id: str = ""

    @classmethod
    def parse(cls, text: str) -> "Choice | None":
        """From the value of a button; None for anything else.

        >>> Choice.parse("belongs:abc"), Choice.parse("new:abc"), Choice.parse("belongs")
        (Choice(verdict=<Verdict.BELONGS: 'belongs'>, entry_id='abc'), None, None)
        """
        word, _, entry = text.partition(":")
        if word not in list(Verdict):
            return None
        verdict = Verdict(word)
        return cls(verdict, entry) if (verdict in NEEDS_ENTRY) == bool(entry) else None


def rank_of(choice: Choice, machine: Choice, near: Sequence[dict[str, Any]]) -> int | None:
    """The place of a decision in the machine's proposal: 1 when it said just this, None when it offered nothing alike.

    An entry counts with the place it had in the list, but never as first when the machine said something else.

    >>> near = [{"id": "a"}, {"id": "b"}]
    >>> belongs = Choice(Verdict.BELONGS, "a")
    >>> rank_of(belongs, belongs, near), rank_of(Choice(Verdict.BELONGS, "b"), belongs, near)
    (1, 2)
    >>> rank_of(belongs, Choice(Verdict.NEW), near), rank_of(Choice(Verdict.NEW), belongs, near)
    (2, None)
    """
    if choice == machine:
        return 1
    for place, entry in enumerate(near, start=1):
        if choice.verdict in NEEDS_ENTRY and entry["id"] == choice.entry_id:
            return max(2, place)
    return None


def sureness(confidence: float) -> str:
    """A word for a probability: sure from 0.75, likely from 0.5, doubtful below.

    >>> sureness(0.8), sureness(0.5), sureness(0.2)
    ('sure', 'likely', 'doubtful')
    """
    return "sure" if confidence >= 0.75 else "likely" if confidence >= 0.5 else "doubtful"
