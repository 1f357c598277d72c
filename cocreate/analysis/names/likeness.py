"""How likely two names mean the same organisation, with the reasons in codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.analysis.names.reading import Reading, initials, readings
from cocreate.analysis.names.words import GENERIC

SAME, ACRONYM, TYPING, MORE_WORDS = "same_name", "acronym", "typing", "more_words"
ENOUGH = 80.0  # from here on a pair is worth a person's look
CLOSE_WORD = 80.0  # of two words that may be one with a slip
CLOSE_ALONE = 92.0  # of names of one word, where a letter makes another name


@dataclass(frozen=True)
class Likeness:
    """0 to 100, and why: `same_name`, `acronym`, `typing`, `more_words`."""

    score: float
    reasons: tuple[str, ...] = ()


NOT_ALIKE = Likeness(0.0)


def likeness(first: str, second: str) -> Likeness:
    """How alike two names are.

    >>> likeness("Brussels Life Sciences Incubator (BLSI)", "BLSI").reasons
    ('same_name',)
    >>> likeness("Université libre de Bruxelles", "Vrije Universiteit Brussel").score
    0.0
    """
    found = [_compare(one, other) for one in readings(first) for other in readings(second)]
    return max(found, key=lambda each: each.score, default=NOT_ALIKE)


def _compare(one: Reading, other: Reading) -> Likeness:
    if sorted(one.telling) == sorted(other.telling):
        return Likeness(100.0, (SAME,))
    if one.run_together == other.run_together:
        return Likeness(98.0, (SAME,))
    if _is_acronym_of(one, other) or _is_acronym_of(other, one):
        return Likeness(90.0, (ACRONYM,))
    if _numbers(one) != _numbers(other):
        return NOT_ALIKE
    return max(_typing(one.telling, other.telling), _more_words(one, other), key=lambda each: each.score)


def _is_acronym_of(short: Reading, long: Reading) -> bool:
    if short.is_acronym and len(long.words) > 1 and "".join(short.telling) in initials(long):
        return True
    return _begins_with_acronym(short.words, long.words)


def _begins_with_acronym(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the first word stands for several of the other name: "KU Leuven"."""
    if len(short) < 2 or not 2 <= len(short[0]) <= 4:
        return False
    many = len(short[0])
    start = "".join(word[0] for word in long[:many])
    return len(long) == many + len(short) - 1 and start == short[0] and tuple(long[many:]) == tuple(short[1:])


def _numbers(reading: Reading) -> list[str]:
    return re.findall(r"\d+", reading.key)


def _typing(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """The same words with slips: every word has its like in the other name."""
    from rapidfuzz import fuzz

    if len(one) != len(other):
        return _other_gaps("".join(one), "".join(other))
    left, worst, total = list(other), 100.0, 0.0
    for word in one:
        best = max(left, key=lambda each: fuzz.ratio(word, each))
        like = fuzz.ratio(word, best)
        left.remove(best)
        enough = CLOSE_WORD if len(one) > 1 else CLOSE_ALONE
        if like < enough or (like < 100 and min(len(word), len(best)) < 5):
            return NOT_ALIKE
        worst, total = min(worst, like), total + like
    return Likeness((worst + total / len(one)) / 2, (TYPING,))


def _other_gaps(one: str, other: str) -> Likeness:
    """Other gaps, as in "Medi Tech" and "MediTechs", and hardly another letter."""
    from rapidfuzz import fuzz

    alike = fuzz.ratio(one, other)
    return Likeness(alike - 2, (TYPING,)) if alike >= 94 and min(len(one), len(other)) >= 6 else NOT_ALIKE


def _more_words(one: Reading, other: Reading) -> Likeness:
    """One name is the other with words that say little: "Sirris" and "Sirris Brussels"."""
    fewer, more = sorted((set(one.telling), set(other.telling)), key=len)
    extra = more - fewer
    if fewer < more and extra <= GENERIC and fewer - GENERIC:
        return Likeness(84.0, (MORE_WORDS,))
    return NOT_ALIKE
