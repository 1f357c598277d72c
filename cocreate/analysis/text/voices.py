"""Who says what in a theme: what one helix category says more than the others, and which answers go against the rest.

Added to the themes after they are found, so that nothing here moves an answer. The work is bounded: of a very large
theme, the answers nearest to its centre are read, and every count says how many those were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import log1p

import numpy as np

from cocreate.analysis.text.assembling import Geometry, ReadAnswer
from cocreate.analysis.text.distinctive import distinctive_terms
from cocreate.analysis.text.opposition import find_oppositions
from cocreate.analysis.text.results import OpposedAnswers, Settings, ThemeResult
from cocreate.analysis.text.stance import Stance, stance

READ_IN_ALL = 20_000  # answers, shared by the themes
READ_AT_LEAST = 400  # of each theme
COMPARED = 600  # answers of a theme among which pairs are looked for
PAIRS = 5  # of each theme
ONE_THEME = 0.0  # cosine from which two answers of one theme are compared: the theme says already that they are close
DISSENT = 5  # of each theme
COMMON = 0.1  # of a theme's answers must hold a word before it is part of its main line
ONE_WAY = 0.7  # of them must mean it the same way


def with_voices(
    themes: Sequence[ThemeResult], answers: Sequence[ReadAnswer], geometry: Geometry, settings: Settings
) -> tuple[ThemeResult, ...]:
    """The themes with `voices` and `dissent`."""
    by_id = {answer.input.id: answer for answer in answers}
    limit = max(READ_AT_LEAST, READ_IN_ALL // max(1, len(themes)))
    found = []
    for theme in themes:
        read = [by_id[member.answer_id] for member in theme.members if member.is_main][:limit]
        said = distinctive_terms(
            [answer.input.text for answer in read],
            [answer.language for answer in read],
            [answer.input.helix for answer in read],
            leave_out=settings.leave_out,
        )
        voices = {helix: tuple(terms) for helix, terms in sorted(said.items())}
        found.append(replace(theme, voices=voices, dissent=_dissenting(read)))
    return tuple(found)


def _dissenting(read: Sequence[ReadAnswer]) -> tuple[str, ...]:
    texts = [answer.input.text for answer in read]
    rows = dissenting(texts, [answer.language for answer in read])
    return tuple(read[row].input.id for row in rows)


def dissenting(texts: Sequence[str], languages: Sequence[str], most: int = DISSENT) -> list[int]:
    """Rows of the texts that go against the main line of them all, most clearly first; equal texts once.

    The main line is the direction of most (for or against) and the words that many use and mean the same way. Who goes
    the other way and says the contrary of such a word dissents.

    >>> texts = ["Meer trams", "Meer trams graag", "Veel meer trams in de stad", "Minder trams", "Meer parken"]
    >>> dissenting(texts, ["nl"] * 5)
    [3]
    """
    read = [stance(text, language) for text, language in zip(texts, languages, strict=True)]
    directions = Counter(1 if found.overall > 0 else -1 for found in read if found.overall)
    if not directions:
        return []
    way, agreeing = max(directions.items(), key=lambda item: (item[1], item[0]))
    if agreeing < ONE_WAY * directions.total():
        return []
    line = _main_line(read, languages)
    scored, seen = [], set[str]()
    for row, found in enumerate(read):
        if found.overall * way >= 0 or texts[row] in seen:
            continue
        against = sum(weight for word, (sign, weight) in line[languages[row]].items() if found.said.get(word) == -sign)
        if against:
            seen.add(texts[row])
            scored.append((-round(against + 0.1 * abs(found.overall), 6), texts[row], row))
    return [row for _, _, row in sorted(scored)[:most]]


def _main_line(read: Sequence[Stance], languages: Sequence[str]) -> dict[str, dict[str, tuple[int, float]]]:
    """Per language the words that many use and most of them mean one way: which way, and how much that tells."""
    lines: dict[str, dict[str, tuple[int, float]]] = {}
    for language in set(languages):
        own = [found for found, spoken in zip(read, languages, strict=True) if spoken == language]
        holding, affirmed = Counter[str](), Counter[str]()
        for found in own:
            holding.update(found.said.keys())
            affirmed.update(word for word, sign in found.said.items() if sign > 0)
        lines[language] = {}
        for word, count in holding.items():
            share = affirmed[word] / count
            if count >= max(3, COMMON * len(own)) and max(share, 1 - share) >= ONE_WAY:
                lines[language][word] = (1 if share > 0.5 else -1, log1p(count) * abs(2 * share - 1))
    return lines


def oppositions(answers: Sequence[ReadAnswer], geometry: Geometry) -> tuple[OpposedAnswers, ...]:
    """Pairs of answers within one theme that seem to oppose each other, theme by theme, the clearest first."""
    model = geometry.model
    first = {int(row): answer for row, answer in zip(geometry.place[::-1], answers[::-1], strict=True)}
    found = []
    for theme in range(len(model.centroids_)):
        inside = np.flatnonzero(model.labels_ == theme)
        nearest = inside[np.argsort(-model.strengths_[inside], kind="stable")][:COMPARED]
        read = [first[int(row)] for row in nearest]
        pairs = find_oppositions(
            [a.input.text for a in read],
            [a.language for a in read],
            geometry.vectors[nearest],
            most=PAIRS,
            near=ONE_THEME,
        )
        for pair in pairs:
            one, other = read[pair.in_favour].input.id, read[pair.against].input.id
            found.append(OpposedAnswers(f"t{theme + 1}", one, other, pair.closeness, pair.words))
    return tuple(found)
