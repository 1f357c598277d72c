"""What a consultation's free text says, as a report that can be stored, shown, questioned and computed again.

`analyse_texts` is the one entrance: answers in, themes with labels, quotations, counts and doubts out. The same answers
and seed give the same report in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata

import numpy as np
from sklearn.metrics import normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, PartOf, Progress
from cocreate.analysis.text import layout, levels, voices
from cocreate.analysis.text.assembling import FEW_ANSWERS, Geometry, ReadAnswer, theme_results
from cocreate.analysis.text.duplicates import CAMPAIGN, find_campaigns
from cocreate.analysis.text.language import LANGUAGES, UNDETERMINED, detect
from cocreate.analysis.text.placing import FROZEN_FROM, freeze
from cocreate.analysis.text.results import (
    HelixShare,
    Member,
    Placement,
    ReportWarning,
    Settings,
    Stability,
    TextInput,
    ThemeReport,
    ThemeResult,
)
from cocreate.analysis.text.speaking import floors_of, spoken_of
from cocreate.analysis.text.themes import ThemeModel, with_themes
from cocreate.analysis.text.unplaced import Unplaced, unplaced_class
from cocreate.analysis.text.vectors import ENCODER_CHARACTERS, JointView, TextEncoder, best_encoder, text_key

__all__ = [
    "QUICK",
    "THOROUGH",
    "HelixShare",
    "Member",
    "Placement",
    "ReportWarning",
    "Settings",
    "Stability",
    "TextInput",
    "ThemeReport",
    "ThemeResult",
    "analyse_texts",
]

LANGUAGE_SPLIT = 0.1  # normalised mutual information from which themes seem to follow language

DEFAULT_ENCODER = "default"

THOROUGH = Settings()
QUICK = Settings(subsamples=12)


def analyse_texts(
    texts: Sequence[TextInput],
    *,
    seed: int,
    settings: Settings = THOROUGH,
    encoder: TextEncoder | str | None = DEFAULT_ENCODER,
    progress: Progress = SILENT,
) -> ThemeReport:
    """Find the themes in the answers to one question.

    `encoder` None works without the multilingual encoder (and warns); a `UseEncoder` with a cache makes the next run
    warm. Ids must differ, else ValueError. Empty input gives a report without themes. What `progress` raises passes
    through.
    """
    if len({t.id for t in texts}) != len(texts):
        raise ValueError("every answer needs an id of its own")
    chosen = best_encoder() if encoder == DEFAULT_ENCODER else encoder
    if isinstance(chosen, str):
        raise ValueError(f"encoder must be an encoder, None or {DEFAULT_ENCODER!r}")
    reasons = {t.id: unplaced_class(t.text) for t in texts}
    answers = _in_canonical_order([t for t in texts if reasons[t.id] is None], settings.interface_language)
    reasons |= {a.input.id: Unplaced.NOT_PROCESSED for a in answers[settings.limit :]}
    answers = answers[: settings.limit]
    with threadpool_limits(1):  # one thread: the same bits each time, and no fight with the web process
        geometry = _geometry(answers, settings, seed, chosen, progress) if answers else None
        progress.advance(0.9, "themes:naming")
        themes = theme_results(answers, geometry, settings) if geometry else ()
        themes = voices.with_voices(themes, answers, geometry, settings) if geometry else ()
        opposed = voices.oppositions(answers, geometry) if geometry else ()
        tree = _tree(themes, geometry) if geometry else ()
        places = _positions(answers, geometry) if geometry else {}
        frozen = _placement(answers, geometry, places, chosen) if geometry else None
    nmi = _language_nmi(answers, geometry) if geometry else 0.0
    progress.advance(1.0, "themes:done")
    return ThemeReport(
        settings=settings,
        seed=seed,
        versions=_versions(chosen),
        warnings=_warnings(answers, themes, nmi, chosen),
        answers=len(texts),
        language_nmi=nmi,
        languages={a.input.id: a.language for a in sorted(answers, key=lambda a: a.input.id)},
        themes=themes,
        unplaced={key: reason for key, reason in sorted(reasons.items()) if reason is not None},
        tree=tree,
        positions=places,
        campaigns=tuple(find_campaigns({t.id: t.text for t in texts}, smallest=CAMPAIGN)),
        oppositions=opposed,
        placement=frozen,
    )


def _in_canonical_order(texts: Sequence[TextInput], interface_language: str | None) -> list[ReadAnswer]:
    """Sorted by what is said, not by who came first; the id only orders identical answers."""
    found = []
    for text in texts:
        language = text.language if text.language in LANGUAGES else detect(text.text, interface_language).language
        found.append(ReadAnswer(text, language or UNDETERMINED, f"{text_key(text.text)}:{language}"))
    return sorted(found, key=lambda a: (a.key, a.input.id))


def _geometry(
    answers: Sequence[ReadAnswer], settings: Settings, seed: int, encoder: TextEncoder | None, progress: Progress
) -> Geometry:
    # Identical answers are one point for the geometry (so a campaign cannot bend it) and many in every count.
    copies = Counter(a.key for a in answers)
    first = {a.key: a for a in reversed(answers)}
    distinct = [first[key] for key in sorted(first)]
    texts, languages = [a.input.text for a in distinct], [a.language for a in distinct]
    view = JointView(encoder, random_state=seed)
    points = view.fit_transform(texts, languages, PartOf(progress, 0.0, 0.4))
    model = ThemeModel(random_state=seed, granularity=settings.granularity, subsamples=settings.subsamples)
    keys, counts = [a.key for a in distinct], [copies[a.key] for a in distinct]
    grouping = PartOf(progress, 0.4, 0.8)
    if settings.themes is None:
        model.fit(points, keys=keys, copies=counts, progress=grouping)
    else:
        model = with_themes(settings.themes, points, keys=keys, copies=counts, model=model, progress=grouping)
    half = PartOf(progress, 0.8, 0.9)
    spoken = spoken_of(
        texts,
        languages,
        model.labels_,
        model.strengths_,
        floors_of(model.strengths_, model.labels_),
        lambda said, spoken_in: view.transform(said, spoken_in, half) @ model.centroids_.T,
    )
    place = {a.key: i for i, a in enumerate(distinct)}
    return Geometry(distinct, np.array([place[a.key] for a in answers]), points, model, spoken)


def _tree(themes: Sequence[ThemeResult], geometry: Geometry) -> tuple[levels.Merge, ...]:
    labels = {theme.key: theme.labels for theme in themes}
    return levels.ward([theme.key for theme in themes], geometry.model.centroids_.tolist(), labels)


def _positions(answers: Sequence[ReadAnswer], geometry: Geometry) -> dict[str, tuple[float, float]]:
    model = geometry.model
    places = layout.positions(geometry.vectors, model.centroids_, model.labels_).round(4).tolist()
    rows = geometry.place.tolist()
    pairs = ((a.input.id, (places[row][0], places[row][1])) for a, row in zip(answers, rows, strict=True))
    return dict(sorted(pairs))


def _placement(
    answers: Sequence[ReadAnswer],
    geometry: Geometry,
    places: Mapping[str, tuple[float, float]],
    encoder: TextEncoder | None,
) -> Placement:
    drawn = answers[:: -(-len(answers) // FROZEN_FROM)]
    rows = geometry.place[:: -(-len(answers) // FROZEN_FROM)].tolist()
    return freeze(
        [a.input.text for a in drawn],
        [a.language for a in drawn],
        [f"t{geometry.model.labels_[row] + 1}" for row in rows],
        [places[a.input.id] for a in drawn],
        encoder,
    )


def _language_nmi(answers: Sequence[ReadAnswer], geometry: Geometry) -> float:
    """How far themes follow language instead of content: 0 not at all, 1 altogether."""
    languages = [a.language for a in answers]
    if len(set(languages)) < 2:
        return 0.0
    return round(float(normalized_mutual_info_score(languages, geometry.model.labels_[geometry.place])), 4)


def _warnings(
    answers: Sequence[ReadAnswer], themes: Sequence[ThemeResult], nmi: float, encoder: TextEncoder | None
) -> tuple[ReportWarning, ...]:
    found = []
    if encoder is None:
        found.append(ReportWarning("analysis.no_encoder"))
    if 0 < len(answers) < FEW_ANSWERS:
        found.append(ReportWarning("analysis.few_answers", {"count": len(answers)}))
    if nmi > LANGUAGE_SPLIT:
        found.append(ReportWarning("analysis.follows_language", {"nmi": nmi}))
    cut = sum(len(a.input.text) > ENCODER_CHARACTERS for a in answers)
    if cut:
        found.append(ReportWarning("analysis.long_texts_cut", {"count": cut, "characters": ENCODER_CHARACTERS}))
    foreign = sum(a.language == UNDETERMINED for a in answers)
    if foreign:
        found.append(ReportWarning("analysis.language_unknown", {"count": foreign}))
    copies = len(answers) - len({a.key for a in answers})
    if copies:
        found.append(ReportWarning("analysis.identical_answers", {"count": copies}))
    fragile = sum(t.stability_level is Stability.FRAGILE for t in themes)
    if fragile:
        found.append(ReportWarning("analysis.fragile_themes", {"count": fragile, "themes": len(themes)}))
    return tuple(found)


def _versions(encoder: TextEncoder | None) -> dict[str, str]:
    packages = ("numpy", "scipy", "scikit-learn", "nltk", "stopwordsiso")
    return {"encoder": encoder.name if encoder else "none", **{name: metadata.version(name) for name in packages}}
