"""Copies and campaigns: answers that share one text, whole or with parts filled in, told apart from all others.

A text is cut into shingles of three words. Shingles that several answers share lead to candidates (an inverted index,
rare shingles first, so the cost grows with the copies and not with the square of the answers); a pair is a copy when
the smaller text is mostly inside the larger one (containment, Broder 1997). What all copies share is the template, what
differs are the parts that people filled in. Nothing is decided: a campaign may count once or as often as it was sent.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

READ_CHARACTERS = 20_000
SHINGLE = 3  # words
SHORTEST = 6  # words; shorter answers are alike by chance
CONTAINED = 0.5  # of the smaller text's shingles in the larger one
LARGER = 3.0  # times as many words at most: a quotation inside a long text is no copy
PROBES = 24  # shingles of an answer that look for its twin, the rarest first
CAMPAIGN = 3  # answers that share a text before it is called a campaign

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Campaign:
    """Answers that share a text.

    `template_id` is the answer that stands nearest to all of them, `members` all of them with it, in order. `shared` is
    the text that (nearly) all use, with "…" where parts differ; `exact` of them are the template letter for letter but
    for case and punctuation; `filled` tells how many wrote something of their own into it.
    """

    template_id: str
    members: tuple[str, ...]
    shared: str
    exact: int
    filled: int

    @property
    def is_campaign(self) -> bool:
        """Whether enough answers share the text to suspect that somebody handed it out."""
        return len(self.members) >= CAMPAIGN


class _Text(NamedTuple):
    id: str
    words: tuple[str, ...]
    spelled: tuple[tuple[int, int], ...]
    shingles: frozenset[int]


def find_campaigns(texts: Mapping[str, str], *, smallest: int = 2) -> list[Campaign]:
    """Groups of at least `smallest` answers that share a text, largest first; the order of `texts` changes nothing.

    >>> letter = "Wij vragen de gemeente om de oude spoorlijn open te houden voor fietsers"
    >>> found = find_campaigns({"a": letter, "b": letter + "!", "c": "Groetjes, " + letter, "d": "Meer bomen graag"})
    >>> [(c.template_id, c.members, c.exact, c.filled) for c in found]
    [('a', ('a', 'b', 'c'), 2, 1)]
    """
    read = [_read(answer, texts[answer]) for answer in sorted(texts)]
    # Answers of the same words are one from here on, however often they came.
    same: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for text in read:
        same[text.words].append(text.id)
    distinct = [text for text in read if len(text.words) >= SHORTEST and same[text.words][0] == text.id]
    groups = _joined(distinct)
    found = [_campaign(group, same, texts) for group in groups if sum(len(same[t.words]) for t in group) >= smallest]
    return sorted(found, key=lambda c: (-len(c.members), c.template_id))


def count_once(answers: Iterable[str], campaigns: Iterable[Campaign]) -> set[str]:
    """The answers that remain when each campaign counts once: its template and everything outside campaigns."""
    dropped = {member for c in campaigns if c.is_campaign for member in c.members if member != c.template_id}
    return set(answers) - dropped


def _read(answer: str, text: str) -> _Text:
    found = list(_WORD.finditer(text[:READ_CHARACTERS]))
    words = tuple(m.group().casefold().replace("’", "'") for m in found)
    return _Text(answer, words, tuple(m.span() for m in found), _shingles(words))


def _shingles(words: tuple[str, ...]) -> frozenset[int]:
    return frozenset(_hash(" ".join(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1))


def _hash(text: str) -> int:
    """The same number in every process; Python's own hash of a text differs from run to run."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _joined(texts: list[_Text]) -> list[list[_Text]]:
    frequency = Counter(shingle for text in texts for shingle in text.shingles)
    parent = list(range(len(texts)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first_with: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        tried: set[int] = set()
        for shingle in _probes(text, frequency):
            # A few holders of a shingle stand for all: its other holders were joined to them, if they are copies.
            for other in first_with[shingle]:
                if other not in tried and root(other) != root(place):
                    tried.add(other)
                    if _is_copy(text, texts[other]):
                        low, high = sorted((root(other), root(place)))
                        parent[high] = low
            if len(first_with[shingle]) < 8:
                first_with[shingle].append(place)
    groups: dict[int, list[_Text]] = defaultdict(list)
    for place, text in enumerate(texts):
        groups[root(place)].append(text)
    return list(groups.values())


def _probes(text: _Text, frequency: Counter[int]) -> list[int]:
    """The shingles that others have too, rarest and then by their number, a bounded handful.

    Half are drawn by the number alone: two copies then share some even where each has rare words of its own.
    """
    shared = [shingle for shingle in text.shingles if frequency[shingle] > 1]
    rare = sorted(shared, key=lambda s: (frequency[s], s))[: PROBES // 2]
    drawn = sorted(shared)[: PROBES // 2]
    return sorted({*rare, *drawn})


def _is_copy(one: _Text, other: _Text) -> bool:
    small, large = sorted((one, other), key=lambda t: len(t.words))
    if len(large.words) > LARGER * len(small.words) or not small.shingles:
        return False
    return len(small.shingles & large.shingles) / len(small.shingles) >= CONTAINED


def _campaign(group: list[_Text], same: Mapping[tuple[str, ...], list[str]], texts: Mapping[str, str]) -> Campaign:
    weight = Counter[int]()
    for text in group:
        for shingle in text.shingles:
            weight[shingle] += len(same[text.words])
    senders = sum(len(same[text.words]) for text in group)

    def nearness(text: _Text) -> tuple[float, int, str]:
        common = sum(weight[s] for s in text.shingles) / max(1, len(text.shingles))
        return (-common, -len(same[text.words]), text.id)

    template = min(group, key=nearness)
    members = tuple(sorted(member for text in group for member in same[text.words]))
    exact = len(same[template.words])
    return Campaign(
        template_id=template.id,
        members=members,
        shared=_shared(template, weight, senders, texts[template.id]),
        exact=exact,
        filled=len(members) - exact,
    )


def _shared(template: _Text, weight: Counter[int], senders: int, text: str) -> str:
    """The template's own words where four in five answers have them, with an ellipsis for what differs."""
    kept = [False] * len(template.words)
    for start in range(len(template.words) - SHINGLE + 1):
        if weight[_hash(" ".join(template.words[start : start + SHINGLE]))] >= 0.8 * senders:
            kept[start : start + SHINGLE] = [True] * SHINGLE
    parts: list[str] = []
    begun: int | None = None
    for place, keep in enumerate([*kept, False]):
        if keep and begun is None:
            begun = place
        elif not keep and begun is not None:
            parts.append(" ".join(text[template.spelled[begun][0] : template.spelled[place - 1][1]].split()))
            begun = None
    return " … ".join(parts)
