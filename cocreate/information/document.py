"""A sheet as a document: for its page, to print, as PDF and as DOCX; and the two pages for participants of a camp."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from cocreate.core.documents import Block, Brand, Document, Grid, Heading, Paragraph, Points, Words, pdf_of
from cocreate.information import figures
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
    title = str(content["title"]["text"])
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


def _words(told: Mapping[str, Any]) -> Words:
    return Words(told["text"], told["lang"])


PAGES = 2
KEY_FIGURES = ("ranking.place", "ranking.places", "ranking.share", "themes", "themes.answers", "consultation.people")
SHORT_LISTS = ("sub_challenges", "strengths", "market", "industry", "research", "society", "projects", "links")


@dataclass(frozen=True)
class Measure:
    """How much of everything: items of a list, themes, quotes of a theme, characters of a text."""

    items: int
    themes: int
    quotes: int
    letters: int


# From generous to sparing; the first that fits on two pages is taken.
MEASURES = (
    Measure(12, 6, 2, 320),
    Measure(10, 6, 1, 240),
    Measure(8, 5, 1, 180),
    Measure(6, 4, 1, 140),
    Measure(5, 3, 0, 110),
    Measure(3, 3, 0, 80),
)


def reader_of(content: Content, language: str, state: str, key: str, brand: Brand) -> Document:
    """The document. What fits is tried once for every `key`, which stands for these very words."""

    def made(measure: Measure) -> Document:
        return replace(_document(content, language, state, measure), brand=brand)

    known: dict[tuple[str, str, Brand], Measure] = current_app.extensions.setdefault("cocreate_reader_measures", {})
    mine = (key, language, brand)
    if mine not in known:
        tried = (each for each in MEASURES if pages_in(pdf_of(made(each))) <= PAGES)
        known[mine] = next(tried, MEASURES[-1])
    return made(known[mine])


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return pdf.count(b"/Type /Page\n")


def _document(content: Content, language: str, state: str, measure: Measure) -> Document:
    by_key = {block["key"]: block for block in content["blocks"]}
    blocks: list[Block] = []
    if "short" in by_key:
        blocks += paragraphs_of(by_key["short"])
    blocks += _key_figures(content)
    for key in ("sub_challenges", "themes", *SHORT_LISTS[1:]):
        if key in by_key:
            blocks += _themes(by_key[key], measure) if key == "themes" else _list(by_key[key], measure)
    if "expected" in by_key:
        expected = by_key["expected"]
        blocks += [Heading(expected["title"]), *_points(expected, measure)]
    lede = f"{content['process']} · {state} · {_('The sheet in two pages')}"
    return Document(content["title"]["text"], language, blocks, lede=lede)


def _key_figures(content: Content) -> list[Block]:
    known = content["figures"]
    keys = [key for key in KEY_FIGURES if key in known]
    keys += [key for key in known if key.startswith("indicator.")][:2]
    rows = [(_name(known[key]), figures.shown(known[key])) for key in keys]
    return [Grid(_("Key figures"), (_("Figure"), _("Value")), rows, frozenset({1}))] if rows else []


def _name(told: Mapping[str, Any]) -> Words:
    name = f"{told['subject']}: {told['name']}" if told["subject"] else told["name"]
    return Words(name, told["lang"])


def _list(block: Mapping[str, Any], measure: Measure) -> list[Block]:
    points = list(_points(block, measure))
    own = [Paragraph(_cut(each, measure.letters * 2)) for each in block["paragraphs"] if each["own"]]
    return [Heading(block["title"]), *own, *points] if points or own else []


def _points(block: Mapping[str, Any], measure: Measure) -> Iterator[Block]:
    for piece in block["pieces"]:
        if piece["type"] == "points":
            yield Points([_cut(item, measure.letters) for item in piece["items"][: measure.items]])
            if (more := len(piece["items"]) - measure.items) > 0:
                yield Paragraph(_("The whole sheet has %(count)s more.", count=more), is_small=True)


def _themes(block: Mapping[str, Any], measure: Measure) -> list[Block]:
    found: list[Block] = [Heading(block["title"])]
    shown, quotes_left = 0, 0
    for piece in block["pieces"]:
        if piece["type"] == "heading":
            if shown == measure.themes:
                break
            shown, quotes_left = shown + 1, measure.quotes
            found.append(Heading(_cut(piece, measure.letters), 3))
        elif piece["type"] == "points" and quotes_left:
            found.append(Points([_cut(item, measure.letters) for item in piece["items"][:quotes_left]]))
            quotes_left = 0
    return found


def _cut(told: Mapping[str, Any], letters: int) -> Words:
    text = told["text"]
    if len(text) > letters:
        text = text[:letters].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…" + ("”" if text.startswith("“") else "")
    return Words(text, told["lang"])
