"""Two versions of a sheet side by side: the words of each block, and the figures that are not the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.process.versions import Piece, word_changes

Content = Mapping[str, Any]


@dataclass(frozen=True)
class BlockChange:
    """A block whose words are not the same."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FigureChange:
    """A figure with its two values, as a version keeps them; None where there is none."""

    figure: Mapping[str, Any]  # name, subject, language
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


def compare(older: Content, newer: Content) -> list[BlockChange]:
    """The blocks that differ, in the order of the newer sheet; those that are gone come last."""
    before = {block["key"]: block for block in older["blocks"]}
    after = {block["key"]: block for block in newer["blocks"]}
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = (plain_of(blocks[key]) if key in blocks else "" for blocks in (before, after))
        if old != new:
            title = (after.get(key) or before[key])["title"]
            found.append(BlockChange(title, tuple(word_changes(old, new))))
    return found


def compare_figures(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[FigureChange]:
    """The figures that differ, from what two versions (or a version and the draft) keep of them."""
    keys = [*newer, *(key for key in older if key not in newer)]
    return [
        FigureChange(newer.get(key) or older[key], older.get(key), newer.get(key))
        for key in keys
        if (older.get(key) or {}).get("value") != (newer.get(key) or {}).get("value")
    ]


def plain_of(block: Mapping[str, Any]) -> str:
    """All words of a block, one below the other.

    >>> plain_of({"paragraphs": [{"text": "One."}], "pieces": [{"type": "points", "items": [{"text": "Two"}]}]})
    'One.\\nTwo'
    """
    return "\n".join([*(each["text"] for each in block["paragraphs"]), *_words_in(block["pieces"])])


def _words_in(pieces: Any) -> Iterator[str]:
    for piece in pieces:
        match piece["type"]:
            case "points":
                yield from (item["text"] for item in piece["items"])
            case "grid":
                yield from (" · ".join(cell["text"] for cell in row) for row in piece["rows"])
            case "series":
                yield piece["title"]["text"]
                for name, numbers in piece["series"]:
                    yield f"{name}: " + ", ".join(f"{period} {value:g}" for period, value in sorted(numbers.items()))
            case "quotes":
                continue  # words of other people are in no version; see quoting
            case _:
                yield piece["text"]
