"""Documents made of plain blocks, written as a web page, as PDF and as DOCX from the same words."""

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
    Words,
)
from cocreate.core.documents.office import docx_of
from cocreate.core.documents.page import body_of, html_of
from cocreate.core.documents.paper import Paper, drawable, pdf_of

__all__ = [
    "Block",
    "Brand",
    "Document",
    "Grid",
    "Heading",
    "NewPage",
    "Paper",
    "Paragraph",
    "Picture",
    "Points",
    "Words",
    "body_of",
    "docx_of",
    "drawable",
    "html_of",
    "pdf_of",
]
