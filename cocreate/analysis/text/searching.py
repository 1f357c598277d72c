"""Answers nearest to what somebody looks for, in whatever language either is written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.language import UNDETERMINED, detect
from cocreate.analysis.text.vectors import Centring, TextEncoder

MOST = 100


def nearest_texts(
    words: str,
    texts: Sequence[str],
    languages: Sequence[str],
    encoder: TextEncoder,
    *,
    most: int = MOST,
    progress: Progress = SILENT,
) -> list[tuple[int, float]]:
    """The `most` nearest texts as (index, cosine), nearest first; equally near ones in the order given.

    Each language's own mean is taken off first, as for the themes: without that, answers in the language of the
    question would come before those that say the same in another.
    """
    if not texts:
        return []
    vectors = encoder.encode([*texts, words], progress)
    centring = Centring()
    answers = centring.fit_transform(vectors[:-1], languages)
    wanted = centring.transform(vectors[-1:], [detect(words, None).language or UNDETERMINED])
    near = answers @ wanted[0]
    order = np.argsort(-near, kind="stable")[:most]
    return [(int(i), round(float(near[i]), 4)) for i in order]
