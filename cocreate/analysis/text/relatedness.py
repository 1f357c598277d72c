"""How near each statement is to each entry, seen in three ways that are right about different things.

The encoder's vectors see meaning across languages; latent semantic analysis sees the consultation's own jargon, within
one language; and words are compared one by one, each with the nearest word of the other side, so that one telling word
in a long statement is not drowned by the rest. The three are averaged. No weight differs between data sets: on four
labelled ones every mixture with a share of each beat the best single view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.matching import Entry
from cocreate.analysis.text.tokens import runs
from cocreate.analysis.text.vectors import CENTRE_FROM, Centring, LexicalView, Matrix, TextEncoder, unit

MEANING, JARGON, ASKED, SAID = 0.4, 0.2, 0.2, 0.2  # shares of the views; ASKED: of the entry's words, SAID: of ours
ENCODER_SHARE = 0.7  # of the space in which statements are compared with each other, as in `JointView`
WORDS_READ = 8_000  # different words that are set against the entries' words; rarer ones still count as stems
DECIDING = 5  # words shown at most


@dataclass(frozen=True)
class Related:
    """`scores` of statements against entries, and `points`, the statements' own space; rows in the order given."""

    scores: Matrix  # (statements, entries)
    points: Matrix  # (statements, dimensions), rows of length 1
    words: WordTable


@dataclass(frozen=True)
class Wording:
    """An entry's text in one language."""

    entry: int
    language: str
    text: str


@dataclass(frozen=True)
class WordTable:
    """What each different word of the statements is worth, and how near it comes to each wording's nearest word."""

    number: Mapping[tuple[str, str], int]  # (language, stem) -> row
    worth: NDArray[np.float32]  # (words,)
    near: Matrix  # (words, entries)

    def deciding(self, text: str, language: str, entry: int) -> tuple[str, ...]:
        """The words without which the text would be less near to this entry than to the others, most telling first."""
        said: dict[int, str] = {}
        for run in runs(text, language):
            for token in run:
                row = self.number.get((language, token.stem))
                if row is not None and not token.is_stop:
                    said.setdefault(row, token.surface)
        rows = np.fromiter(said, np.intp, len(said))
        if not len(rows):
            return ()
        lead = self.near[rows, entry] - self.near[rows].mean(axis=1)
        gain = self.worth[rows] * lead
        order = [i for i in np.argsort(-gain, kind="stable") if gain[i] > 0 and self.near[rows[i], entry] >= TELLING]
        return tuple(said[int(rows[i])] for i in order[:DECIDING])


TELLING = 0.3  # cosine of two words from which one may be said to speak of the other


def relate(
    texts: Sequence[str],
    languages: Sequence[str],
    entries: Sequence[Entry],
    encoder: TextEncoder | None,
    progress: Progress = SILENT,
) -> Related:
    """Set every statement against every entry; an entry without words is near to nothing (-1)."""
    wordings = [
        Wording(number, language, text)
        for number, entry in enumerate(entries)
        for language, text in sorted(entry.texts.items())
        if text.strip()
    ]
    told = [w.text for w in wordings]
    tongues = [w.language for w in wordings]
    lexical = LexicalView().fit_transform([*texts, *told], [*languages, *tongues])
    ours, theirs = lexical[: len(texts)], lexical[len(texts) :]
    table, asked, said = _words(texts, languages, wordings, len(entries), encoder)
    jargon = ours @ theirs.T
    if encoder is None:
        meaning = jargon
        points = Centring().fit_transform(ours, languages)
    else:
        vectors = encoder.encode(list(texts), progress)
        meaning = _meaning(vectors, encoder.encode(told))
        inner = unit(vectors - vectors.mean(axis=0)) if len(vectors) >= CENTRE_FROM else vectors
        points = unit(np.hstack([np.sqrt(ENCODER_SHARE) * inner, np.sqrt(1 - ENCODER_SHARE) * ours]))
    same = np.asarray(languages)[:, None] == np.asarray(tongues)[None, :]
    far = (MEANING * meaning + ASKED * asked + SAID * said) / (MEANING + ASKED + SAID)
    near = MEANING * meaning + JARGON * jargon + ASKED * asked + SAID * said
    both = np.where(same, near, far).astype(np.float32)
    return Related(_per_entry(both, same, wordings, len(entries)), points, table)


def _meaning(ours: Matrix, theirs: Matrix) -> Matrix:
    """Cosines after what all of ours have in common is taken off both sides.

    Not language by language, as for themes: where those who answered in German all spoke of cycling, the mean of German
    is cycling, and nothing they said would be near to it. The encoder's space needs it little.
    """
    mean = ours.mean(axis=0) if len(ours) >= CENTRE_FROM else np.zeros(ours.shape[1], np.float32)
    return (unit(ours - mean) @ unit(theirs - mean).T).astype(np.float32)


