"""What a theme is called and who says it best: phrases and quotations taken from the answers, never made up.

Phrases of one to three content words are keyed by their stems, counted once an answer, weighed by how much more often
they occur in the theme than in the other answers of that language (a class-based TF-IDF), and shown in their commonest
spelling. Quotations follow maximal marginal relevance (Carbonell and Goldstein 1998): near the centre, unlike each
other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.language import UNDETERMINED
from cocreate.analysis.text.tokens import Token, content_stems, runs
from cocreate.analysis.text.vectors import Matrix

PHRASES = 4  # in one label; with three the label alone told the class in 89 % of themes, with four in 93 %
LONGEST = 4  # words in one phrase, stop words inside it included
CONTENT = 3  # content words in one phrase
BONUS = {1: 1.0, 2: 1.5, 3: 1.6}  # a phrase is rarer than its words but says more
SUPPORT = 0.04  # of a large theme; fewer let one sentence that was copied three times name it
SMALL = 12  # answers in all languages: below that two are enough
EVERYWHERE = 0.5  # a term in more than half of all answers tells no theme
COMMON_FROM = 20  # answers before "everywhere" means something
RELEVANCE = 0.85  # of a quotation, against its difference from those already chosen
READABLE = (40, 300)  # characters of a good quotation

# Words that name nothing. As stop words they would change the answers' vectors too, and themes came out a little worse.
NAMELESS = {
    "nl": "bijvoorbeeld betreft mbt tav",
    "fr": "également permettre permettra donner voir",
    "en": "follow ensure considered also",
    "de": "bzw bzgl insbesondere aufgrund siehe somit dennoch jederzeit entsprechend bestehen besteht stellen findet",
}

Key = tuple[str, ...]


@dataclass
class _Counts:
    """How many answers hold each phrase, in which stretches of text it stands, and how it is spelled."""

    answers: int = 0
    holding: Counter[Key] = field(default_factory=Counter)
    stretches: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    spellings: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def theme_labels(
    texts: Sequence[str],
    languages: Sequence[str],
    themes: NDArray[np.intp],
    *,
    leave_out: Sequence[str] = (),
    sizes: Mapping[int, int] | None = None,
) -> list[dict[str, str]]:
    """A label per language for each theme 0..max(themes); a language in which nothing is said often enough is absent.

    `leave_out` holds texts such as the question itself, whose words are no finding. `sizes` tells how many answers each
    theme has, where an answer in two languages is two of the texts; else every text is an answer.

    >>> texts = ["Plus de transports en commun", "Des transports en commun gratuits", "Le vote blanc", "vote blanc !"]
    >>> theme_labels(texts, ["fr"] * 4, np.array([0, 0, 1, 1]))
    [{'fr': 'transports en commun'}, {'fr': 'vote blanc'}]
    """
    if sizes is None:
        sizes = Counter(themes.tolist())
    labels: list[dict[str, str]] = [{} for _ in range(int(max(themes, default=-1)) + 1)]
    for language in sorted(set(languages) - {UNDETERMINED}):
        rows = [i for i, spoken in enumerate(languages) if spoken == language]
        overall, by_theme = _count(texts, rows, language, themes)
        common = {stem for text in (*leave_out, NAMELESS.get(language, "")) for stem in content_stems(text, language)}
        if overall.answers >= COMMON_FROM:
            common |= {k[0] for k, n in overall.holding.items() if len(k) == 1 and n > EVERYWHERE * overall.answers}
        for theme, counts in by_theme.items():
            # Text that was copied many times names a theme only where nothing else does.
            least = _support(counts.answers, sizes[theme])
            chosen = _choose(counts, overall, common, least, copied=False) or _choose(
                counts, overall, common, least, copied=True
            )
            if chosen:
                labels[theme][language] = ", ".join(spelling(counts.spellings[key]) for key in chosen)
    return labels


def _count(
    texts: Sequence[str], rows: Sequence[int], language: str, themes: NDArray[np.intp]
) -> tuple[_Counts, dict[int, _Counts]]:
    overall = _Counts()
    by_theme: dict[int, _Counts] = defaultdict(_Counts)
    for row in rows:
        found = phrases(texts[row], language)
        own = by_theme[int(themes[row])]
        for counts in (overall, own):
            counts.answers += 1
            counts.holding.update(found.keys())
        for key, (spellings, stretches) in found.items():
            own.spellings[key].update(spellings)
            own.stretches[key] |= stretches
    return overall, by_theme


def phrases(text: str, language: str) -> dict[Key, tuple[Counter[str], set[Key]]]:
    """Every phrase of an answer with its spellings and the stretches of text around it.

    A spelling at the start of a sentence hardly votes on capitals.
    """
    found: dict[Key, tuple[Counter[str], set[Key]]] = defaultdict(lambda: (Counter(), set()))
    for run in runs(text, language):
        stretch = tuple(token.stem for token in run)
        for start, window in _windows(run):
            spellings, stretches = found[tuple(token.stem for token in window)]
            spellings[" ".join(token.surface for token in window)] += 1 if start == 0 else 10
            stretches.add(stretch)
    return found


def _windows(run: Sequence[Token]) -> Iterator[tuple[int, Sequence[Token]]]:
    for start, first in enumerate(run):
        if first.is_stop:
            continue
        content = 0
        for end in range(start, min(start + LONGEST, len(run))):
            if run[end].is_stop:
                continue
            content += 1
            if content > CONTENT:
                break
            if end > start or len(first.surface) > 2:
                yield start, run[start : end + 1]


def _support(answers: int, size: int) -> int:
    """How many answers in a language must hold a phrase before it may stand for a theme, in all languages of that size.

    What a single answer happens to say names nothing, nor what two of a large theme do.
    """
    return max(2 if size < SMALL else 3, round(SUPPORT * answers))


def _choose(counts: _Counts, overall: _Counts, common: set[str], least: int, *, copied: bool) -> list[Key]:
    scored = []
    for key, holding in counts.holding.items():
        if not copied and len(counts.stretches[key]) < least:
            continue
        if holding < least or (key[0] in common and len(key) == 1):
            continue
        if key[0] in common and key[-1] in common:
            continue
        here = holding / counts.answers
        lift = (holding + 0.5) / (counts.answers + 1) * (overall.answers + 1) / (overall.holding[key] + 0.5)
        weight = np.sqrt(here) * np.log1p(lift) * BONUS[min(3, _content(key, counts))]
        scored.append((-round(float(weight), 9), key))
    chosen: list[Key] = []
    for _, key in sorted(scored):
        # No phrase inside or beside another one that shares a word with it.
        if not any(set(key) & set(other) for other in chosen):
            chosen.append(key)
        if len(chosen) == PHRASES:
            break
    return chosen


def _content(key: Key, counts: _Counts) -> int:
    """Content words in a phrase: those whose stem also stands alone as a phrase."""
    return max(1, sum((stem,) in counts.holding for stem in key))


def spelling(spellings: Counter[str]) -> str:
    """The commonest spelling; between equals the one with fewer capitals."""
    return min(spellings, key=lambda s: (-spellings[s], sum(c.isupper() for c in s), s))


def excerpt(text: str, length: int = 60) -> str:
    """The beginning of an answer in quotation marks: the label of a theme in which no phrase comes back.

    >>> excerpt("Bomen planten langs de   Dender", 20)
    '“Bomen planten langs…”'
    """
    plain = " ".join(text[: length * 10].split())
    if len(plain) <= length:
        return f"“{plain}”"
    cut = plain[: length + 1].rsplit(" ", 1)[0][:length]
    return f"“{cut.rstrip(' ,;:.')}…”"


def representative(
    texts: Sequence[str],
    vectors: Matrix,
    centre: NDArray[np.float32],
    rows: Sequence[int],
    count: int = 5,
    others: Matrix | None = None,
) -> list[int]:
    """Up to `count` of `rows` that speak for a theme, best first.

    They are indexes into `texts`, so a quotation is always verbatim. Answers of 40 to 300 characters are preferred; a
    text that occurs twice is quoted once. `others` holds the centres of the other themes: what stands near one of them
    too speaks less for this one.
    """
    unique: dict[str, int] = {}
    for row in rows:
        unique.setdefault(" ".join(texts[row].split()), row)
    candidates = list(unique.values())
    if not candidates:
        return []
    points = vectors[candidates]
    length = np.array([len(texts[row]) for row in candidates])
    comfortable = (length >= READABLE[0]) & (length <= READABLE[1])
    own = points @ centre
    if others is not None and len(others):
        own = own - (points @ others.T).max(axis=1)
    merit = RELEVANCE * own - 0.2 * ~comfortable
    nearest = np.zeros(len(candidates), np.float32)
    chosen: list[int] = []
    for _ in range(min(count, len(candidates))):
        score = merit - (1 - RELEVANCE) * nearest
        score[chosen] = -np.inf
        best = int(score.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, points @ points[best])
    return [candidates[i] for i in chosen]
