"""Words of an answer: tokens, French elisions, stems and stop words for the four languages, nothing downloaded.

Stems come from NLTK's Snowball rules, stop words from the stopwordsiso package (MIT). A stem is a key to count by and
never something to show: "verkrach" is no label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import stopwordsiso
from nltk.stem.snowball import SnowballStemmer

SNOWBALL = {"nl": "dutch", "fr": "french", "en": "english", "de": "german"}
READ_CHARACTERS = 20_000  # of one answer; a pasted book must not stop the analysis of all others

# Opinion verbs and politeness that carry no theme and that the general lists lack.
_SPOKEN = {
    "nl": "moeten moet zouden kunnen willen graag vinden vind denk zorgen zorg beter meer minder heel erg echt gewoon"
    " komen komt gaan gaat zie",
    "fr": "faut faudrait doit doivent devrait devraient peut peuvent pourrait serait faire mettre avoir trop très bien"
    " mieux plus moins pense",
    "en": "should must would could need needs want think believe like make better more less really very people"
    " please get",
    "de": "muss müssen sollte sollten soll sollen könnte könnten kann bitte finde denke mehr weniger sehr besser gerne"
    " leider wäre",
}
# Words that the lists count as stop words but that name what consultations are about.
_MEANINGFUL = {
    "nl": "werk tijd mensen wereld land huis geld jaar dag wijk stad gemeente",
    "fr": "vote pouvoir monde pays gens ville maison travail argent temps",
    "en": "world work health home water system area areas",
    "de": "arbeit welt land zeit jahr jahre tag leben haus stadt recht mensch menschen",
}
# l', d', qu' and the like stick to the word they precede.
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"«»“”„/|•–—\n\r\t]|\s-\s|\.\.\.")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written (elision taken off), its stem, and whether it is a stop word."""

    surface: str
    stem: str
    is_stop: bool


@cache
def _stemmer(language: str) -> SnowballStemmer:
    return SnowballStemmer(SNOWBALL[language])


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of a lower-cased word; the word itself in another language.

    >>> stem("fietspaden", "nl"), stem("transports", "fr")
    ('fietspad', 'transport')
    """
    return _stemmer(language).stem(word) if language in SNOWBALL else word


@cache
def stop_words(language: str) -> frozenset[str]:
    """Stop words of a language, lower case; an empty set for an unknown one."""
    if language not in SNOWBALL:
        return frozenset()
    listed = {w.lower() for w in stopwordsiso.stopwords(language)}
    if language == "en":
        listed = {w for w in listed if len(w) > 1}
    return frozenset((listed | set(_SPOKEN[language].split())) - set(_MEANINGFUL[language].split()))


def runs(text: str, language: str) -> Iterator[list[Token]]:
    """The tokens of a text, one list for each stretch between punctuation marks, so that no phrase crosses a comma.

    >>> [[t.surface for t in run] for run in runs("De l’eau, partout", "fr")]
    [['De', 'eau'], ['partout']]
    """
    text = _ADDRESS.sub(" | ", unicodedata.normalize("NFC", text[:READ_CHARACTERS]))
    for stretch in _BREAK.split(text):
        run = [token for match in _WORD.finditer(stretch) if (token := _token(match.group(), language))]
        if run:
            yield run


@lru_cache(maxsize=200_000)
def _token(word: str, language: str) -> Token | None:
    if language == "fr":
        word = _ELISION.sub("", word)
    word = word.strip("_'’-")
    if not word:
        return None
    lowered = word.lower().replace("’", "'")
    is_stop = lowered in stop_words(language) or len(lowered) < 2 or not any(c.isalpha() for c in lowered)
    return Token(word, stem(lowered, language), is_stop)


def content_stems(text: str, language: str) -> list[str]:
    """The stems of the words that carry meaning, in order, for counting.

    >>> content_stems("Er moeten meer veilige fietspaden komen", "nl")
    ['veilig', 'fietspad']
    """
    return [token.stem for run in runs(text, language) for token in run if not token.is_stop]