def _per_entry(scores: Matrix, same: NDArray[np.bool_], wordings: Sequence[Wording], count: int) -> Matrix:
    """The wording in the statement's own language stands for the entry; where there is none, the nearest wording."""
    found = np.full((len(scores), count), -1.0, np.float32)
    for number in range(count):
        mine = [i for i, wording in enumerate(wordings) if wording.entry == number]
        if mine:
            own = np.where(same[:, mine], scores[:, mine], -np.inf).max(axis=1)
            found[:, number] = np.where(np.isfinite(own), own, scores[:, mine].max(axis=1))
    return found


def _words(
    texts: Sequence[str],
    languages: Sequence[str],
    wordings: Sequence[Wording],
    entries: int,
    encoder: TextEncoder | None,
) -> tuple[WordTable, Matrix, Matrix]:
    """The table of words, and both directions: how well statements answer a wording's words, and the reverse."""
    said, counts = _bags(texts, languages)
    told, _ = _bags([w.text for w in wordings], [w.language for w in wordings])
    kept = sorted(counts, key=lambda key: (-counts[key], key))[:WORDS_READ]
    number = {key: row for row, key in enumerate(sorted(kept))}
    asked_words = sorted({key for bag in told for key in bag})
    surfaces = {key: surface for bag in (*told, *said) for key, surface in bag.items()}
    likeness = _likeness(list(number), asked_words, surfaces, encoder)

    def worth_of(key: tuple[str, str]) -> float:
        return float(np.log((len(texts) + 1) / (counts[key] + 1)) + 0.1)

    worth = np.array([worth_of(key) for key in number], np.float32)
    column = {key: i for i, key in enumerate(asked_words)}
    columns = [np.array([column[key] for key in bag], np.intp) for bag in told]
    near = np.zeros((len(number), len(wordings)), np.float32)
    for i, mine in enumerate(columns):
        if len(mine) and len(number):
            near[:, i] = likeness[:, mine].max(axis=1)
    rows = [np.array([number[key] for key in bag if key in number], np.intp) for bag in said]
    asked = _asked(rows, columns, [np.array([worth_of(key) for key in bag]) for bag in told], likeness)
    table = WordTable(number, worth, _nearest_wording(near, wordings, entries))
    return table, asked, _said(rows, worth, near)


def _bags(
    texts: Sequence[str], languages: Sequence[str]
) -> tuple[list[dict[tuple[str, str], str]], Counter[tuple[str, str]]]:
    """Per text its telling words as (language, stem) -> the word as written; and in how many texts each is."""
    bags = []
    for text, language in zip(texts, languages, strict=True):
        tokens = [token for run in runs(text, language) for token in run if not token.is_stop]
        bags.append({(language, token.stem): token.surface.lower() for token in reversed(tokens)})
    return bags, Counter(key for bag in bags for key in bag)


def _likeness(
    ours: Sequence[tuple[str, str]],
    theirs: Sequence[tuple[str, str]],
    surfaces: Mapping[tuple[str, str], str],
    encoder: TextEncoder | None,
) -> Matrix:
    """Cosine of each of our words with each of theirs; 1 for the same stem, and nothing but that without an encoder."""
    place = {key: i for i, key in enumerate(theirs)}
    if encoder is None or not ours or not theirs:
        likeness = np.zeros((len(ours), len(theirs)), np.float32)
    else:
        mine = encoder.encode([surfaces[key] for key in ours])
        other = encoder.encode([surfaces[key] for key in theirs])
        likeness = _meaning(mine, other)
    for row, key in enumerate(ours):
        if key in place:
            likeness[row, place[key]] = 1.0
    return likeness


def _asked(
    rows: Sequence[NDArray[np.intp]],
    columns: Sequence[NDArray[np.intp]],
    weights: Sequence[NDArray[np.float64]],
    likeness: Matrix,
) -> Matrix:
    """For each word of a wording the nearest word of the statement, weighted by how telling the word is."""
    spread = np.zeros((likeness.shape[1], len(columns)), np.float32)
    for i, (mine, weight) in enumerate(zip(columns, weights, strict=True)):
        if len(mine):
            spread[mine, i] = weight / weight.sum()
    best = np.zeros((len(rows), likeness.shape[1]), np.float32)
    for i, mine in enumerate(rows):
        if len(mine):
            best[i] = likeness[mine].max(axis=0)
    return best @ spread


def _said(rows: Sequence[NDArray[np.intp]], worth: NDArray[np.float32], near: Matrix) -> Matrix:
    """For each word of a statement the nearest word of the wording, weighted by how telling the word is."""
    lengths = [len(mine) for mine in rows]
    index = np.concatenate([*rows, np.array([], np.intp)])
    shares = [worth[mine] / worth[mine].sum() for mine in rows if len(mine)]
    values = np.concatenate([*shares, np.array([], np.float32)])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return np.asarray(csr_matrix((values, index, starts), shape=(len(rows), len(worth))) @ near, np.float32)


def _nearest_wording(near: Matrix, wordings: Sequence[Wording], entries: int) -> Matrix:
    found = np.zeros((len(near), entries), np.float32)
    for i, wording in enumerate(wordings):
        found[:, wording.entry] = np.maximum(found[:, wording.entry], near[:, i])
    return found
