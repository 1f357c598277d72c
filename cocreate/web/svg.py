"""Strokes and letters: the few SVG elements that charts are made of, escaped, and lines of text that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup


def text_width(text: str, size: float) -> float:
    """Roughly how wide a text runs, in units; on the safe side for the typefaces of the pages."""
    return size * sum(_advance(character) for character in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width`; a word that is wider on its own is broken. One empty line for an empty text."""
    lines = [""]
    for word in clean(text).split():
        for piece in _pieces(word, width, size):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if text_width(joined, size) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def clean(text: str) -> str:
    """Without the control characters that neither XML nor a reader can use; white space becomes single spaces."""
    kept = (" " if character.isspace() else character for character in str(text))
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cs"}).split())


def _advance(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character in "iljtfrI.,:;'!|()[] -":
        return 0.36
    return 0.88 if character in "mwMW@%" else 0.68 if character.isupper() else 0.57


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def has_broken_word(text: str, width: float, size: float) -> bool:
    """Whether `wrap` would have to break a word."""
    return any(text_width(word, size) > width for word in clean(text).split())


def number(value: float) -> str:
    """A coordinate to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def rect(css: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        css, number(x), number(y), number(width), number(height)
    )


def line(css: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        css, number(x1), number(y1), number(x2), number(y2)
    )


def circle(css: str, x: float, y: float, radius: float) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(css, number(x), number(y), number(radius))


def area(css: str, rings: Sequence[Sequence[tuple[float, float]]]) -> Markup:
    corners = (" L".join(f"{number(x)} {number(y)}" for x, y in ring) for ring in rings)
    return Markup('<path class="{}" d="{}"/>').format(css, " ".join(f"M{ring} Z" for ring in corners))


def text(css: str, x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        css, number(x), number(y), anchor, clean(words)
    )


def lines_of(css: str, x: float, y: float, lines: Sequence[str], anchor: str, step: float, lang: str = "") -> Markup:
    spans = Markup("").join(
        Markup('<tspan x="{}" dy="{}">{}</tspan>').format(number(x), "0" if index == 0 else number(step), words)
        for index, words in enumerate(lines)
    )
    spoken = Markup(' lang="{}"').format(lang) if lang else ""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}"{}>{}</text>').format(
        css, number(x), number(y), anchor, spoken, spans
    )
