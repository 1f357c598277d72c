"""The reader's version: what a participant of a camp needs to know, on two pages at most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from cocreate.core.documents import Block, Brand, Document, Grid, Heading, Paragraph, Points, Words, pdf_of
from cocreate.information import figures
from cocreate.information.document import paragraphs_of

Content = Mapping[str, Any]
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
