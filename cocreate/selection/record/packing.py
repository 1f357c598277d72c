"""The open data of a published decision as one file: everything that was sealed, who signed, and how to check it."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import PUBLICATION, written

MOST_BYTES = 64_000_000  # unpacked; a decision has some hundred kilobytes
_STAMP = (2020, 1, 1, 0, 0, 0)  # so that the same record is always the same file

README = """\
The open data of a public decision, without anybody's marks or ballots under their name.

record.json       what was decided and signed, with the SHA-256 of every other file
publication.json  when it was published, and who signed which record
scoring.json      criteria, weights, marks by numbered assessors, size of the shortlist, seed
proposal.json     what was computed from them
ballots-*.json    the ballots of the camp, by dimension; rankings.json what was counted
orders.json       the orders of respondents, camp and committee, and where the decision leaves them
method.json       how many were asked, answered and were left out; rules, versions, changes with their days
*.csv             candidates and marks, to open in a spreadsheet

To compute it all again, with the free program cocreate: cocreate verify THIS-FILE.zip
The seal of a file alone: sha256sum record.json
"""


def publication(record: DecisionRecord) -> dict[str, Any]:
    """What came after the record was drawn up."""
    assert record.published_at is not None
    return {
        "id": record.public_id,
        "hash": record.hash,
        "published_at": record.published_at.isoformat(),
        "signatures": [
            {"name": row.name, "at": row.at.isoformat(), "hash": row.hash, "how": row.how} for row in record.signatures
        ],
    }


def files_of(record: DecisionRecord) -> dict[str, str]:
    """Every file by name."""
    return {
        **{row.name: row.content for row in record.files},
        PUBLICATION: written(publication(record)),
        "README.txt": README,
    }


def pack(files: Mapping[str, str]) -> bytes:
    """One ZIP file; the same files give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, str]:
    """The other way round; ValueError for what is no such file, or unpacks to more than a decision can have.

    >>> unpack(pack({"a.json": "é"}))
    {'a.json': 'é'}
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(line.file_size for line in archive.infolist()) > MOST_BYTES:
                raise ValueError("the file is too large for a decision")
            return {name: archive.read(name).decode() for name in archive.namelist()}
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise ValueError("this is no ZIP file of a decision") from error
