"""Proposal or reason: which sentences of an answer ask for something, which say why, and which only describe.

Cues in four languages (`asking_cues`) are weighed by two logistic regressions fitted on the sentences of two German
cycling dialogues that people had labelled as positions and premises (Romberg and Conrad 2021, CC BY-SA 4.0); the cues,
not the words, have weights, so that they serve all four languages. The words that decided are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from cocreate.analysis.text.asking_cues import CUES, LANGUAGES, SHOWN
from cocreate.analysis.text.statements import Statement, sentences

READ_CHARACTERS = 2_000

# cue -> weight for asking, weight for giving a reason; fitted on 4,000 sentences, see bench/analysis_words.py
WEIGHTS = {
    "must": (1.95, -1.42),
    "wish": (3.24, -2.58),
    "could": (2.97, -2.20),
    "why_not": (1.58, 0.31),
    "because": (-0.20, 0.61),
    "problem": (-1.38, 2.18),
    "is": (-0.87, 0.89),
    "self": (-0.64, -0.73),
    "more": (1.03, 0.23),
    "order": (0.97, -0.46),
    "naming": (1.05, -1.26),
    "question": (-0.39, -2.26),
    "shouting": (0.65, -0.79),
    "unfinished": (0.68, -0.90),
    "greeting": (-0.52, -1.82),
    "word or two": (-0.47, -0.79),
    "short": (-0.04, -0.42),
    "long": (-0.07, 0.67),
}
ASKS_BASE, REASON_BASE = -0.74, 0.46


class Asking(StrEnum):
    """What a sentence does."""

    PROPOSAL = "proposal"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """What a sentence does, how probable it is (0 to 1) that it asks and that it gives a reason, and the cue words."""

    kind: Asking
    asks: float
    reasons: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A part of an answer that asks for something, and the parts of the same answer that say why."""

    part: Statement
    reasons: tuple[Statement, ...]


def classify(text: str, language: str) -> Asked:
    """What a sentence does; an unknown language is read as English.

    >>> classify("Er moeten meer veilige fietspaden komen.", "nl")
    Asked(kind=<Asking.PROPOSAL: 'proposal'>, asks=0.76, reasons=0.2, words=('moeten',))
    >>> classify("Die Straße ist zu eng und gefährlich.", "de").kind
    <Asking.REASON: 'reason'>
    """
    seen = cues_of(text, language)
    asks = _probability(ASKS_BASE + sum(WEIGHTS[cue][0] for cue in seen))
    reasons = _probability(REASON_BASE + sum(WEIGHTS[cue][1] for cue in seen))
    if asks >= 0.5:
        kind = Asking.PROPOSAL
    else:
        kind = Asking.REASON if reasons >= 0.5 else Asking.OTHER
    words = tuple(dict.fromkeys(word.strip() for cue, word in seen.items() if cue in SHOWN and word.strip()))
    return Asked(kind, round(asks, 2), round(reasons, 2), words)


def cues_of(text: str, language: str) -> dict[str, str]:
    """Each cue that a sentence gives, with the words that give it (empty for its length)."""
    text = text[:READ_CHARACTERS]
    spoken = language if language in LANGUAGES else "en"
    found = {cue: match.group() for cue, patterns in CUES.items() if (match := patterns[spoken].search(text))}
    words = len(text.split())
    size = "word or two" if words <= 3 else "short" if words <= 7 else "long" if words >= 20 else ""
    return found | ({size: ""} if size else {})


def _probability(score: float) -> float:
    return 1 / (1 + exp(-score))


def proposals(text: str, language: str) -> list[Proposal]:
    """What an answer asks for, each with the reasons given for it.

    A reason inside the sentence that asks ("… because …") belongs to it; a sentence of its own to the nearest proposal,
    the one before it when two are as near. Spans are of the answer, to the character.

    >>> text = "Wij vragen meer bussen omdat de laatste om 20 uur rijdt. Dat is te vroeg en gevaarlijk."
    >>> [(text[p.part.start : p.part.stop], [text[r.start : r.stop] for r in p.reasons]) for p in proposals(text, "nl")]
    [('Wij vragen meer bussen', ['omdat de laatste om 20 uur rijdt.', 'Dat is te vroeg en gevaarlijk.'])]
    """
    parts = sentences(text[: 20 * READ_CHARACTERS], language)
    kinds = [classify(text[part.start : part.stop], language).kind for part in parts]
    asking: dict[int, tuple[Statement, list[Statement]]] = {}
    for i, part in enumerate(parts):
        asked, reason = _because(text, part, language)
        if reason or kinds[i] is Asking.PROPOSAL:
            asking[i] = asked, [reason] if reason else []
    for i, kind in enumerate(kinds):
        if kind is Asking.REASON and asking and i not in asking:
            asking[min(asking, key=lambda a: (abs(a - i), a))][1].append(parts[i])
    return [Proposal(asked, tuple(sorted(why, key=lambda r: r.start))) for asked, why in asking.values()]


def _because(text: str, part: Statement, language: str) -> tuple[Statement, Statement | None]:
    """A sentence cut before its "because", where what stands before it asks for something."""
    pattern = CUES["because"][language if language in LANGUAGES else "en"]
    match = pattern.search(text, part.start, part.stop)
    if match is None:
        return part, None
    asked = text[part.start : match.start()]
    kept = re.sub(r"[\s,;:–-]+$", "", asked)
    if len(kept.split()) < 3 or classify(kept, language).kind is not Asking.PROPOSAL:
        return part, None
    return Statement(part.start, part.start + len(kept)), Statement(match.start(), part.stop)
