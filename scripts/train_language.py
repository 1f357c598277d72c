"""Fit the language model that the analysis ships, from texts whose licences allow it.

    python scripts/train_language.py [--data ../shared/data] [--out cocreate/analysis/data/language.npz]

Reads whole sentences and fragments of 8 to 90 characters (people answer in a few words), fits a multinomial logistic
regression on character 1- to 5-grams and keeps the n-grams that weigh most. Sources and licences:
analysis/data/LICENCES.md.
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
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cocreate.analysis.text.language import LANGUAGES, clean, features, ngrams

ROOT = Path(__file__).resolve().parent.parent
SIB = {"nl": "nld", "fr": "fra", "en": "eng", "de": "deu"}


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
    for row in rows(data / "belgian-parliament-nl-fr/pairs.csv"):
        texts["nl"].append(row["text_nl"])
        texts["fr"].append(row["text_fr"])
    for row in rows(data / "consul-de/all_comments.csv"):
        texts["de"].append(row["Text"])
    for row in rows(data / "consul-de/all_proposals.csv"):
        texts["de"].append(f"{row['Title']}. {row['Description']}")
    for path in sorted((data / "polis").glob("*/comments.csv")):
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
        counts.update(dict.fromkeys(ngrams(clean(text))))
    kept = [gram for gram, count in counts.most_common(size) if count >= 3]
    return {gram: i for i, gram in enumerate(sorted(kept))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "cocreate/analysis/data/language.npz")
    parser.add_argument("--pieces", type=int, default=40_000, help="fragments per language")
    parser.add_argument("--ngrams", type=int, default=160_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    draw = random.Random(options.seed)
    texts: list[str] = []
    labels: list[int] = []
    for number, language in enumerate(LANGUAGES):
        stop_words = [w for w in sorted(stopwordsiso.stopwords(language)) if len(w) > 1]
        pieces = fragments(sources(options.data)[language], options.pieces, draw) + stop_words * 3
        texts += pieces
        labels += [number] * len(pieces)
    columns = vocabulary(texts, options.ngrams)
    model = LogisticRegression(C=20.0, max_iter=300, tol=1e-3)
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
