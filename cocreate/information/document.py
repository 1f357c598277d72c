"""A sheet as a document: for its page, to print, as PDF and as DOCX; and the two pages for participants of a camp."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Points, Words
from cocreate.information.drawing import picture_of, shown
from cocreate.process.evidence.periods import place_of

Content = Mapping[str, Any]


def document_of(content: Content, language: str, state: str, *, on_paper: bool) -> Document:
    """The whole sheet; `state` says which version it is."""
    blocks: list[Block] = []
    number = 0
    for part_title, packed in groupby(content["blocks"], key=lambda each: each["part_title"]):
        level = 2
        if part_title:
            number += 1
            level = 3
            blocks.append(Heading(f"{number}. {part_title}"))
        for block in packed:
            blocks.append(Heading(block["title"], level))
            blocks += paragraphs_of(block)
            blocks += pieces_of(block["pieces"], level + 1, on_paper=on_paper)
    blocks += _figures(content, state)
    title = _title(content)
    return Document(title, language, blocks, lede=f"{content['process']} · {state}")


def state_of(number: int, published_at: datetime | None) -> str:
    """Which version it is, in words."""
    told = _("Information sheet, version %(number)s", number=number)
    return f"{told}, {format_date(published_at, 'd MMMM y')}" if published_at else told


def paragraphs_of(block: Mapping[str, Any]) -> list[Block]:
    """The sentences of a block."""
    return [Paragraph(_words(each)) for each in block["paragraphs"]]


def pieces_of(pieces: Sequence[Mapping[str, Any]], level: int, *, on_paper: bool) -> list[Block]:
    """Its lists, tables and pictures."""
    found: list[Block] = []
    for piece in pieces:
        found += _piece(piece, level, on_paper)
    return found


def _piece(piece: Mapping[str, Any], level: int, on_paper: bool) -> list[Block]:
    match piece["type"]:
        case "points":
            return [Points([_words(item) for item in piece["items"]], piece["numbered"])]
        case "grid":
            rows = [[_words(cell) for cell in row] for row in piece["rows"]]
            return [Grid(piece["caption"], piece["headers"], rows, frozenset(piece["numeric"]))]
        case "heading":
            return [Heading(_words(piece), level)]
        case "series":
            return _series(piece, level, on_paper)
        case _:
            return [Paragraph(_words(piece), is_small=True)]


def _series(piece: Mapping[str, Any], level: int, on_paper: bool) -> list[Block]:
    title, unit = piece["title"], piece["unit"]
    named = f"{title['text']} ({unit})" if unit else title["text"]
    series = [(name or _("Not said"), numbers) for name, numbers in piece["series"]]
    periods = sorted({period for _name, numbers in series for period in numbers}, key=place_of)
    rows = [
        (name, *(shown(numbers[period]) if period in numbers else "–" for period in periods))
        for name, numbers in series
    ]
    found: list[Block] = [
        Heading(Words(named, title["lang"]), level),
        picture_of(series, on_paper=on_paper),
        Grid(_("The same as a table"), (_("Territory"), *periods), rows, frozenset(range(1, len(periods) + 1))),
    ]
    if piece["source"]:
        found.append(Paragraph(_("Source: %(source)s", source=piece["source"]), is_small=True))
    return found


def _figures(content: Content, state: str) -> list[Block]:
    own = sum(any(each["own"] for each in block["paragraphs"]) for block in content["blocks"])
    told = [
        _("This sheet was written by a program from what the process knows, and looked through by people."),
        _("Blocks in which people put words of their own: %(own)s of %(all)s.", own=own, all=len(content["blocks"])),
        _("%(state)s. Its figures are those of the day on which it was kept.", state=state),
    ]
    return [Heading(_("About this sheet")), Paragraph(" ".join(told), is_small=True)]


def _title(content: Content) -> str:
    return str(content["title"]["text"])


def _words(told: Mapping[str, Any]) -> Words:
    return Words(told["text"], told["lang"])
