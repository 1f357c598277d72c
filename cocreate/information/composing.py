"""One sheet in one language, as plain values: what the program writes with people's own words on top.

The draft is composed whenever somebody looks; a version keeps these values, so that it reads the same for ever.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.information import figures
from cocreate.information.material import Material, material_of, surroundings_of
from cocreate.information.models import InformationSheet, SheetText
from cocreate.information.queries import texts_of
from cocreate.information.rules import BLOCKS, Changed, Figure, Part, Slot, changes, filled, paragraphs_of
from cocreate.information.writing import Written, write
from cocreate.process.models import Challenge
from cocreate.process.versions import Piece, word_changes
from cocreate.web.language import LANGUAGES, language_of, speaking, translate

Content = dict[str, Any]


def part_names() -> dict[Part, str]:
    """The titles of the parts, in the language at hand."""
    return {
        Part.SHORT: "",
        Part.CONTEXT: _("Context: the strategy and the process"),
        Part.TAKING_PART: _("Taking part: goals and what is expected"),
        Part.CHALLENGE: _("The challenge in detail"),
        Part.ECOSYSTEM: _("The ecosystem: what there is to build on"),
        Part.LINKS: _("Links with other challenges and beyond"),
    }


class Draft:
    """A sheet as it is now in one language: figures, blocks, own texts and what changed under them."""

    def __init__(self, material: Material, texts: Iterable[SheetText], language: str) -> None:
        self.material, self.language, self.rows = material, language, list(texts)
        with speaking(language):
            self.figures: dict[str, Figure] = figures.figures_of(material)
            self.blocks: dict[str, Written] = write(material)
        self.texts: dict[tuple[str, Slot], SheetText] = {
            (row.block, Slot(row.slot)): row for row in self.rows if row.language == language
        }

    def text_of(self, block: str, slot: Slot) -> SheetText | None:
        """The own text at a place."""
        return self.texts.get((block, slot))

    @property
    def changed(self) -> list[tuple[SheetText, Changed]]:
        """Every figure that is not what it was when somebody wrote about it, in whatever language."""
        return [(row, each) for row in self.rows for each in changes(row.figures, self.figures)]

    def elsewhere(self, block: str) -> list[str]:
        """The languages in which somebody wrote own words for a block that has none here."""
        if any(self.text_of(block, slot) for slot in Slot):
            return []
        return [code for code in LANGUAGES if any(row.language == code and row.block == block for row in self.rows)]

    def content(self) -> Content:
        """All of it as plain values."""
        with speaking(self.language):
            names = part_names()
            packed = [self._packed(part, names[part], block) for part, keys in BLOCKS.items() for block in keys]
            title = self.material.challenge.title
            return {
                "title": {"text": translate(title), "lang": language_of(title)},
                "process": translate(self.material.around.process.title),
                "blocks": [block for block in packed if block is not None],
                "figures": {key: figure.told for key, figure in self.figures.items()},
            }

    def _packed(self, part: Part, part_title: str, block: str) -> dict[str, Any] | None:
        written = self.blocks[block]
        paragraphs = self._own(block, Slot.BEFORE)
        own = self._own(block, Slot.INSTEAD)
        paragraphs += own or self._of_program(written)
        paragraphs += self._own(block, Slot.AFTER)
        pieces = [] if self.text_of(block, Slot.LEFT_OUT) else list(written.pieces)
        if not paragraphs and not pieces:
            return None
        told = {"part": part.value, "part_title": part_title, "key": block, "title": written.title}
        return {**told, "paragraphs": paragraphs, "pieces": pieces}

    def _own(self, block: str, slot: Slot) -> list[dict[str, Any]]:
        row = self.text_of(block, slot)
        if row is None:
            return []
        shown = {key: figures.shown(told) for key, told in row.figures.items()}
        return [{"text": text, "lang": "", "own": True} for text in paragraphs_of(filled(row.text, shown))]

    def _of_program(self, written: Written) -> list[dict[str, Any]]:
        shown = figures.all_shown(self.figures)
        told = [{**said.packed, "text": filled(said.text, shown), "own": False} for said in written.sentences]
        return [each for each in told if each["text"]]


def draft_of(session: Session, challenge: Challenge, sheet: InformationSheet | None, language: str) -> Draft:
    """The draft of one challenge's sheet in one language."""
    material = material_of(session, surroundings_of(session, challenge.process), challenge)
    return Draft(material, texts_of(session, sheet), language)


def contents_of(session: Session, sheet: InformationSheet) -> Mapping[str, Content]:
    """The sheet as it is now, in every language."""
    challenge = sheet.challenge
    material = material_of(session, surroundings_of(session, challenge.process), challenge)
    texts = texts_of(session, sheet)
    return {language: Draft(material, texts, language).content() for language in LANGUAGES}


Kept = Mapping[str, Any]


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


def compare(older: Kept, newer: Kept) -> list[BlockChange]:
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
