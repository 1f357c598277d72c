"""The part of a text in which what was asked for stands, with the words marked. Escaped by whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.search.asking import Term
from cocreate.search.rules import Texts
from cocreate.search.words import spans_of

AROUND, LENGTH = 60, 260  # characters before the first word that fits, and of the whole


@dataclass(frozen=True)
class Piece:
    """Some characters, marked or not."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Snippet:
    """A part of a text, in the language that it is in ("": not known)."""

    pieces: tuple[Piece, ...] = ()
    language: str = ""


def snippet(texts: Texts, terms: Sequence[Term], language: str) -> Snippet:
    """From the text in a language, or from the one in which something fits; without any, its beginning."""
    order = sorted(texts, key=lambda code: (code != language, code == "", code))
    best: Snippet | None = None
    for code in order:
        marks = _marks(texts[code], terms, code)
        if marks:
            return Snippet(_cut(texts[code], marks), code)
        best = best or Snippet(_cut(texts[code], []), code)
    return best or Snippet()


def marked(text: str, terms: Sequence[Term], language: str) -> tuple[Piece, ...]:
    """A whole text with the words marked."""
    return _pieces(text, _marks(text, terms, language), 0, len(text))


def _marks(text: str, terms: Sequence[Term], language: str) -> list[tuple[int, int]]:
    spans = list(spans_of(text))
    words = [word for _start, _stop, word in spans]
    found: set[int] = set()
    for term in terms:
        if term.word:
            found |= {at for at, word in enumerate(words) if term.fits(word) or term.fits_stem(word, language)}
            continue
        size = len(term.words)
        for at in range(len(words) - size + 1):
            if tuple(words[at : at + size]) == term.words:
                found |= set(range(at, at + size))
    return [spans[at][:2] for at in sorted(found)]


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    start = max(0, marks[0][0] - AROUND) if marks else 0
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    stop = min(len(text), start + LENGTH)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), marks[0][1] if marks else 0) if " " in text[start:stop] else stop
    pieces = _pieces(text, marks, start, stop)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if stop < len(text) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, marks: Sequence[tuple[int, int]], start: int, stop: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = start
    for begin, end in marks:
        if begin < start or end > stop:
            continue
        found += [Piece(text[at:begin]), Piece(text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:stop])) if piece.text)
