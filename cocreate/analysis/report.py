"""What a consultation's free text says, as a report that can be stored, shown, questioned and computed again.

`analyse_texts` is the one entrance: answers in, themes with labels, quotations, counts and doubts out. The same answers
and seed give the same report in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, PartOf, Progress
from cocreate.analysis.text.labels import excerpt, representative, theme_labels
from cocreate.analysis.text.language import LANGUAGES, UNDETERMINED, detect
from cocreate.analysis.text.themes import ThemeModel
from cocreate.analysis.text.unplaced import Unplaced, unplaced_class
from cocreate.analysis.text.vectors import ENCODER_CHARACTERS, JointView, Matrix, TextEncoder, best_encoder, text_key

SOLID, FAIR = 0.75, 0.5  # mean Jaccard overlap from which a theme is called solid or fair
FEW_ANSWERS = 20  # below this no theme is called anything but fragile
LANGUAGE_SPLIT = 0.1  # normalised mutual information from which themes seem to follow language

DEFAULT_ENCODER = "default"


class Stability(StrEnum):
    """How sure we are that a theme would come back with somewhat different answers."""

    SOLID = "solid"
    FAIR = "fair"
    FRAGILE = "fragile"


@dataclass(frozen=True)
class TextInput:
    """One answer to one question. `language` None or unknown means: find out."""

    id: str
    text: str
    language: str | None = None
    helix: str | None = None


@dataclass(frozen=True)
class Settings:
    """What can be chosen.

    `granularity` 1 is the proposal, more gives more themes; `subsamples` 12 is quick, 40 thorough, 0 a preview without
    stability; `interface_language` helps detection; `leave_out` holds texts (the question) whose words name no theme.
    """

    granularity: float = 1.0
    subsamples: int = 40
    quotes: int = 5
    interface_language: str | None = None
    leave_out: tuple[str, ...] = ()


THOROUGH = Settings()
QUICK = Settings(subsamples=12)


@dataclass(frozen=True)
class ReportWarning:
    """Something a reader of the report should know, as a code the interface can say in words."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HelixShare:
    """Of the `base` placed answers of one helix category, `count` are in the theme.

    `low` and `high` bound the share with 95 % confidence (Wilson 1927); `lift` is the share over that of all answers.
    """

    count: int
    base: int
    share: float
    low: float
    high: float
    lift: float


@dataclass(frozen=True)
class ThemeResult:
    """One theme. `members` are (answer id, strength 0..1), strongest first; `quotes` are answer ids, best first."""

    key: str
    labels: Mapping[str, str]
    size: int
    members: tuple[tuple[str, float], ...]
    quotes: tuple[str, ...]
    by_helix: Mapping[str, int]
    by_language: Mapping[str, int]
    helix_shares: Mapping[str, HelixShare]
    stability: float | None
    stability_level: Stability


