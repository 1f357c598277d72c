"""A document as PDF: A4 in our own font, with words that a reader's program can select, search and read aloud."""

from functools import cache
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from cocreate.core.documents.blocks import (
    Block,
    Brand,
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    plain,
)
from cocreate.core.paths import resource

PLACEHOLDER = "¤"  # for a sign that the font of the PDF does not have
_FONTS = "vendor/fonts/atkinson-hyperlegible-next-{}.ttf"
_JOINERS = {0x200D, 0xFE0E, 0xFE0F}  # glue between signs; nothing to see by themselves
_HEADING_SIZES = {1: 20, 2: 15, 3: 12, 4: 11}  # points
_MARGIN = 18  # millimetres
_TABLE_BEGINS = 28  # millimetres for a caption, the head and one row
_LOGO = 12  # millimetres


def font_file(is_bold: bool = False) -> Any:
    """Where the font lies."""
    return resource("static") / _FONTS.format("bold" if is_bold else "regular")


@cache
def _signs() -> frozenset[int]:
    """What the font can draw."""
    from fpdf import FPDF

    document: Any = FPDF()
    document.add_font("Atkinson", "", font_file())
    return frozenset(document.fonts["atkinson"].cmap)


def drawable(text: str) -> str:
    """A text with a mark for every sign that the font does not have, such as an emoji; nothing vanishes unseen."""
    known = _signs()
    return "".join(
        character if character == "\n" or ord(character) in known else PLACEHOLDER
        for character in text.replace("\t", " ").replace("\r", "\n")
        if ord(character) not in _JOINERS
    )


def pdf_of(document: Document) -> bytes:
    """The file."""
    paper = Paper(document.title, document.language)
    paper.begin()
    if document.brand:
        paper.letterhead(document.brand)
    paper.head(document.title, 1)
    if document.lede:
        paper.write(document.lede)
    for block in document.blocks:
        _write(paper, block)
    for line in document.brand.lines if document.brand else ():
        paper.write(plain(line), size=9)
    return paper.finished()


def _write(paper: "Paper", block: Block) -> None:
    match block:
        case Heading():
            paper.head(plain(block.text), block.level)
        case Paragraph():
            paper.write(plain(block.text), size=9 if block.is_small else 11)
        case Points():
            for number, item in enumerate(block.items, start=1):
                paper.write(f"{f'{number}.' if block.is_numbered else '•'} {plain(item)}", indent=4)
        case Grid():
            paper.table(block)
        case Picture():
            paper.picture(block)
        case NewPage():
            paper.begin(is_landscape=block.is_landscape)


class Paper:
    """Pages that are written from top to bottom."""

    def __init__(self, title: str, language: str) -> None:
        from fpdf import FPDF

        self._lacks = False
        self._pdf: Any = FPDF(format="A4")
        self._pdf.set_title(drawable(title))
        self._pdf.set_lang(language)
        self._pdf.set_auto_page_break(True, margin=_MARGIN)
        self._pdf.set_margin(_MARGIN)
        for style, is_bold in (("", False), ("B", True)):
            self._pdf.add_font("Atkinson", style, font_file(is_bold))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was begun."""
        return not self._pdf.pages

    def begin(self, *, is_landscape: bool = False) -> None:
        """A new page."""
        self._pdf.add_page(orientation="L" if is_landscape else "P")

    def letterhead(self, brand: Brand) -> None:
        """In whose name it speaks, with the logo beside the name."""
        if brand.logo:
            logo = self._pdf.image(BytesIO(brand.logo), h=_LOGO, alt_text="")
            self._pdf.set_xy(self._pdf.l_margin + logo.rendered_width + 4, self._pdf.get_y() - _LOGO * 0.75)
        self.write(plain(brand.name), size=10, is_bold=True)
        self._pdf.ln(4)

    def head(self, text: str, level: int) -> None:
        """A heading, which is in the outline of the file too."""
        size = _HEADING_SIZES[level]
        if self._pdf.will_page_break(size * 1.5):
            self.begin()
        self._pdf.ln(size / 4)
        self._pdf.start_section(self._drawn(text).replace("\n", " ")[:200], level=max(0, level - 1), strict=False)
        self.write(text, size=size, is_bold=True)
        self._pdf.ln(1)

    def write(self, text: str, *, size: int = 11, is_bold: bool = False, indent: int = 0) -> None:
        """A paragraph across the page."""
        if is_bold:
            self._pdf.ln(2)
        self._pdf.set_font("Atkinson", "B" if is_bold else "", size)
        if indent:
            self._pdf.set_x(self._pdf.l_margin + indent)
        self._pdf.multi_cell(0, size * 0.5, self._drawn(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def table(self, grid: Grid) -> None:
        """A table whose head is repeated on every page; its caption stays with its first rows."""
        if self._pdf.will_page_break(_TABLE_BEGINS):
            self.begin(is_landscape=self._pdf.w > self._pdf.h)
        self.write(grid.caption, size=10, is_bold=True)
        self._pdf.ln(1)
        self._pdf.set_font("Atkinson", "", 9)
        align = tuple("RIGHT" if place in grid.numeric else "LEFT" for place in range(len(grid.headers)))
        with self._pdf.table(
            text_align=align, line_height=4.6, padding=1, borders_layout="HORIZONTAL_LINES", col_widths=_widths(grid)
        ) as table:
            for cells in (grid.headers, *grid.rows):
                row = table.row()
                for cell in cells:
                    row.cell(self._drawn(plain(cell)))
        self._pdf.ln(2)

    def picture(self, picture: Picture) -> None:
        """A picture as wide as the page, or as high."""
        room = self._pdf.h - self._pdf.b_margin - self._pdf.get_y()
        if room < self._pdf.epw * picture.height / picture.width and self._pdf.get_y() > self._pdf.t_margin + 40:
            self.begin(is_landscape=self._pdf.w > self._pdf.h)
            room = self._pdf.h - self._pdf.b_margin - self._pdf.get_y()
        width = min(self._pdf.epw, room * picture.width / picture.height)
        self._pdf.image(BytesIO(picture.png), w=width, alt_text=picture.description)
        self._pdf.ln(2)

    def finished(self) -> bytes:
        """The file, with a note where signs could not be drawn."""
        if self._lacks:
            self._pdf.ln(4)
            self.write(
                _(
                    "%(mark)s stands for a sign that this document cannot draw; other formats have it.",
                    mark=PLACEHOLDER,
                ),
                size=9,
            )
        return bytes(self._pdf.output())

    def _drawn(self, text: str) -> str:
        drawn = drawable(text)
        self._lacks |= PLACEHOLDER in drawn and PLACEHOLDER not in text
        return drawn


def _widths(grid: Grid) -> tuple[float, ...]:
    """Columns as wide as their longest cells ask for, within reason."""
    columns = [[len(head), *(len(plain(row[place])) for row in grid.rows)] for place, head in enumerate(grid.headers)]
    return tuple(float(min(max(max(lengths), 11), 60)) for lengths in columns)
