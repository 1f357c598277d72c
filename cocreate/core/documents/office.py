"""A document as DOCX, with real headings, tables with a head row, and pictures with their description."""

from io import BytesIO
from typing import Any

from cocreate.core.cells import printable
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
    Text,
    plain,
)


def docx_of(document: Document) -> bytes:
    """The file."""
    import docx
    from docx.shared import Mm, Pt

    office: Any = docx.Document()
    office.core_properties.title = printable(document.title)
    office.core_properties.author = ""
    office.core_properties.language = document.language
    office.core_properties.comments = ""
    section = office.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    office.styles["Normal"].font.size = Pt(11)
    _speak(office.styles["Normal"].element.get_or_add_rPr(), document.language)
    if document.brand:
        _letterhead(section, document.brand)
    office.add_heading(printable(document.title), level=0)
    if document.lede:
        office.add_paragraph(printable(document.lede))
    for block in document.blocks:
        _write(office, block)
    out = BytesIO()
    office.save(out)
    return out.getvalue()


def _letterhead(section: Any, brand: Brand) -> None:
    """In whose name it speaks, at the head and the foot of every page."""
    from docx.shared import Mm, Pt

    head = section.header.paragraphs[0]
    if brand.logo:
        head.add_run().add_picture(BytesIO(brand.logo), height=Mm(10))
        head.add_run("  ")
    _fill(head, brand.name).bold = True
    for place, line in enumerate(brand.lines):
        foot = section.footer.paragraphs[0] if place == 0 else section.footer.add_paragraph()
        _fill(foot, line).font.size = Pt(9)


def _write(office: Any, block: Block) -> None:
    from docx.shared import Pt

    match block:
        case Heading():
            _fill(office.add_heading(level=block.level - 1), block.text)
        case Paragraph():
            run = _fill(office.add_paragraph(), block.text)
            if block.is_small:
                run.font.size = Pt(9)
        case Points():
            for item in block.items:
                _fill(office.add_paragraph(style="List Number" if block.is_numbered else "List Bullet"), item)
        case Grid():
            _table(office, block)
        case Picture():
            _picture(office, block)
        case NewPage():
            _new_page(office, block.is_landscape)


def _table(office: Any, grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    caption = office.add_paragraph(printable(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = office.add_table(rows=1 + len(grid.rows), cols=len(grid.headers), style="Table Grid")
    for row, cells in zip(table.rows, (grid.headers, *grid.rows), strict=True):
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            run = _fill(paragraph, text)
            run.bold = cells is grid.headers or None
            if place in grid.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    office.add_paragraph()


def _picture(office: Any, picture: Picture) -> None:
    section = office.sections[-1]
    wide = section.page_width - section.left_margin - section.right_margin
    high = int((section.page_height - section.top_margin - section.bottom_margin) * 0.85)
    width = min(wide, int(high * picture.width / picture.height))
    shape = office.add_picture(BytesIO(picture.png), width=width)
    shape._inline.docPr.set("descr", printable(picture.description))


def _new_page(office: Any, is_landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    now = office.sections[-1]
    if (now.orientation == WD_ORIENT.LANDSCAPE) == is_landscape:
        office.add_page_break()
        return
    new = office.add_section(WD_SECTION.NEW_PAGE)
    new.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    new.page_width, new.page_height = now.page_height, now.page_width


def _fill(paragraph: Any, text: Text) -> Any:
    run = paragraph.add_run(printable(plain(text)))
    if not isinstance(text, str) and text.language:
        _speak(run._r.get_or_add_rPr(), text.language)
    return run


def _speak(properties: Any, language: str) -> None:
    """Say in which language a run is, for spelling and for screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    properties.append(spoken)
