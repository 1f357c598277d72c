"""Finding words in answers: accents and capitals do not matter, a word's beginning suffices, "several words" in quotes
stand together."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_TERMS = re.compile(r'"([^"]+)"|(\S+)')


def folded(text: str) -> str:
    """Small letters without accents; as many characters as it takes.

    >>> folded("Élève à Liège"), folded("STRASSE") == folded("Straße")
    ('eleve a liege', True)
    """
    small = text.casefold()
    if small.isascii():
        return small
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Words:
    """What somebody typed into the field of a search."""

    typed: str

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """One for each word or quoted phrase; all must be found."""
        terms = [folded(phrase or word) for phrase, word in _TERMS.findall(self.typed)]
        kept = [" ".join(re.findall(r"\w+", term)) for term in terms]
        return tuple(re.compile(r"\b" + r"\W+".join(map(re.escape, term.split()))) for term in kept if term)

    def are_in(self, text: str) -> bool:
        """Whether a text has all of them.

        >>> Words("bus soir").are_in("Plus de bus le Soir"), Words('"bus soir"').are_in("Plus de bus le soir")
        (True, False)
        """
        plain = folded(text)
        return bool(self.patterns) and all(pattern.search(plain) for pattern in self.patterns)

    def shown_in(self, text: str) -> list[tuple[str, bool]]:
        """The text in pieces, and whether each is what was looked for.

        >>> Words("ecole").shown_in("L'école ferme")
        [("L'", False), ('école', True), (' ferme', False)]
        """
        plain, origin = _traced(text)
        marked = [False] * len(text)
        for pattern in self.patterns:
            for hit in pattern.finditer(plain):
                for at in range(hit.start(), hit.end()):
                    marked[origin[at]] = True
        return list(_pieces(text, marked))


def _traced(text: str) -> tuple[str, list[int]]:
    plain, origin = [], []
    for at, character in enumerate(text):
        small = folded(character)
        plain.append(small)
        origin += [at] * len(small)
    return "".join(plain), origin


def _pieces(text: str, marked: list[bool]) -> Iterable[tuple[str, bool]]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            yield text[start:at], marked[start]
            start = at
