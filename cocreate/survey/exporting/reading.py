"""Answers to be read by people: a page to print, PDF, and the files that were handed in, a folder a sheet."""

import csv
import re
from dataclasses import dataclass
from html import escape
from io import StringIO
from itertools import islice
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.cells import printable, safe_cell
from cocreate.core.documents import Paper
from cocreate.survey import labels
from cocreate.survey.exporting.table import BATCH, Row, Rows, StoredSheet, Table
from cocreate.survey.kinds import Said
from cocreate.survey.models import Upload
from cocreate.web.language import language_of, translate

PDF_PART = 200  # sheets of one PDF, which is made in memory; more become several documents
_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}"
    "section{border-top:1px solid;margin-top:2rem;break-inside:avoid-page}"
    "dt{font-weight:bold;margin-top:.75rem}dd{margin:0 0 0 1rem;white-space:pre-line}small{font-weight:normal}"
)


@dataclass(frozen=True)
class Line:
    """One line of an answer, in words."""

    label: str
    text: str
    language: str = ""


def lines_of(said: list[Said], language: str) -> list[Line]:
    """What an answer says, in the language of the export; people's own words as they are."""
    found = []
    for each in said:
        label = each.label if isinstance(each.label, str) else translate(each.label, language)
        if each.code and each.text:
            label = " ".join(filter(None, (label, str(labels.word(each.code)))))
        if each.content:
            found.append(Line(label, translate(each.content, language), language_of(each.content, language)))
        elif each.text:
            found.append(Line(label, each.text, each.language))
        elif each.code:
            found.append(Line(label, str(labels.word(each.code)), language))
    return found


def about(sheet: StoredSheet) -> str:
    """The line below a sheet's number."""
    parts = [format_date(sheet.day, "long"), labels.helix_name(sheet.helix), sheet.language.upper()]
    if sheet.left_out:
        parts.append(_("Left out of the results: %(ground)s", ground=labels.ground_name(sheet.left_out)))
    return " · ".join(parts)


def write_html(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """A page of its own to read and print, with a part per sheet."""
    with force_locale(table.wish.language):
        title = escape(table.title)
        head = f'<!doctype html><html lang="{table.wish.language}"><head><meta charset="utf-8"><title>{title}</title>'
        target.write(f"{head}<style>{_STYLE}</style></head><body><h1>{title}</h1>\n".encode())
        target.write(f"<p>{escape(_('%(count)s sheets of answers', count=table.total))}</p>\n".encode())
        for batch in rows:
            for row in batch:
                target.write(_html_sheet(table, row).encode())
        target.write(b"</body></html>\n")


def _html_sheet(table: Table, row: Row) -> str:
    pieces = [f"<section><h2>{escape(row.sheet.id[:8])}</h2><p>{escape(about(row.sheet))}</p><dl>"]
    for question, said in table.said(row.sheet):
        asked = translate(question.title, table.wish.language)
        pieces.append(f'<dt lang="{language_of(question.title, table.wish.language)}">{escape(asked)}</dt>')
        for line in lines_of(said, table.wish.language):
            label = f"<small>{escape(line.label)}: </small>" if line.label else ""
            spoken = f' lang="{escape(line.language)}"' if line.language else ""
            pieces.append(f'<dd{spoken} dir="auto">{label}{escape(printable(line.text))}</dd>')
    return "".join([*pieces, "</dl></section>\n"])


def write_pdf(table: Table, rows: Rows, target: IO[bytes], size: int = PDF_PART) -> None:
    """One document; of more sheets than that, a zip of several, so that memory holds one at a time."""
    one_by_one = (row.sheet for batch in rows for row in batch)
    if table.total <= size:
        target.write(pdf_of(table, list(one_by_one)))
        return
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        number = 0
        while part := list(islice(one_by_one, size)):
            number += 1
            archive.writestr(f"answers-{number}.pdf", pdf_of(table, part))


def write_pdf_each(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """A zip with a document per sheet, named as in the other formats."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for batch in rows:
            for row in batch:
                archive.writestr(f"{row.sheet.id}.pdf", pdf_of(table, [row.sheet]))


def pdf_of(table: Table, sheets: list[StoredSheet]) -> bytes:
    """Some sheets as one PDF, each on a page of its own."""
    with force_locale(table.wish.language):
        paper = Paper(table.title, table.wish.language)
        for sheet in sheets:
            paper.begin()
            paper.write(table.title, size=15, is_bold=True)
            paper.write(about(sheet), size=9)
            paper.write(_("Sheet %(name)s", name=sheet.id), size=9)
            for question, said in table.said(sheet):
                paper.write(translate(question.title, table.wish.language), is_bold=True)
                for line in lines_of(said, table.wish.language):
                    paper.write(f"{line.label}: {line.text}" if line.label else line.text)
        if paper.is_empty:
            paper.begin()
            paper.write(table.title, size=15, is_bold=True)
            paper.write(_("There are no answers."))
        return paper.finished()


_UNSAFE = re.compile(r"[^\w. ()-]+")


def write_files(session: Session, table: Table, rows: Rows, target: IO[bytes]) -> None:
    """One file at a time is in memory."""
    listed = StringIO()
    lines = csv.writer(listed)
    lines.writerow(["sheet", "question", "name", "path", "media_type", "bytes"])
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for batch in rows:
            for upload in _uploads(session, [row.sheet.id for row in batch]):
                path = f"{upload.submission_id}/{upload.question}-{upload.id[:8]}-{file_name(upload.name)}"
                content = session.scalar(select(Upload.content).where(Upload.id == upload.id))
                archive.writestr(path, content or b"")
                cells = [upload.submission_id, upload.question, upload.name, path, upload.media_type]
                lines.writerow([*(safe_cell(str(cell)) for cell in cells), upload.size])
        archive.writestr("files.csv", "\ufeff" + listed.getvalue())


def _uploads(session: Session, sheets: list[str]) -> list[Upload]:
    assert len(sheets) <= BATCH
    rows = session.scalars(
        select(Upload)
        .where(Upload.submission_id.in_(sheets))
        .order_by(Upload.submission_id, Upload.question, Upload.id)
        .execution_options(populate_existing=True)
    )
    found = list(rows)
    for upload in found:
        session.expunge(upload)
    return found


def file_name(name: str) -> str:
    """A name that leads nowhere else, on any system.

    >>> file_name("../../etc/passwd"), file_name("Übersicht 2026 (a).pdf"), file_name("…")
    ('etc_passwd', 'Übersicht 2026 (a).pdf', 'file')
    """
    return _UNSAFE.sub("_", name).strip("._ ")[:120] or "file"
