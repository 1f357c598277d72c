"""Which of the process's languages an answer is written in: Dutch, French, English or German, also for a few words.

A multinomial logistic regression over character 1- to 5-grams, fitted by ``scripts/train_language.py`` on texts that
may be redistributed (see ``analysis/data/LICENCES.md``). The shipped file holds arrays and text only, no pickle.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.elsewhere import is_elsewhere, may_hold_another
from cocreate.analysis.text.statements import sentences

LANGUAGES: tuple[str, ...] = ("nl", "fr", "en", "de")
UNDETERMINED = "und"
READ_CHARACTERS = 600  # more text changes no decision and costs time on a very long answer
LATIN_SHARE = 0.5  # below this share of Latin letters the four languages are out of the question
LONGEST = 5  # characters in an n-gram
PRIOR_WEIGHT = 0.85  # how far the language of the interface is trusted when the text itself is silent
SURE = 0.95  # probability from which a sentence is taken to be in another language than the one before it
SENTENCE_LETTERS = 15  # in such a sentence


@dataclass(frozen=True)
class Detection:
    """A language code (or ``"und"``) and the probability the model gives it, 0 to 1."""

    language: str
    confidence: float


def clean(text: str) -> str:
    """The text as the model reads it: lower case, letters and apostrophes only, one blank around each word.

    >>> clean("L’eau, 3 fois!")
    " l'eau fois "
    """
    lowered = unicodedata.normalize("NFC", text[:READ_CHARACTERS]).lower().replace("’", "'")
    kept = "".join(c if c.isalpha() or c == "'" else " " for c in lowered)
    return f" {' '.join(kept.split())} "


def ngrams(cleaned: str) -> list[str]:
    """The 1- to 5-grams of a cleaned text, blanks included because word edges tell languages apart, and long words.

    >>> ngrams(" nu ")[-3:], ngrams(clean("welvaart"))[-1]
    ([' nu', 'nu ', ' nu '], ' welvaart ')
    """
    length = len(cleaned)
    pieces = [cleaned[i : i + n] for n in range(1, LONGEST + 1) for i in range(length - n + 1)]
    return pieces + [f" {word} " for word in cleaned.split() if len(word) > LONGEST - 2]


def features(text: str, columns: Mapping[str, int]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Column numbers and values of one text.

    Values are square roots of the counts over the fourth root of their number: more text counts for more, but
    much less than in proportion, because the letters of one answer are not independent witnesses.
    """
    grams = ngrams(clean(text))
    known = Counter([columns[gram] for gram in grams if gram in columns])
    values = np.sqrt(np.fromiter(known.values(), np.float32, len(known)))
    return np.fromiter(known, np.intp, len(known)), (values / len(grams) ** 0.25).astype(np.float32)


@dataclass(frozen=True)
class _Model:
    columns: Mapping[str, int]
    weights: NDArray[np.float32]  # (n-grams, languages)
    intercept: NDArray[np.float32]  # (languages,)
    languages: tuple[str, ...]


@cache
def _model() -> _Model:
    source = files("cocreate.analysis") / "data" / "language.npz"
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        grams = stored["ngrams"].tobytes().decode("utf-8").split("\n")
        return _Model(
            columns={gram: i for i, gram in enumerate(grams)},
            weights=stored["weights"].astype(np.float32) * stored["scale"].astype(np.float32),
            intercept=stored["intercept"].astype(np.float32),
            languages=tuple(stored["languages"].tobytes().decode("utf-8").split("\n")),
        )


def _is_latin(text: str) -> bool:
    letters = [c for c in text[:READ_CHARACTERS] if c.isalpha()]
    if not letters:
        return False
    # Below U+0250 lie the Latin blocks; asking unicodedata for every name is thirty times slower.
    return sum(c < "\u0250" for c in letters) / len(letters) >= LATIN_SHARE


def probabilities(text: str, prior: str | Mapping[str, float] | None = None) -> dict[str, float]:
    """The probability of each language; empty when the text holds no Latin letters.

    `prior` is the language of the interface the person used, or a share per language (for instance of the consultation
    so far). It decides for "ok" and hardly weighs on a sentence.
    """
    if not _is_latin(text):
        return {}
    model = _model()
    index, values = features(text, model.columns)
    scores = model.intercept + values @ model.weights[index] + np.log(_prior(prior, model.languages))
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return {language: float(share) for language, share in zip(model.languages, shares, strict=True)}


