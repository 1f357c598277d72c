"""Votes as a table of people and statements. Not having voted is something else than having passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AGREE, PASS, DISAGREE = 1, 0, -1
UNSEEN = np.nan

Cells = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class VoteTable:
    """cells[i, j]: what person i voted on statement j: 1 agrees, 0 passes, -1 disagrees, nan was not seen.

    The rows are in an order that follows from the votes alone, so that nobody's place or name changes a result.

    >>> table = VoteTable.of({"b": {"s1": 1, "s2": -1}, "a": {"s1": 1}})
    >>> table.people, table.statements
    (('b', 'a'), ('s1', 's2'))
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    cells: Cells

    @classmethod
    def of(cls, votes: Mapping[str, Mapping[str, int]]) -> VoteTable:
        """From person -> statement -> vote. ValueError for a vote that is not 1, 0 or -1."""
        statements = sorted({statement for cast in votes.values() for statement in cast}, key=natural)
        place = {statement: j for j, statement in enumerate(statements)}
        people = sorted(votes, key=natural)
        cells = np.full((len(people), len(statements)), UNSEEN)
        for i, person in enumerate(people):
            for statement, vote in votes[person].items():
                if vote not in (AGREE, PASS, DISAGREE):
                    raise ValueError(f"a vote is 1, 0 or -1, not {vote!r}")
                cells[i, place[statement]] = vote
        comparable = np.nan_to_num(cells, nan=2.0)
        order = sorted(range(len(people)), key=lambda i: (comparable[i].tolist(), natural(people[i])))
        return cls(tuple(people[i] for i in order), tuple(statements), cells[order])

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where a vote was cast."""
        return ~np.isnan(self.cells)


def natural(key: str) -> tuple[int, int, str]:
    """Numbers in the order of numbers, before all other names.

    >>> sorted(["10", "9", "b", "a"], key=natural)
    ['9', '10', 'a', 'b']
    """
    is_number = key.isascii() and key.isdigit()
    return (0, int(key), key) if is_number else (1, 0, key)
