"""What a block is made of: sentences with figures in them, and lists, tables and pictures below, all plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.process.models import Evidence
from cocreate.web.language import language_of, translate

Piece = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A text and its language; "" is that of the sheet."""

    text: str
    lang: str = ""

    @property
    def packed(self) -> dict[str, str]:
        """As it is kept in a version."""
        return {"text": self.text, "lang": self.lang}


@dataclass(frozen=True)
class Written:
    """What the program writes of one block."""

    title: str
    sentences: Sequence[Said] = ()
    pieces: Sequence[Piece] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.sentences or self.pieces)

    @property
    def text(self) -> str:
        """The sentences as somebody can take them over and change them."""
        return "\n\n".join(said.text for said in self.sentences)


def in_words(text: Mapping[str, str]) -> Said:
    """A text of people, in the language at hand where there is one."""
    return Said(translate(text), language_of(text))


def with_more(title: Mapping[str, str], more: Mapping[str, str]) -> Said:
    """A title and what is said of it."""
    return Said(": ".join(part for part in (translate(title), translate(more)) if part), language_of(title))


def points(items: Iterable[Said], *, is_numbered: bool = False) -> list[Piece]:
    """A list; none where it would be empty."""
    packed = [item.packed for item in items]
    return [{"type": "points", "items": packed, "numbered": is_numbered}] if packed else []


def grid(caption: str, headers: Sequence[str], rows: Sequence[Sequence[Said]], numeric: Sequence[int] = ()) -> Piece:
    """A table."""
    told = [[cell.packed for cell in row] for row in rows]
    return {"type": "grid", "caption": caption, "headers": list(headers), "rows": told, "numeric": list(numeric)}


def heading(said: Said) -> Piece:
    """A heading within a block."""
    return {"type": "heading", **said.packed}


def small(text: str) -> Piece:
    """A remark in small letters."""
    return {"type": "small", "text": text, "lang": ""}


def series(row: Evidence) -> Piece:
    """An indicator, for small pictures and their table."""
    return {
        "type": "series",
        "title": in_words(row.title).packed,
        "unit": row.unit,
        "source": row.source,
        "series": [[each.territory, dict(each.numbers)] for each in row.series if each.numbers],
    }
