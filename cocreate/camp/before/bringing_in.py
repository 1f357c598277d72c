"""Cards out of a table from another board: a CSV that Miro or another whiteboard wrote, or a workbook. Pure.

Whiteboards write their notes either as a table with a heading for the text, or cell by cell with no heading at all,
frame after frame. Both are read; nothing is left out unseen, since a person ticks what becomes a card.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.camp import board as rules
from cocreate.camp.board.deciding_cards import MOST_TAGS
from cocreate.camp.board.reading import TAG_LIMIT
from cocreate.core.grids import decode, guess_separator, read_grid
from cocreate.errors import Invalid

LARGEST = 2_000_000  # bytes of a file
_HEADINGS = {
    "text": ("text", "content", "note", "sticky note", "card", "description", "tekst", "inhoud", "notitie", "kaart",
             "texte", "contenu", "carte", "inhalt", "karte", "notiz", "beschreibung"),
    "title": ("title", "titel", "titre"),
    "tags": ("tags", "tag", "labels", "label", "étiquettes", "schlagworte"),
    "zone": ("frame", "zone", "column", "section", "list", "kader", "kolom", "cadre", "colonne", "rahmen", "spalte"),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One note of the file."""

    origin: str  # of the file and its place there: the same note read again is the same
    text: str
    title: str = ""
    tags: tuple[str, ...] = ()
    zone: str = ""  # the name of the frame or column it stood in, as the file has it


def notes_in(content: bytes) -> list[Found]:
    """The notes of a file in their order; Invalid when there are none, too many, or it is no table."""
    if len(content) > LARGEST:
        raise Invalid("camp.bring_in.large", limit=LARGEST // 1_000_000)
    lines = _lines(content)
    columns = _columns(lines[0]) if lines else {}
    name = hashlib.sha256(content).hexdigest()[:12]
    if "text" in columns:
        found = [_note(f"{name}-{number}", line, columns) for number, line in enumerate(lines[1:], start=2)]
    else:
        cells = [(n, c, cell) for n, line in enumerate(lines, start=1) for c, cell in enumerate(line)]
        found = [Found(f"{name}-{n}-{c}", cell[: rules.TEXT_LIMIT]) for n, c, cell in cells]
    found = [note for note in found if note.text or note.title]
    if not found:
        raise Invalid("camp.bring_in.empty")
    return found


def _lines(content: bytes) -> list[list[str]]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        grid = read_grid(content)
        return [list(grid.headings), *(list(row.cells) for row in grid.rows)]
    text, _encoding = decode(content)
    if sum(text[:5000].count(sign) for sign in map(chr, range(1, 9))) > 5:
        raise Invalid("file.table.no_table")
    try:
        read = list(csv.reader(io.StringIO(text), delimiter=guess_separator(text)))
    except csv.Error as error:
        raise Invalid("file.table.no_table") from error
    return [[cell.strip() for cell in line] for line in read]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    known = [head.strip().lower() for head in heads]
    return {part: known.index(name) for part, names in _HEADINGS.items() for name in names if name in known}


def _note(origin: str, line: Sequence[str], columns: dict[str, int]) -> Found:
    def cell(part: str) -> str:
        place = columns.get(part)
        return line[place] if place is not None and place < len(line) else ""

    return Found(
        origin,
        cell("text")[: rules.TEXT_LIMIT],
        cell("title").split("\n")[0][: rules.TITLE_LIMIT],
        tags_of(cell("tags")),
        cell("zone"),
    )


def tags_of(typed: str) -> tuple[str, ...]:
    """Tags as they are typed, with commas or semicolons between.

    >>> tags_of("Water, heat;Water ,")
    ('Water', 'heat')
    """
    parts = [" ".join(part.split())[:TAG_LIMIT] for part in typed.replace(";", ",").split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_TAGS]
