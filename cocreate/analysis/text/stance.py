"""For or against what: the direction in which a text speaks, and of which words it says the contrary of another text.

Each stretch between punctuation marks is read for words of wanting more or less, of praise and blame, turned round by a
negation before them. Only what stands before "because" is read, for reasons often name what they are against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cocreate.analysis.text.asking_cues import CUES
from cocreate.analysis.text.stance_words import AGAINST, CONTRARY, FOR, NOT, WITHOUT
from cocreate.analysis.text.tokens import Token, runs, stem

NEGATION_REACH = 4  # words after a negation, within which it turns one round
READ_CHARACTERS = 1_000
CLAIM_WORDS = 4  # before "because" that can stand alone


@dataclass(frozen=True)
class Stance:
    """`said` maps each meaning (a stem, or the first of words of one meaning) to 1, or -1 where it is denied.

    `overall` is the direction of the whole, -3 to 3; `shown` the spelling of each meaning.
    """

    said: Mapping[str, int]
    overall: float
    shown: Mapping[str, str]


@dataclass(frozen=True)
class _Words:
    negations: frozenset[str]
    without: frozenset[str]
    in_favour: frozenset[str]
    against: frozenset[str]
    meanings: Mapping[str, tuple[str, int]]


@cache
def _words(language: str) -> _Words:
    def stems(listed: str) -> list[str]:
        return [stem(word, language) for word in listed.split()]

    meanings: dict[str, tuple[str, int]] = {}
    for line in CONTRARY.get(language, "").strip().splitlines():
        one, other = (stems(side) for side in line.split("|"))
        meanings |= dict.fromkeys(other, (one[0], -1)) | dict.fromkeys(one, (one[0], 1))
    in_favour = frozenset(stems(FOR.get(language, "")))
    against = frozenset(stems(AGAINST.get(language, ""))) - in_favour
    negations, without = (frozenset(listed.get(language, "").split()) for listed in (NOT, WITHOUT))
    return _Words(negations, without, in_favour, against, meanings)


@lru_cache(maxsize=50_000)
def stance(text: str, language: str) -> Stance:
    """What a text says and denies, and whether it speaks for or against; nothing in an unknown language.

    >>> found = stance("Geen trams in het centrum", "nl")
    >>> found.said["centrum"], found.said["tram"], found.overall
    (1, -1, -1.0)
    """
    words = _words(language)
    said: dict[str, int] = {}
    shown: dict[str, str] = {}
    overall = 0.0
    for run in runs(_claim(text[:READ_CHARACTERS], language), language):
        overall += _read(run, words, said, shown)
    return Stance(said, max(-3.0, min(3.0, overall)), shown)


def _claim(text: str, language: str) -> str:
    because = CUES["because"].get(language)
    match = because.search(text) if because else None
    return text[: match.start()] if match and len(text[: match.start()].split()) >= CLAIM_WORDS else text


def _read(run: Sequence[Token], words: _Words, said: dict[str, int], shown: dict[str, str]) -> float:
    """Add what one stretch says to `said`; its direction."""
    total, reach, idle, lasting = 0.0, 0, False, False
    for token in run:
        written = token.surface.lower().replace("’", "'")
        if written in words.negations:
            idle, lasting = True, written in words.without
            reach = NEGATION_REACH - 1 if lasting else NEGATION_REACH
            continue
        meaning, sign = words.meanings.get(token.stem, (token.stem, 1))
        value = 1 if token.stem in words.in_favour else -1 if token.stem in words.against else 0
        if value or not token.is_stop or token.stem in words.meanings:
            turned = -1 if reach else 1
            if said.get(meaning, 1) > 0:  # what was denied once stays denied
                said[meaning] = sign * turned
                shown[meaning] = token.surface
            total += value * turned
            idle = idle and not value
            reach = reach if lasting else 0
        reach = max(0, reach - 1)
    # "No cars in the centre": a negation with no praise or blame to turn round speaks against what follows.
    return total - (1.0 if idle and not total else 0.0)
