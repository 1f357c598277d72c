"""Pairs of statements that oppose each other: close in topic, contrary in what they say.

A pair counts when the two share words, one says a word that the other denies (or its contrary: "more" and "less",
"keep" and "abolish"), and the one speaks for and the other against. On arguments whose side people had labelled
(ArgKP) five in six pairs found are really of opposite sides, where chance gives nearly half; a suggestion to look at,
and not a finding. Both statements must be in one language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.stance import Stance, stance
from cocreate.analysis.text.vectors import Matrix

NEAR = 0.2  # cosine from which two statements speak of one thing
NEIGHBOURS = 25  # of each statement, so that the cost stays in proportion
SHARED = 2  # words that both use
CHUNK = 512


@dataclass(frozen=True)
class Opposition:
    """Two statements (by their place in the input) that seem to oppose each other, and the words that tell.

    `in_favour` and `against` are the places of the one that speaks for and the one that speaks against; `closeness` is
    the cosine of their vectors.
    """

    in_favour: int
    against: int
    closeness: float
    words: tuple[tuple[str, str], ...]


def find_oppositions(
    texts: Sequence[str], languages: Sequence[str], vectors: Matrix, *, most: int = 20, near: float = NEAR
) -> list[Opposition]:
    """At most `most` pairs, the clearest first, no statement in more than two; the same for any order of equal input.

    `vectors` are unit rows, one a text.

    >>> texts = ["Minder auto's in het centrum", "Meer auto's in het centrum", "Meer bomen in de straat"]
    >>> found = find_oppositions(texts, ["nl"] * 3, np.ones((3, 1), np.float32))
    >>> [(o.in_favour, o.against, o.words) for o in found]
    [(1, 0, (('Meer', 'Minder'),))]
    """
    read = [stance(text, language) for text, language in zip(texts, languages, strict=True)]
    telling = np.array([i for i, found in enumerate(read) if found.overall and found.said], np.intp)
    found: list[tuple[tuple[float, str, str], Opposition]] = []
    for one, other, closeness in _close_pairs(vectors, telling, near):
        if languages[one] != languages[other]:
            continue
        first, second = (one, other) if read[one].overall > 0 else (other, one)
        told = _contrary(read[first], read[second])
        if told:
            order = (-round(_clarity(read[first], read[second], len(told)), 4), texts[first], texts[second])
            found.append((order, Opposition(first, second, round(closeness, 4), told)))
    return _spread([pair for _, pair in sorted(found, key=lambda f: f[0])], most)


def _close_pairs(vectors: Matrix, rows: NDArray[np.intp], near: float) -> Iterator[tuple[int, int, float]]:
    points = vectors[rows]
    for start in range(0, len(rows), CHUNK):
        similar = points[start : start + CHUNK] @ points.T
        for place, line in enumerate(similar, start=start):
            line[: place + 1] = -1.0  # each pair once
            count = min(NEIGHBOURS, len(line) - 1)
            if count < 1:
                continue
            nearest = np.argpartition(-line, count - 1)[:count] if count < len(line) else np.arange(len(line))
            for other in np.sort(nearest[line[nearest] >= near]).tolist():
                yield int(rows[place]), int(rows[other]), float(line[other])


def _contrary(one: Stance, other: Stance) -> tuple[tuple[str, str], ...]:
    """The words of which one says the contrary of the other, where enough is shared and the directions differ."""
    if one.overall * other.overall >= 0:
        return ()
    shared = sorted(one.said.keys() & other.said.keys())
    if len(shared) < SHARED:
        return ()
    return tuple((one.shown[word], other.shown[word]) for word in shared if one.said[word] != other.said[word])


def _clarity(one: Stance, other: Stance, contrary: int) -> float:
    """Two texts that say the same but for the contrary are clearest, and the more so the firmer they are."""
    shared, together = len(one.said.keys() & other.said.keys()), len(one.said.keys() | other.said.keys())
    return (shared - contrary) / together + 0.1 * abs(one.overall - other.overall)


def _spread(pairs: Sequence[Opposition], most: int) -> list[Opposition]:
    used: dict[int, int] = {}
    kept: list[Opposition] = []
    for pair in pairs:
        if max(used.get(pair.in_favour, 0), used.get(pair.against, 0)) < 2:
            kept.append(pair)
            used[pair.in_favour] = used.get(pair.in_favour, 0) + 1
            used[pair.against] = used.get(pair.against, 0) + 1
        if len(kept) == most:
            break
    return kept
