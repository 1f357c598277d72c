"""From numbers to a report: members, counts, shares and doubts of each theme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cocreate.analysis.text.communities import Labels
from cocreate.analysis.text.labels import excerpt, representative, theme_labels
from cocreate.analysis.text.language import by_language
from cocreate.analysis.text.results import HelixShare, Member, Settings, Stability, TextInput, ThemeResult
from cocreate.analysis.text.speaking import Spoken
from cocreate.analysis.text.statements import Statement
from cocreate.analysis.text.themes import ThemeModel
from cocreate.analysis.text.vectors import Matrix

SOLID, FAIR = 0.75, 0.5  # mean Jaccard overlap from which a theme is called solid or fair
NAMED_BY = 4_000  # answers, evenly drawn, whose words name the themes
FEW_ANSWERS = 20  # below this no theme is called anything but fragile


@dataclass(frozen=True)
class ReadAnswer:
    """An answer, the language it is in, and the key it shares with answers that say the same to the letter."""

    input: TextInput
    language: str
    key: str


@dataclass(frozen=True)
class Geometry:
    """Where the answers stand: `place` is the row of each answer among the `distinct` ones, which have `vectors`."""

    distinct: Sequence[ReadAnswer]
    place: Labels
    vectors: Matrix
    model: ThemeModel
    spoken: Sequence[Sequence[Spoken]]


def theme_results(answers: Sequence[ReadAnswer], geometry: Geometry, settings: Settings) -> tuple[ThemeResult, ...]:
    """The themes, largest first, in plain values."""
    model, place = geometry.model, geometry.place
    texts = [a.input.text for a in answers]
    labels = model.labels_[place]
    named_by = slice(None, None, -(-len(answers) // NAMED_BY))
    said = [
        (part, language, theme)
        for answer, theme in zip(answers[named_by], labels[named_by].tolist(), strict=True)
        for language, part in by_language(answer.input.text, answer.language).items()
    ]
    parts, spoken, themes_of = zip(*said, strict=True)
    sizes = Counter(labels[named_by].tolist())
    names = theme_labels(parts, spoken, np.array(themes_of), leave_out=settings.leave_out, sizes=sizes)
    names += [{} for _ in range(len(model.centroids_) - len(names))]
    helix_base = Counter(helix for a in answers if (helix := a.input.helix))
    members = _members(answers, geometry)
    results = []
    for theme, named in enumerate(names):
        rows = np.flatnonzero(labels == theme).tolist()
        distinct = {int(place[row]): row for row in reversed(rows)}
        inside = sorted(distinct)
        quoted = representative(
            [answers[distinct[i]].input.text for i in inside],
            geometry.vectors[inside],
            model.centroids_[theme],
            range(len(inside)),
            settings.quotes,
            np.delete(model.centroids_, theme, axis=0),
        )
        quotes = [distinct[inside[i]] for i in quoted]
        if not named and quotes:
            named = {answers[quotes[0]].language: excerpt(texts[quotes[0]])}
        by_helix = Counter(helix for i in rows if (helix := answers[i].input.helix))
        stability = float(model.stability_[theme])
        results.append(
            ThemeResult(
                key=f"t{theme + 1}",
                labels=named,
                size=len(rows),
                also=len(members[theme]) - len(rows),
                members=members[theme],
                quotes=tuple(answers[i].input.id for i in quotes),
                by_helix=dict(sorted(by_helix.items())),
                by_language=dict(sorted(Counter(answers[i].language for i in rows).items())),
                helix_shares={
                    helix: _share(by_helix[helix], base, len(rows) / len(answers))
                    for helix, base in sorted(helix_base.items())
                },
                stability=None if np.isnan(stability) else round(stability, 4),
                stability_level=_level(stability, len(answers)),
            )
        )
    return tuple(results)


def _members(answers: Sequence[ReadAnswer], geometry: Geometry) -> dict[int, tuple[Member, ...]]:
    found: dict[int, list[Member]] = defaultdict(list)
    for answer, row in zip(answers, geometry.place.tolist(), strict=True):
        for turn, spoken in enumerate(geometry.spoken[row]):
            start, stop = _span(answer.input.text, geometry.distinct[row].input.text, spoken.part)
            found[spoken.theme].append(Member(answer.input.id, round(spoken.strength, 4), turn == 0, start, stop))
    order = {theme: sorted(m, key=lambda m: (not m.is_main, -m.strength, m.answer_id)) for theme, m in found.items()}
    return {theme: tuple(members) for theme, members in order.items()}


def _span(text: str, read: str, part: Statement) -> tuple[int, int]:
    """The part within this very text; where it differs from the one read (in white space alone), all of it."""
    if text == read:
        return part.start, part.stop
    return len(text) - len(text.lstrip()), len(text.rstrip())


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
