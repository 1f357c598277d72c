"""Which themes an answer speaks of: its main one, and others when a long answer says several things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.communities import Labels
from cocreate.analysis.text.language import spoken_in
from cocreate.analysis.text.statements import Statement, split
from cocreate.analysis.text.vectors import Matrix

NEAR_ENOUGH = 1 / 2  # of the closeness of a theme's typical answer, from which a statement joins it too


@dataclass(frozen=True, slots=True)
class Spoken:
    """The part of an answer that speaks of a theme (by number), and how near it is to the theme's centre, 0..1."""

    theme: int
    strength: float
    part: Statement


def spoken_of(
    texts: Sequence[str],
    languages: Sequence[str],
    labels: Labels,
    strengths: NDArray[np.float32],
    floors: Sequence[float],
    compare: Callable[[Sequence[str], Sequence[str]], Matrix],
) -> list[list[Spoken]]:
    """For each text what it speaks of, its main theme first and then the others, nearest first.

    The main theme (`labels`, with `strengths`) is that of the answer as a whole, and its part the statement nearest to
    it. Only answers that `statements.split` splits can speak of more than one theme: `compare` gives the closeness of
    statements, each in its own language, with each theme, (statements, themes), and `floors` how close is close enough.
    """
    parts = [split(text, language) for text, language in zip(texts, languages, strict=True)]
    several = [i for i, found in enumerate(parts) if len(found) > 1]
    said = [(texts[i][part.start : part.stop], languages[i]) for i in several for part in parts[i]]
    statements = [statement for statement, _ in said]
    similar = compare(statements, [spoken_in(*one) for one in said]) if said else None
    found = [
        [Spoken(int(labels[i]), float(strengths[i]), own[0] if own else Statement(0, len(texts[i])))]
        for i, own in enumerate(parts)
    ]
    start = 0
    for i in several:
        assert similar is not None
        rows = similar[start : start + len(parts[i])]
        start += len(rows)
        main = found[i][0]
        nearest = parts[i][int(rows[:, main.theme].argmax())]
        found[i] = [Spoken(main.theme, main.strength, nearest), *_others(rows, parts[i], main.theme, floors)]
    return found


def floors_of(strengths: NDArray[np.float32], labels: Labels) -> list[float]:
    """How near a statement must be to each theme to count for it: half as near as its typical answer."""
    return [NEAR_ENOUGH * float(np.median(strengths[labels == theme])) for theme in range(int(labels.max()) + 1)]


def _others(similar: Matrix, parts: Sequence[Statement], main: int, floors: Sequence[float]) -> list[Spoken]:
    best: dict[int, Spoken] = {}
    for part, theme, strength in zip(parts, similar.argmax(axis=1).tolist(), similar.max(axis=1).tolist(), strict=True):
        known = best.get(theme)
        if theme != main and strength >= max(floors[theme], 1e-6) and (known is None or strength > known.strength):
            best[theme] = Spoken(theme, min(1.0, strength), part)
    return sorted(best.values(), key=lambda spoken: (-spoken.strength, spoken.theme))
