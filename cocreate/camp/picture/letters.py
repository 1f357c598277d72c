"""How wide letters are, and where a line has to end."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cocreate.core.documents.paper import drawable, font_file


@dataclass(frozen=True)
class Letters:
    """A size and weight of our own font; `height` is that of a line, in pixels."""

    size: int
    is_bold: bool
    height: int


TITLE = Letters(22, True, 30)
LINE = Letters(16, True, 22)
TEXT = Letters(15, False, 20)
SMALL = Letters(12, False, 18)


@cache
def font(letters: Letters, scale: int = 1) -> Any:
    """The font as the picture library wants it."""
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file(letters.is_bold)), letters.size * scale)


def width_of(text: str, letters: Letters) -> int:
    """Pixels from the first letter to the last."""
    return int(font(letters).getlength(text))


def wrapped(text: str, letters: Letters, room: int) -> list[str]:
    """The lines of a text no wider than `room`; a word longer than that is broken.

    >>> wrapped("one two", TEXT, 45)
    ['one', 'two']
    """
    found: list[str] = []
    for paragraph in drawable(text).strip().split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width_of(longer, letters) <= room:
                line = longer
                continue
            if line:
                found.append(line)
            *pieces, line = _broken(word, letters, room)
            found += pieces
        if line:
            found.append(line)
    return found


def _broken(word: str, letters: Letters, room: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, letters) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
