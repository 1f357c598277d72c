"""The shortlist as a portfolio: which challenges it covers, which candidates overlap, which serve many others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

MERGE = 0.5
"""Overlap from which two candidates are named for a talk about merging; a person decides."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Candidates x challenges.

    strength     [candidate][challenge], 0 (no link) to 1 (its strongest link)
    covered_by   per challenge, how many shortlisted candidates serve it;  uncovered: challenges that none serves
    lost         challenges served by some candidate, but by none on the shortlist
    only         (challenge, candidate): the one shortlisted candidate that serves it; dropping it leaves a hole
    """

    candidates: tuple[str, ...]
    challenges: tuple[str, ...]
    strength: tuple[tuple[float, ...], ...]
    covered_by: tuple[int, ...]
    uncovered: tuple[str, ...]
    lost: tuple[str, ...]
    only: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two candidates. evidence: Jaccard share of their evidence, None when neither has any; text: cosine of their
    words, None when one has none; overlap: the larger of the two; shared: the evidence both rest on."""

    one: str
    other: str
    overlap: float
    evidence: float | None
    text: float | None
    shared: tuple[str, ...]
    is_merge_suggested: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How transversal a candidate is.

    score       geometric mean of the two parts, 0 to 1
    breadth     challenges it serves beyond one (Hill number of order 1, 1973), as a share of all others
    serves      share of the other candidates that it shares evidence or a declared link with
    challenges  effective number behind `breadth`;  partners: the candidates behind `serves`
    """

    candidate: str
    score: float
    breadth: float
    serves: float
    challenges: float
    partners: tuple[str, ...]


def coverage(links: Mapping[str, Mapping[str, float]], challenges: Sequence[str], shortlist: Sequence[str]) -> Coverage:
    """Which challenges are covered. `links` gives the strength of each candidate's links, in any unit of 0 or more.

    Strengths are divided by the strongest link of all, so that candidates can be compared. Raises ValueError for an
    unknown challenge, a negative strength, or a shortlisted candidate without an entry in `links`.
    """
    unknown = {name for given in links.values() for name in given} - set(challenges)
    if unknown or set(shortlist) - set(links):
        raise ValueError("links and shortlist name known challenges and candidates")
    matrix = np.array([[float(given.get(name, 0.0)) for name in challenges] for given in links.values()])
    matrix = matrix.reshape(len(links), len(challenges))
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise ValueError("a strength is a finite number of 0 or more")
    matrix = matrix / (matrix.max(initial=0.0) or 1.0)
    rows = [list(links).index(name) for name in shortlist]
    serving = matrix[rows] > 0
    covered: list[int] = serving.sum(axis=0).tolist()
    anyone = [bool(column.any()) for column in matrix.T > 0]
    return Coverage(
        candidates=tuple(links),
        challenges=tuple(challenges),
        strength=tuple(tuple(row) for row in matrix.tolist()),
        covered_by=tuple(covered),
        uncovered=tuple(name for name, count in zip(challenges, covered, strict=True) if not count),
        lost=tuple(
            name for name, count, is_served in zip(challenges, covered, anyone, strict=True) if is_served and not count
        ),
        only=tuple(
            (name, shortlist[int(np.argmax(serving[:, column]))])
            for column, name in enumerate(challenges)
            if covered[column] == 1
        ),
    )


def overlaps(
    evidence: Mapping[str, Sequence[str]], texts: Mapping[str, str] | None = None, *, merge_from: float = MERGE
) -> tuple[Overlap, ...]:
    """Every pair of candidates that shares anything, most alike first.

    Evidence is compared as sets (Jaccard). Texts by TF-IDF of words and of character groups, so that a compound or a
    plural still meets its stem in any of the languages (Salton and Buckley, "Term-weighting approaches", 1988).
    """
    names = list(evidence)
    words = _text_cosines([(texts or {}).get(name, "") for name in names])
    found = []
    for i, one in enumerate(names):
        for j in range(i + 1, len(names)):
            mine, theirs = set(evidence[one]), set(evidence[names[j]])
            shared = tuple(item for item in dict.fromkeys(evidence[one]) if item in theirs)
            jaccard = len(shared) / len(mine | theirs) if mine | theirs else None
            text = None if np.isnan(words[i, j]) else float(words[i, j])
            overlap = max(jaccard or 0.0, text or 0.0)
            if overlap > 0:
                found.append(Overlap(one, names[j], overlap, jaccard, text, shared, overlap >= merge_from))
    return tuple(sorted(found, key=lambda pair: -pair.overlap))


def _text_cosines(texts: Sequence[str]) -> np.ndarray:
    """(n, n) mean cosine of word and character TF-IDF; NaN where a text is empty."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # here, so that no web process loads it at its start

    cosine = np.zeros((len(texts), len(texts)))
    is_empty = np.array([not any(map(str.isalnum, text)) for text in texts], dtype=bool)
    if (~is_empty).sum() > 1:
        filled = [text for text, blank in zip(texts, is_empty, strict=True) if not blank]
        parts = []
        for settings in ({"analyzer": "word", "token_pattern": r"\w+"}, {"analyzer": "char_wb", "ngram_range": (3, 5)}):
            vectors = TfidfVectorizer(sublinear_tf=True, **settings).fit_transform(filled)
            parts.append((vectors @ vectors.T).toarray())
        cosine[np.ix_(~is_empty, ~is_empty)] = np.clip(np.mean(parts, axis=0), 0, 1)
    return np.where(is_empty[:, None] | is_empty[None, :], np.nan, cosine)


def reaches(
    links: Mapping[str, Mapping[str, float]],
    challenges: Sequence[str],
    evidence: Mapping[str, Sequence[str]],
    declared: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Reach, ...]:
    """How transversal each candidate is, most first: a lever serves many challenges and many other candidates.

    declared  candidates that a candidate is said to serve, beside those it shares evidence with
    """
    found = []
    for name in links:
        strengths = np.array([value for value in links[name].values() if value > 0], dtype=float)
        part = strengths / strengths.sum() if len(strengths) else strengths
        number = float(np.exp(-(part * np.log(part)).sum())) if len(part) else 0.0
        breadth = max(number - 1, 0.0) / (len(challenges) - 1) if len(challenges) > 1 else 0.0
        own, said = set(evidence.get(name, ())), set((declared or {}).get(name, ()))
        others = [other for other in links if other != name]
        partners = tuple(other for other in others if other in said or own & set(evidence.get(other, ())))
        serves = len(partners) / len(others) if others else 0.0
        found.append(Reach(name, float(np.sqrt(breadth * serves)), breadth, serves, number, partners))
    return tuple(sorted(found, key=lambda reach: -reach.score))
