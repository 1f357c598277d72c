"""Words as the index knows them: without accents and capitals, and their stems in the four languages.

Everything that the index holds and everything that is asked goes through here, so that both databases see the same
plain letters and neither has to know about accents.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from cocreate.settings import LANGUAGES

SNOWBALL = {"nl": "dutch", "fr": "french", "en": "english", "de": "german"}
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40  # longer ones are addresses and keys; their beginning tells them apart
SHORTEST_BEGINNING = 3  # letters from which a word also finds those that begin with it
STEM = "xq"  # stands before every stem, so that no word is taken for one
# Articles, prepositions and the like, folded: nobody looks for them. Longer lists hold words that mean something in one
# of the other languages, or to somebody ("year", "work", "stad").
SMALL_WORDS = frozenset(
    """
    a an and are as at be by for from has have how in is it its of on or our that the their they this to we what which
    who will with you your
    au aux avec c ce ces cet cette d dans de des du elle en est et il ils j je l la le les leur leurs m mais n ne nos
    notre nous on ou par pas pour qu que qui s sa se ses son sont sur t un une vous y
    aan als bij dat de deze die dit een en er het hoe ik in is je maar met naar niet of om onze ook op over te tot uit
    van voor waar wat we wij wordt ze zij zijn
    als am an auch auf aus bei bis das dass dem den der des die dies diese dieser ein eine einem einen einer eines er es
    fur hat ich im in ist mit nach nicht oder sie sind so uber um und uns unsere vom von vor was wie wir wird zu zum zur
    """.split()
)
# Letters that do not come apart into a letter and an accent.
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """The word without accents and capitals.

    >>> folded("Élargissement"), folded("Straße")
    ('elargissement', 'strasse')
    """
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL))
    return "".join(sign for sign in apart if sign.isalnum())[:LONGEST_WORD]


def spans_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word of a text: where it starts and stops, and the folded word."""
    for found in WORD.finditer(text):
        if word := folded(found.group()):
            yield found.start(), found.end(), word


def words_of(text: str) -> list[str]:
    """The folded words of a text.

    >>> words_of("L’économie circulaire, à Bruxelles!")
    ['l', 'economie', 'circulaire', 'a', 'bruxelles']
    """
    return [word for _start, _stop, word in spans_of(text)]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word in one of the four languages; without a language the word itself."""
    if language not in SNOWBALL or len(word) < SHORTEST_BEGINNING or not word.isalpha():
        return word
    return folded(_stemmer(language).stemWord(word))


def stems_of(word: str) -> frozenset[str]:
    """The stems that a word of a question can have: nobody says in which language they ask."""
    return frozenset(stem(word, language) for language in LANGUAGES)


@cache
def _stemmer(language: str) -> Any:
    # The same algorithms as in nltk, which the web process does without: loading it takes more than a second.
    return snowballstemmer.stemmer(SNOWBALL[language])
