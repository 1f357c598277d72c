"""The files that people handed in, in one zip: a folder per sheet, and a list of what lies where."""

import csv
import re
from io import StringIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.cells import safe_cell
from cocreate.survey.exporting.stored import BATCH
from cocreate.survey.exporting.table import Rows, Table
from cocreate.survey.models import Upload

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