@dataclass(frozen=True)
class ThemeReport:
    """The themes of one question; the sizes of `themes` and the length of `unplaced` add up to `answers`."""

    settings: Settings
    seed: int
    versions: Mapping[str, str]
    warnings: tuple[ReportWarning, ...]
    answers: int
    language_nmi: float
    languages: Mapping[str, str]
    themes: tuple[ThemeResult, ...]
    unplaced: Mapping[str, Unplaced]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dictionaries, lists, strings and numbers, ready for JSON."""
        return asdict(self)


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
    unplaced = {t.id: reason for t in sorted(texts, key=lambda t: t.id) if (reason := unplaced_class(t.text))}
    answers = _in_canonical_order([t for t in texts if t.id not in unplaced], settings.interface_language)
    with threadpool_limits(1):  # one thread: the same bits each time, and no fight with the web process
        themes, nmi = _themes(answers, settings, seed, chosen, progress)
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
        unplaced=unplaced,
    )


@dataclass(frozen=True)
class _Answer:
    input: TextInput
    language: str
    key: str


def _in_canonical_order(texts: Sequence[TextInput], interface_language: str | None) -> list[_Answer]:
    """Sorted by what is said, not by who came first; the id only orders identical answers."""
    found = []
    for text in texts:
        language = text.language if text.language in LANGUAGES else detect(text.text, interface_language).language
        found.append(_Answer(text, language or UNDETERMINED, f"{text_key(text.text)}:{language}"))
    return sorted(found, key=lambda a: (a.key, a.input.id))


def _themes(
    answers: Sequence[_Answer], settings: Settings, seed: int, encoder: TextEncoder | None, progress: Progress
) -> tuple[tuple[ThemeResult, ...], float]:
    if not answers:
        return (), 0.0
    # Identical answers are one point for the geometry (so a campaign cannot bend it) and many in every count.
    first = {a.key: a for a in reversed(answers)}
    distinct = [first[key] for key in sorted(first)]
    view = JointView(encoder, random_state=seed)
    points = view.fit_transform(
        [a.input.text for a in distinct], [a.language for a in distinct], PartOf(progress, 0.0, 0.4)
    )
    place = {a.key: i for i, a in enumerate(distinct)}
    vectors = points[[place[a.key] for a in answers]]
    model = ThemeModel(random_state=seed, granularity=settings.granularity, subsamples=settings.subsamples)
    model.fit(vectors, keys=[a.key for a in answers], progress=PartOf(progress, 0.4, 0.9))
    progress.advance(0.9, "themes:naming")
    results = _results(answers, vectors, model, settings)
    languages = [a.language for a in answers]
    nmi = normalized_mutual_info_score(languages, model.labels_) if len(set(languages)) > 1 else 0.0
    return results, round(float(nmi), 4)


def _results(
    answers: Sequence[_Answer], vectors: Matrix, model: ThemeModel, settings: Settings
) -> tuple[ThemeResult, ...]:
    texts = [a.input.text for a in answers]
    labels = theme_labels(texts, [a.language for a in answers], model.labels_, leave_out=settings.leave_out)
    helix_base = Counter(helix for a in answers if (helix := a.input.helix))
    results = []
    for theme, names in enumerate(labels):
        rows = np.flatnonzero(model.labels_ == theme).tolist()
        quotes = representative(texts, vectors, model.centroids_[theme], rows, settings.quotes)
        spoken = Counter(answers[i].language for i in rows)
        if not names and quotes:
            names = {answers[quotes[0]].language: excerpt(texts[quotes[0]])}
        by_helix = Counter(helix for i in rows if (helix := answers[i].input.helix))
        stability = float(model.stability_[theme])
        results.append(
            ThemeResult(
                key=f"t{theme + 1}",
                labels=names,
                size=len(rows),
                members=_members(answers, rows, model.strengths_),
                quotes=tuple(answers[i].input.id for i in quotes),
                by_helix=dict(sorted(by_helix.items())),
                by_language=dict(sorted(spoken.items())),
                helix_shares={
                    helix: _share(by_helix[helix], base, len(rows) / len(answers))
                    for helix, base in sorted(helix_base.items())
                },
                stability=None if np.isnan(stability) else round(stability, 4),
                stability_level=_level(stability, len(answers)),
            )
        )
    return tuple(results)


def _members(
    answers: Sequence[_Answer], rows: Sequence[int], strengths: NDArray[np.float32]
) -> tuple[tuple[str, float], ...]:
    pairs = [(answers[i].input.id, round(float(strengths[i]), 4)) for i in rows]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _share(count: int, base: int, overall: float) -> HelixShare:
    z = 1.959964
    share = count / base
    middle = (share + z * z / (2 * base)) / (1 + z * z / base)
    half = z / (1 + z * z / base) * float(np.sqrt(share * (1 - share) / base + z * z / (4 * base * base)))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return HelixShare(count, base, round(share, 4), round(low, 4), round(high, 4), round(share / overall, 3))


def _level(stability: float, answers: int) -> Stability:
    if np.isnan(stability) or answers < FEW_ANSWERS or stability < FAIR:
        return Stability.FRAGILE
    return Stability.SOLID if stability >= SOLID else Stability.FAIR


def _warnings(
    answers: Sequence[_Answer], themes: Sequence[ThemeResult], nmi: float, encoder: TextEncoder | None
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
    packages = ("numpy", "scipy", "scikit-learn", "networkx", "nltk", "stopwordsiso")
    return {"encoder": encoder.name if encoder else "none", **{name: metadata.version(name) for name in packages}}
