"""The statements of an answer: a long answer often says several things, a short one is left whole.

Paragraphs, points of a list and sentences are separate statements; what is too short to stand alone stays with what
follows. Spans are exact: a statement is always a piece of the answer, to the character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG = 240  # characters from which an answer is split
SHORT = 20  # letters below which a piece stays with its neighbour
MOST = 60  # statements of one answer; the last one holds all the rest


@dataclass(frozen=True, slots=True)
class Statement:
    """The characters `start` to `stop` of an answer."""

    start: int
    stop: int


# A stop after these ends no sentence.
_SHORTENED = {
    "nl": "bv bijv nl o.a d.w.z m.b.t i.v.m t.a.v t.o.v i.p.v a.d.h.v z.s.m m.a.w o.m dhr mevr mr drs ir prof dr st"
    " nr blz art ca incl excl resp max min jl vgl zgn evt",
    "fr": "p.ex par ex m mm mme mlle dr pr st ste cf av bd art env ex c.-à-d c.à.d n° no vol fig réf tél min max",
    "en": "e.g i.e mr mrs ms dr prof st vs approx no inc ltd u.s u.k fig vol cf dept est min max",
    "de": "z.b z d.h d u.a u o.ä v.a bzw ca nr str evtl ggf inkl exkl vgl dr prof abs art hr fr st mio mrd max min sog"
    " i.d.r bspw",
}
_ABBREVIATIONS = {language: frozenset(words.split()) for language, words in _SHORTENED.items()}
_ANY = frozenset().union(*_ABBREVIATIONS.values())
_MARKER = r"(?:[-–—*•·▪►+]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)°])"
_LINE = re.compile(r"\n+")
_BULLET = re.compile(rf"\s*{_MARKER}\s+")
# Inside a line: "… : 1) …; 2) …". Letters and numbers want a bracket here, for a stop ends many other things.
_POINT = re.compile(r"(?<=[\s:;,.])\(?(?:\d{1,2}|[a-z])\)\s|(?<=[\s:;])•\s")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_STARTS = re.compile(r"\s+[\"'“‘«(\[¿¡]*\s?[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_LAST_WORD = re.compile(r"[^\s(\[\"'“«]+$")


def split(text: str, language: str | None = None) -> list[Statement]:
    """The statements of a text in their order; the whole of it (without the white space around) when it is short.

    An unknown language knows the abbreviations of all four.

    >>> long = "Er is te weinig openbaar vervoer, bv. in het weekend. " * 3 + "1) Meer bussen. 2) Betaalbare woningen!"
    >>> long += " Daarnaast vragen wij dat er in elke gemeente een loket komt voor energiebesparing."
    >>> [long[s.start : s.stop] for s in split(long, "nl")][-2:]  # doctest: +NORMALIZE_WHITESPACE
    ['Meer bussen. 2) Betaalbare woningen!',
     'Daarnaast vragen wij dat er in elke gemeente een loket komt voor energiebesparing.']
    """
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        return []
    if whole.stop - whole.start < LONG:
        return [whole]
    return _joined(text, _pieces(text, whole, _ABBREVIATIONS.get(language or "", _ANY)))


def sentences(text: str, language: str | None = None) -> list[Statement]:
    """Every sentence or point of a list, however short the text is.

    >>> text = "Meer bussen, bv. in het weekend. Dat is veiliger!"
    >>> [text[s.start : s.stop] for s in sentences(text, "nl")]
    ['Meer bussen, bv. in het weekend.', 'Dat is veiliger!']
    """
    whole = _trimmed(text, 0, len(text))
    return list(_pieces(text, whole, _ABBREVIATIONS.get(language or "", _ANY))) if whole else []


def _trimmed(text: str, start: int, stop: int) -> Statement | None:
    piece = text[start:stop]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Statement(start + left, start + right) if right > left else None


def _pieces(text: str, whole: Statement, abbreviations: frozenset[str]) -> Iterator[Statement]:
    """Pieces without gaps that matter, until the most that one answer may have are reached."""
    count = 0
    for line_start, line_stop in _between(_LINE, text, whole.start, whole.stop):
        bullet = _BULLET.match(text, line_start, line_stop)
        start = bullet.end() if bullet else line_start
        for stop, following in _ends(text, start, line_stop, abbreviations):
            if count == MOST - 1:
                stop = whole.stop
            if piece := _trimmed(text, start, stop):
                yield piece
                count += 1
            if count == MOST:
                return
            start = following


def _between(pattern: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, stop):
        yield start, match.start()
        start = match.end()
    yield start, stop


def _ends(text: str, start: int, stop: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where each piece of a line ends and the next begins: at ends of sentences and before points of a list."""
    points = {m.start(): m.end() for m in _POINT.finditer(text, start, stop)}
    if len(points) < 2:
        points = {}
    ends = {m.end(): m.end() for m in _END.finditer(text, start, stop) if _is_end(text, start, m, abbreviations)}
    yield from sorted({**ends, **points}.items())
    yield stop, stop


def _is_end(text: str, start: int, match: re.Match[str], abbreviations: frozenset[str]) -> bool:
    following = _STARTS.match(text, match.end())
    if following is None or text[following.end() - 1].islower():
        return False
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    last = _LAST_WORD.search(text, max(start, match.start() - 30), match.start())
    word = last.group().lower() if last else ""
    is_initial = len(word) == 1 and word.isalpha()
    is_ordinal = word.isdigit() and len(word) <= 2
    return not (is_initial or is_ordinal or word in abbreviations)


def _joined(text: str, pieces: Iterator[Statement]) -> list[Statement]:
    """Pieces too short to stand alone go with the next one, the last with the one before."""
    found: list[Statement] = []
    waiting: int | None = None
    for piece in pieces:
        start = piece.start if waiting is None else waiting
        if len(_LETTER.findall(text, start, piece.stop)) < SHORT:
            waiting = start
            continue
        found.append(Statement(start, piece.stop))
        waiting = None
    if waiting is not None:
        last = _trimmed(text, waiting, len(text))
        start = found.pop().start if found else waiting
        found.append(Statement(start, last.stop if last else len(text)))
    return found
