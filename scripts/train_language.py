"""Fit the language model that the analysis ships, from texts whose licences allow it.

    pip install wordfreq   # for this script only
    python scripts/train_language.py [--data ../shared/data] [--out cocreate/analysis/data/language.npz]

Reads fragments of 8 to 90 characters (people answer in a few words) and short runs of common words drawn by their
frequency, so that words which the texts lack are known too. Fits a multinomial logistic regression on character 1- to
5-grams and whole words and keeps what weighs most. What `bench/analysis_words.py` measures on is held out here.
Sources and licences: analysis/data/LICENCES.md.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import stopwordsiso
import wordfreq
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cocreate.analysis.text.language import LANGUAGES, clean, features, ngrams

ROOT = Path(__file__).resolve().parent.parent
SIB = {"nl": "nld", "fr": "fra", "en": "eng", "de": "deu"}
HELD_OUT_PAIRS = 250
HELD_OUT_POLIS = "american-assembly.bowling-green/comments.csv"
COMMON_WORDS = 50_000  # per language, from wordfreq


def rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else 0)


def sources(data: Path) -> dict[str, list[str]]:
    """Texts per language; every source named here stands in LICENCES.md."""
    texts: dict[str, list[str]] = {
        language: [r["text"] for r in rows(data / f"sib200-nl-fr-en-de/{code}_train.tsv", "\t")]
        for language, code in SIB.items()
    }
    for row in list(rows(data / "belgian-parliament-nl-fr/pairs.csv"))[:-HELD_OUT_PAIRS]:
        texts["nl"].append(row["text_nl"])
        texts["fr"].append(row["text_fr"])
    for row in rows(data / "consul-de/all_comments.csv"):
        texts["de"].append(row["Text"])
    for row in rows(data / "consul-de/all_proposals.csv"):
        texts["de"].append(f"{row['Title']}. {row['Description']}")
    for path in sorted(set((data / "polis").glob("*/comments.csv")) - {data / "polis" / HELD_OUT_POLIS}):
        texts["en"] += [r["comment-body"] for r in rows(path) if r["moderated"] != "-1"]
    return texts


def fragments(texts: list[str], count: int, draw: random.Random) -> list[str]:
    """`count` pieces cut at word edges, short ones most often."""
    usable = [t for t in (clean(t).strip() for text in texts for t in _sentences(text)) if len(t) >= 8]
    pieces = []
    while len(pieces) < count:
        text = draw.choice(usable)
        length = int(8 * (90 / 8) ** draw.random())
        start = draw.randrange(max(1, len(text) - length + 1))
        start = text.rfind(" ", 0, start) + 1
        # Half of the pieces end inside a word, as a cut answer does.
        end = start + length
        piece = (
            text[start:end] if draw.random() < 0.5 else text[start : max(text.rfind(" ", start, end + 1), start + 1)]
        )
        if len(piece) >= 3:
            pieces.append(piece)
    return pieces


def word_runs(language: str, count: int, draw: random.Random) -> list[str]:
    """Every common word once alone, and `count` runs of one to four: rare ones more often than in speech."""
    words = [w for w in wordfreq.top_n_list(language, COMMON_WORDS, wordlist="large") if w.isalpha() or "'" in w]
    weights = [wordfreq.word_frequency(w, language, wordlist="large") ** 0.6 for w in words]
    drawn = iter(draw.choices(words, weights, k=4 * count))
    return words + [" ".join(next(drawn) for _ in range(draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(count)]


def _sentences(text: str) -> list[str]:
    return [text[i : i + 500] for i in range(0, min(len(text), 3000), 500)]


def matrix(texts: list[str], columns: dict[str, int]) -> csr_matrix:
    pointers, indices, values = [0], [], []
    for text in texts:
        index, value = features(text, columns)
        indices.append(index)
        values.append(value)
        pointers.append(pointers[-1] + len(index))
    return csr_matrix((np.concatenate(values), np.concatenate(indices), pointers), shape=(len(texts), len(columns)))


def vocabulary(texts: list[str], size: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(ngrams(clean(text))))
    kept = [gram for gram, count in counts.most_common(size) if count >= 2]
    return {gram: i for i, gram in enumerate(sorted(kept))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "cocreate/analysis/data/language.npz")
    parser.add_argument("--pieces", type=int, default=30_000, help="fragments per language")
    parser.add_argument("--word-runs", type=int, default=50_000, help="runs of common words per language")
    parser.add_argument("--ngrams", type=int, default=700_000)
    parser.add_argument("--c", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    draw = random.Random(options.seed)
    texts: list[str] = []
    labels: list[int] = []
    for number, language in enumerate(LANGUAGES):
        stop_words = [w for w in sorted(stopwordsiso.stopwords(language)) if len(w) > 1]
        pieces = fragments(sources(options.data)[language], options.pieces, draw) + stop_words * 3
        pieces += word_runs(language, options.word_runs, draw)
        texts += pieces
        labels += [number] * len(pieces)
    columns = vocabulary(texts, options.ngrams)
    model = LogisticRegression(C=options.c, max_iter=300, tol=1e-3)
    model.fit(matrix(texts, columns), labels)

    weights = model.coef_.T  # (n-grams, languages)
    scale = np.abs(weights).max() / 127
    np.savez_compressed(
        options.out,
        ngrams=np.frombuffer("\n".join(columns).encode("utf-8"), np.uint8),
        weights=np.round(weights / scale).astype(np.int8),
        scale=np.float32(scale),
        intercept=model.intercept_.astype(np.float32),
        languages=np.frombuffer("\n".join(LANGUAGES).encode("utf-8"), np.uint8),
    )
    print(f"{len(texts)} pieces, {len(columns)} n-grams, {options.out.stat().st_size / 1e6:.2f} MB in {options.out}")


if __name__ == "__main__":
    main()
