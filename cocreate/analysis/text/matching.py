"""Which challenge or sub-challenge a theme or an answer seems to belong to, or whether it brings something new.

Each group of texts is set against each entry in the encoder's space, where a Dutch answer meets a French challenge.
The machine proposes and a person decides: it gives the nearest entries with scores and says *new* when none comes near.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.language import detect
from cocreate.analysis.text.vectors import LexicalView, Matrix, TextEncoder, best_encoder, unit

NEAR = 0.18  # cosine of a group's centre with an entry from which "belongs to" is proposed; see `suggest_matches`
NEAR_LEXICAL = 0.15  # the same for words alone, without the encoder
SAMPLE = 200  # texts of a group that are enough to place its centre


@dataclass(frozen=True)
class Entry:
    """Something to belong to: a challenge, sub-challenge, asset, project or actor with its words, by language.

    `parent` is the id of the entry it is a part of (the challenge of a sub-challenge), `examples` are sentences that
    are known to belong to it, in any language. `names` are what an actor is called: they tell where it is named and,
    unlike its texts, nothing of what it does.
    """

    id: str
    texts: Mapping[str, str]
    kind: str = "challenge"
    parent: str | None = None
    examples: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """An entry and its cosine with the group, -1..1."""

    entry_id: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """The nearest entries of one group, best first; `is_new` when even the best stays below the threshold.

    `margin` is the lead of the first over the second (0 with fewer than two entries): a small one means "look at both".
    """

    key: str
    matches: tuple[Match, ...]
    is_new: bool
    margin: float


def suggest_matches(
    groups: Mapping[str, Sequence[str]],
    entries: Sequence[Entry],
    *,
    top: int = 3,
    threshold: float | None = None,
    encoder: TextEncoder | str | None = "default",
    progress: Progress = SILENT,
) -> dict[str, Suggestion]:
    """For each group (a theme's answers, or one answer alone) the `top` nearest entries.

    An entry in several languages counts with the language nearest to the group. Measured on groups of answers: the
    right entry is first for 20 of 28 questions of the Grand Debat and for 19 of 24 themes of the Belgian Chamber. The
    score is a cosine, not a probability, and grows with the length of an entry's text: the default `threshold` fits a
    title with a line of description. Something new that resembles an existing entry is not noticed (area under the
    curve 0.76 to 0.82), so a person confirms. A group without a word, or no entry at all, is new with no matches.

    >>> suggest_matches({"t1": ["Meer bussen en trams"]}, [])
    {'t1': Suggestion(key='t1', matches=(), is_new=True, margin=0.0)}
    """
    chosen = best_encoder() if encoder == "default" else encoder
    if isinstance(chosen, str):
        raise ValueError("encoder must be an encoder, None or 'default'")
    wordings = [
        (i, lang, text) for i, entry in enumerate(entries) for lang, text in entry.texts.items() if text.strip()
    ]
    samples = {key: _spread([t for t in sorted(texts) if t.strip()]) for key, texts in groups.items()}
    if not wordings or not any(samples.values()):
        return {key: Suggestion(key, (), True, 0.0) for key in groups}
    limit = threshold if threshold is not None else NEAR if chosen else NEAR_LEXICAL
    with threadpool_limits(1):
        texts = [text for _, _, text in wordings] + [text for sample in samples.values() for text in sample]
        points = _points(texts, [lang for _, lang, _ in wordings], chosen, progress)
        owners = np.array([i for i, _, _ in wordings])
        found, start = {}, len(wordings)
        for key, sample in samples.items():
            centre = unit(points[start : start + len(sample)].sum(axis=0, keepdims=True))[0]
            start += len(sample)
            found[key] = _suggestion(
                key, points[: len(wordings)] @ centre if sample else None, owners, entries, top, limit
            )
    return found


def _spread(texts: Sequence[str]) -> list[str]:
    step = max(1, -(-len(texts) // SAMPLE))
    return list(texts[::step])


def _points(texts: Sequence[str], known: Sequence[str], encoder: TextEncoder | None, progress: Progress) -> Matrix:
    if encoder is not None:
        # Not centred: entries are few, and their own language means would remove what they are about.
        return encoder.encode(texts, progress)
    languages = [*known, *(detect(text).language for text in texts[len(known) :])]
    return LexicalView().fit_transform(texts, languages)


def _suggestion(
    key: str,
    cosines: NDArray[np.float32] | None,
    owners: NDArray[np.intp],
    entries: Sequence[Entry],
    top: int,
    threshold: float,
) -> Suggestion:
    if cosines is None:
        return Suggestion(key, (), True, 0.0)
    best = {int(i): float(cosines[owners == i].max()) for i in sorted(set(owners.tolist()))}
    order = sorted(best, key=lambda i: (-best[i], entries[i].id))
    matches = tuple(Match(entries[i].id, round(best[i], 4)) for i in order[:top])
    margin = best[order[0]] - best[order[1]] if len(order) > 1 else 0.0
    return Suggestion(key, matches, best[order[0]] < threshold, round(margin, 4))
