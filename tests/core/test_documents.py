"""Documents: the same blocks as a page, as PDF and as DOCX."""

import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from flask import Flask
from PIL import Image

from cocreate.core.documents import (
    Document,
    Grid,
    Heading,
    NewPage,
    Paragraph,
    Picture,
    Points,
    Words,
    docx_of,
    html_of,
    pdf_of,
)


def picture() -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#fff").save(out, "PNG")
    return Picture('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>', out.getvalue(), 40, 20, "A board")


def document() -> Document:
    return Document(
        "Camp <report>",
        "en",
        (
            Heading("Boards"),
            Paragraph(Words("Herstelateliers & co", "nl")),
            Points(("first", "second"), is_numbered=True),
            Grid("Cards", ("Text", "Votes"), ((Words("Réparer", "fr"), "3"), ("=1+1", "0")), frozenset({1})),
            NewPage(is_landscape=True),
            picture(),
            Paragraph("small\x07print", is_small=True),
        ),
        lede="What came out",
    )


def test_page_escapes_and_says_languages() -> None:
    page = html_of(document())
    assert "<h1>Camp &lt;report&gt;</h1>" in page and "<script" not in page
    assert '<p lang="nl" dir="auto">Herstelateliers &amp; co</p>' in page
    assert '<td lang="fr" dir="auto">Réparer</td><td class="n">3</td>' in page
    assert 'role="img" aria-label="A board"' in page and "\x07" not in page


def test_docx_has_headings_tables_languages_and_a_described_picture() -> None:
    read = docx.Document(io.BytesIO(docx_of(document())))
    assert [p.text for p in read.paragraphs if p.style.name.startswith("Heading")] == ["Boards"]
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [
        ["Text", "Votes"],
        ["Réparer", "3"],
        ["=1+1", "0"],
    ]
    with zipfile.ZipFile(io.BytesIO(docx_of(document()))) as archive:
        body = archive.read("word/document.xml").decode()
        ElementTree.fromstring(body)
    assert 'descr="A board"' in body and 'w:lang w:val="nl"' in body and "w:tblHeader" in body
    assert [section.orientation for section in read.sections] == [0, 1]
    assert read.core_properties.title == "Camp <report>" and read.core_properties.author == ""


@pytest.mark.usefixtures("app")
def test_pdf_has_an_outline_and_several_pages(app: Flask) -> None:
    with app.test_request_context():
        rows = [(f"card {n}", str(n)) for n in range(200)]
        made = pdf_of(Document("Report", "en", (*document().blocks, Grid("Many", ("Text", "Votes"), rows))))
    assert made.startswith(b"%PDF") and b"/Outlines" in made and b"/Lang (en)" in made
    assert made.count(b"/Type /Page\n") > 4
