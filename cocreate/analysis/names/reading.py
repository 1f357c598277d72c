"""A name taken apart: without accents, dots, legal forms and small words, and the short forms it carries."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cocreate.analysis.names.words import CANONICAL, LEGAL_FORMS, SMALL_WORDS

DOTTED = re.compile(r"\b(?:\w\.\s?){2,}")
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
DASH = re.compile(r"\s+[-\u2013\u2014/|]\s+|\s*[\u2013\u2014]\s*|:\s+")
WORD = re.compile(r"\w+")
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 9


@dataclass(frozen=True)
class Reading:
    """One way to read a name: all its words, those that say something, and whether it looks like an acronym."""

    words: tuple[str, ...]
    telling: tuple[str, ...]
    is_acronym: bool

    @property
    def spoken(self) -> tuple[str, ...]:
        """All its words as people say them: without the legal form."""
        return tuple(_without_legal_form(list(self.words)))

    @property
    def run_together(self) -> str:
        """Equal for what is written with other gaps."""
        return "".join(word for word in self.spoken if word not in SMALL_WORDS)

    @property
    def key(self) -> str:
        """Equal for what is written alike."""
        return " ".join(self.telling)


def name_key(text: str) -> str:
    """The name without what does not tell organisations apart; equal keys are the same name.

    >>> name_key("Université libre de Bruxelles A.S.B.L.") == name_key("UNIVERSITE LIBRE DE BRUXELLES")
    True
    >>> name_key("Sirris vzw"), name_key("The Sirris")
    ('sirris', 'sirris')
    """
    return read(text).key


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    """The name as a whole."""
    words = _plain_words(text)
    said = [word for word in _without_legal_form(words) if word not in SMALL_WORDS] or words
    telling = tuple(CANONICAL.get(word, word) for word in said)
    letters = [sign for sign in DOTTED.sub(_undotted, text) if sign.isalpha()]
    short = len(said) == 1 and SHORTEST_ACRONYM <= len(said[0]) <= LONGEST_ACRONYM
    capitals = sum(sign.isupper() for sign in letters) if letters else 0
    return Reading(tuple(words), telling, short and capitals >= max(2, 0.6 * len(letters)))


@lru_cache(maxsize=20_000)
def readings(text: str) -> tuple[Reading, ...]:
    """The whole name, and its parts where it carries a short form of itself in brackets or before a dash."""
    inside = [one or two for one, two in BRACKETS.findall(text)]
    outside = " ".join(BRACKETS.sub(" ", text).split())
    parts = [part for part in DASH.split(outside) if part.strip()]
    found = [read(text), read(outside)] if outside else [read(text)]
    for part in [*inside, *(parts if len(parts) == 2 else ())]:
        one = read(part)
        if one.is_acronym or (len(parts) == 2 and part in parts and read(parts[0]).is_acronym):
            found.append(one)
    return tuple(dict.fromkeys(one for one in found if one.telling))


def initials(reading: Reading) -> set[str]:
    """What an acronym of the name may be: of all words, and without the small ones; "" where there are too few."""
    every = "".join(word[0] for word in reading.words)
    said = "".join(word[0] for word in _without_legal_form(list(reading.words)) if word not in SMALL_WORDS)
    return {one for one in (every, said) if SHORTEST_ACRONYM <= len(one) <= LONGEST_ACRONYM}


def plain(text: str) -> str:
    """Lower case without accents.

    >>> plain("Électricité GROSSE Straße")
    'electricite grosse strasse'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _plain_words(text: str) -> list[str]:
    joined = DOTTED.sub(_undotted, text).replace("\u2019", "'")
    return WORD.findall(plain(joined).replace("_", " "))


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "").replace(" ", "") + " "


def _without_legal_form(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in LEGAL_FORMS:
        kept.pop(0)
    return kept
