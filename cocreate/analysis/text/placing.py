"""Where a new answer goes while a consultation runs: the nearest theme of the last run, whose themes stay as they are.

`freeze` keeps what that takes of a run as a `Placement`: the centre of each theme in the encoder's space, the mean of
each language, and the words of each theme (which stand alone in an installation without the encoder). A new answer
changes nothing in it, so it goes to the same theme whenever and with whomever it comes.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text import layout
from cocreate.analysis.text.communities import Labels
from cocreate.analysis.text.language import LANGUAGES, detect
from cocreate.analysis.text.results import Member, Placement, TextInput
from cocreate.analysis.text.speaking import floors_of, spoken_of
from cocreate.analysis.text.tokens import content_stems
from cocreate.analysis.text.unplaced import Unplaced, unplaced_class
from cocreate.analysis.text.vectors import LEXICAL_SHARE, Centring, Matrix, TextEncoder, one_language, unit

WORDS = 150  # stems kept of each theme
FROZEN_FROM = 4_000  # answers, evenly drawn, that a placement is made from


@dataclass(frozen=True)
class Placed:
    """Where new answers go: the members by theme key, and by answer why it has no theme, its language, its place."""

    members: Mapping[str, tuple[Member, ...]]
    unplaced: Mapping[str, Unplaced]
    languages: Mapping[str, str]
    positions: Mapping[str, tuple[float, float]]


def place_new(
    texts: Sequence[TextInput],
    placement: Placement,
    *,
    encoder: TextEncoder | None,
    interface_language: str | None = None,
    progress: Progress = SILENT,
) -> Placed:
    """Let new answers join the themes of a run: `report.placement`, or `Placement.from_dict` of what was stored of it.

    With another encoder than the run's, or none, the words decide. An answer near nothing goes to the nearest theme
    all the same, with a strength near 0; one without words is classed as in a run.
    """
    reasons = {t.id: unplaced_class(t.text) for t in texts}
    read = sorted((t for t in texts if reasons[t.id] is None), key=lambda t: t.id)
    unplaced = {key: reason for key, reason in sorted(reasons.items()) if reason is not None}
    if not read or not placement.themes:
        return Placed({}, unplaced | {t.id: Unplaced.OTHER for t in read}, {}, {})
    said = [t.text for t in read]
    languages = [t.language if t.language in LANGUAGES else detect(t.text, interface_language).language for t in read]
    with threadpool_limits(1):
        similar = _similar(said, languages, placement, encoder, progress)
        labels = similar.argmax(axis=1)
        strengths = np.clip(similar.max(axis=1), 0, 1)
        floors = [placement.floors[key] for key in placement.themes]
        spoken = spoken_of(
            said, languages, labels, strengths, floors, lambda s, spoken_in: _similar(s, spoken_in, placement, encoder)
        )
        places = np.array([placement.places[key] for key in placement.themes])
        positions = layout.between(similar, places).round(4).tolist()
    members: dict[str, list[Member]] = {}
    for text, parts in zip(read, spoken, strict=True):
        for turn, part in enumerate(parts):
            span = part.part
            found = Member(text.id, round(part.strength, 4), turn == 0, span.start, span.stop)
            members.setdefault(placement.themes[part.theme], []).append(found)
    return Placed(
        members={key: tuple(members[key]) for key in placement.themes if key in members},
        unplaced=unplaced,
        languages=dict(zip((t.id for t in read), languages, strict=True)),
        positions={t.id: (x, y) for t, (x, y) in zip(read, positions, strict=True)},
    )


def freeze(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: Sequence[str],
    places: Sequence[tuple[float, float]],
    encoder: TextEncoder | None,
) -> Placement:
    """The placement of a run from its answers: text, language, key of the main theme, and place on the map of each."""
    keys = sorted(set(themes), key=lambda key: (len(key), key))
    number = {key: i for i, key in enumerate(keys)}
    labels = np.array([number[theme] for theme in themes], np.intp)
    words = dict(zip(keys, _words(texts, languages, labels), strict=True))
    share = round(LEXICAL_SHARE * one_language(languages), 4)
    similar = _by_words(texts, languages, words)
    centres, means = {}, {}
    if encoder is not None:
        meaning = encoder.encode(texts)
        centring = Centring().fit(meaning, languages)
        points = centring.transform(meaning, languages)
        middles = unit(np.vstack([points[labels == i].sum(axis=0) for i in range(len(keys))]))
        centres = {key: _packed(row) for key, row in zip(keys, middles, strict=True)}
        means = {language: _packed(row) for language, row in sorted(centring.means_.items())}
        similar = _both(points @ middles.T, similar, share)
    floors = floors_of(np.clip(similar[np.arange(len(labels)), labels], 0, 1), labels)
    found = np.array(places)
    return Placement(
        encoder=encoder.name if encoder else "",
        themes=tuple(keys),
        centres=centres,
        means=means,
        words=words,
        share=share,
        floors={key: round(floor, 4) for key, floor in zip(keys, floors, strict=True)},
        places={key: _middle(found[labels == i]) for i, key in enumerate(keys)},
    )


def _middle(places: Matrix) -> tuple[float, float]:
    x, y = places.mean(axis=0).round(4).tolist()
    return x, y


def _similar(
    texts: Sequence[str],
    languages: Sequence[str],
    placement: Placement,
    encoder: TextEncoder | None,
    progress: Progress = SILENT,
) -> Matrix:
    if encoder is None or encoder.name != placement.encoder:
        return _by_words(texts, languages, placement.words)
    centring = Centring()
    centring.means_ = {language: _unpacked(mean) for language, mean in placement.means.items()}
    centres = np.vstack([_unpacked(placement.centres[key]) for key in placement.themes])
    meaning = centring.transform(encoder.encode(texts, progress), languages) @ centres.T
    return _both(meaning, _by_words(texts, languages, placement.words), placement.share)


def _both(meaning: Matrix, words: Matrix, share: float) -> Matrix:
    return ((1 - share) * meaning + share * words).astype(np.float32)


def _words(texts: Sequence[str], languages: Sequence[str], labels: Labels) -> list[dict[str, float]]:
    """For each theme its stems with their mean TF-IDF in it, times the IDF that a new answer's words will bring."""
    stems = [set(content_stems(text, language)) for text, language in zip(texts, languages, strict=True)]
    holding = Counter(stem for found in stems for stem in found)
    found = []
    for theme in range(int(labels.max()) + 1):
        own = [stems[row] for row in np.flatnonzero(labels == theme)]
        counts = Counter(stem for said in own for stem in said)
        weights = {stem: n / len(own) * np.log(1 + len(texts) / holding[stem]) ** 2 for stem, n in counts.items()}
        kept = sorted(weights, key=lambda stem: (-weights[stem], stem))[:WORDS]
        length = np.sqrt(sum(weights[stem] ** 2 for stem in kept)) or 1.0
        found.append({stem: round(float(weights[stem] / length), 4) for stem in kept})
    return found


def _by_words(texts: Sequence[str], languages: Sequence[str], words: Mapping[str, Mapping[str, float]]) -> Matrix:
    similar = np.zeros((len(texts), len(words)), np.float32)
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        stems = set(content_stems(text, language))
        for column, weights in enumerate(words.values()):
            similar[row, column] = sum(weights.get(stem, 0.0) for stem in stems) / max(1.0, np.sqrt(len(stems)))
    return similar


def _packed(row: Matrix) -> str:
    return base64.b64encode(row.astype("<f2").tobytes()).decode("ascii")


def _unpacked(stored: str) -> Matrix:
    return np.frombuffer(base64.b64decode(stored), "<f2").astype(np.float32)
