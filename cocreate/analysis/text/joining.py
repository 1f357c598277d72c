"""Answers that come after a reading join the theme they are nearest to, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.vectors import Centring, Matrix, TextEncoder, unit

OUTSIDE = 0.1  # of a theme's own answers lie farther from its middle than any answer that may join

LONELY = 0.3  # nearness to the one answer of a theme from which another may join


@dataclass(frozen=True)
class SpokenText:
    """A text and the language it is in."""

    text: str
    language: str


def place_new(
    texts: Sequence[SpokenText],
    themes: Mapping[str, Sequence[SpokenText]],
    encoder: TextEncoder,
    progress: Progress = SILENT,
) -> list[tuple[str, float] | None]:
    """For each text the key of its theme and the nearness (cosine, 0 to 1) to the theme's middle, or None.

    `themes` holds the answers that the themes have. Their languages' means are taken off both; a text joins the theme
    whose middle is nearest, unless it lies farther out than nine tenths of that theme's own answers: what is new
    stays for the next reading to find.
    """
    keys = sorted(key for key, members in themes.items() if members)
    if not texts or not keys:
        return [None] * len(texts)
    members = [(key, said) for key in keys for said in themes[key]]
    vectors = encoder.encode([said.text for _key, said in members] + [said.text for said in texts], progress)
    centring = Centring()
    placed = centring.fit_transform(vectors[: len(members)], [said.language for _key, said in members])
    wanted = centring.transform(vectors[len(members) :], [said.language for said in texts])
    home = np.array([key for key, _said in members])
    middles = unit(np.vstack([placed[home == key].mean(axis=0) for key in keys]))
    floors = [_floor(placed[home == key]) for key in keys]
    near = wanted @ middles.T
    best = near.argmax(axis=1)
    return [
        (keys[theme], round(max(0.0, float(row[theme])), 4)) if row[theme] >= floors[theme] else None
        for row, theme in zip(near, best.tolist(), strict=True)
    ]


def _floor(rows: Matrix) -> float:
    """How near to a theme's middle all but the outermost of its answers are, each against the middle of the others:
    an answer's own share in the middle would make a small theme look tighter than it is."""
    if len(rows) < 2:
        return LONELY
    others = unit((rows.sum(axis=0) - rows) / (len(rows) - 1))
    return float(np.quantile((rows * others).sum(axis=1), OUTSIDE))