def _prior(prior: str | Mapping[str, float] | None, languages: Sequence[str]) -> NDArray[np.float64]:
    even = np.full(len(languages), 1 / len(languages))
    if prior is None or (isinstance(prior, str) and prior not in languages):
        return even
    if isinstance(prior, str):
        told = np.array([float(language == prior) for language in languages])
    else:
        told = np.array([max(0.0, prior.get(language, 0.0)) for language in languages])
        if told.sum() == 0:
            return even
        told = told / told.sum()
    return PRIOR_WEIGHT * told + (1 - PRIOR_WEIGHT) * even


def detect(text: str, prior: str | Mapping[str, float] | None = None) -> Detection:
    """The most probable language of a text with its probability; ``Detection("und", 0.0)`` where nothing can be said.

    Nothing is said of a text in a fifth language either.

    >>> detect("Meer veilige fietspaden in onze wijk").language
    'nl'
    >>> detect("  👍 ")
    Detection(language='und', confidence=0.0)
    """
    shares = probabilities(text, prior)
    if not shares or is_elsewhere(text):
        return Detection(UNDETERMINED, 0.0)
    best = max(shares, key=lambda language: shares[language])
    return Detection(best, round(shares[best], 4))


@dataclass(frozen=True)
class LanguageSpan:
    """Characters `start` to `stop` of an answer, and the language they are in."""

    start: int
    stop: int
    language: str


def language_spans(text: str, prior: str | Mapping[str, float] | None = None) -> list[LanguageSpan]:
    """The languages of an answer, sentence by sentence; neighbours in one language are one span.

    A sentence changes the language only when the model is sure of it: a name or a loan word does not.

    >>> text = "Wij vragen meer groen in de wijk. Nous voulons aussi des bancs publics."
    >>> [(s.language, text[s.start : s.stop]) for s in language_spans(text)]
    [('nl', 'Wij vragen meer groen in de wijk.'), ('fr', 'Nous voulons aussi des bancs publics.')]
    """
    spoken = detect(text, prior).language
    found: list[LanguageSpan] = []
    for part in sentences(text):
        spoken = language_within(text[part.start : part.stop], spoken)
        if found and found[-1].language == spoken:
            found[-1] = LanguageSpan(found[-1].start, part.stop, spoken)
        else:
            found.append(LanguageSpan(part.start, part.stop, spoken))
    return found


def language_within(part: str, otherwise: str) -> str:
    """The language of a part of an answer where the model is sure of it, else `otherwise`: that of what is around it.

    >>> language_within("Nous voulons aussi des bancs publics.", "nl"), language_within("Joint venture!", "nl")
    ('fr', 'nl')
    """
    own = detect(part)
    is_sure = own.confidence >= SURE and sum(c.isalpha() for c in part) >= SENTENCE_LETTERS
    return own.language if is_sure else otherwise


def spoken_in(statement: str, language: str) -> str:
    """The language of a statement from an answer in `language`: its own where the answer is in several.

    >>> spoken_in("Nous voulons aussi des bancs publics et des arbres.", "nl")
    'fr'
    """
    return language_within(statement, language) if may_hold_another(statement, language) else language


def spoken_spans(text: str, language: str) -> list[LanguageSpan]:
    """The languages of an answer in `language`, as `language_spans` tells them; all of it in the one for most answers.

    Quick: sentences are looked at only where small words of another language stand in it. An answer in none of the four
    stays whole.
    """
    if not may_hold_another(text, language):
        return [LanguageSpan(0, len(text), language)]
    return language_spans(text, language)


def by_language(text: str, language: str) -> dict[str, str]:
    """What an answer in `language` says in each language, what does not stand together on a line of its own.

    >>> by_language("Wij vragen meer groen in de wijk. Nous voulons aussi des bancs publics.", "nl")
    {'nl': 'Wij vragen meer groen in de wijk.', 'fr': 'Nous voulons aussi des bancs publics.'}
    """
    found: dict[str, list[str]] = {}
    for span in spoken_spans(text, language):
        found.setdefault(span.language, []).append(text[span.start : span.stop])
    return {code: "\n".join(said) for code, said in found.items()}
