"""The register as a table and as JSON, without what is not for everybody."""

import csv
import io
import json
from collections.abc import Callable, Sequence

from cocreate.core.cells import number_of, safe_cell
from cocreate.ecosystem.register import Line
from cocreate.settings import LANGUAGES

COLUMNS = (
    *(f"name_{code}" for code in LANGUAGES),
    "other_names",
    "type",
    "helix",
    *(f"description_{code}" for code in LANGUAGES),
    "website",
    "municipality",
    "latitude",
    "longitude",
    "trl_from",
    "trl_to",
    "tags",
    "strengths",
    "source",
)


def as_csv(lines: Sequence[Line]) -> str:
    """A line an actor; strengths as "challenge: part: what it brings" separated by bars."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([cell if number_of(cell) is not None else safe_cell(cell) for cell in _cells(line)])
    return "\ufeff" + out.getvalue()


def as_json(lines: Sequence[Line]) -> str:
    """A list of actors with their strengths."""
    return json.dumps([_told(line) for line in lines], ensure_ascii=False, indent=1) + "\n"


def _cells(line: Line) -> list[str]:
    row = line.actor
    other = [name for name in line.names if name not in row.name.values()]
    return [
        *(row.name.get(code, "") for code in LANGUAGES),
        "; ".join(other),
        row.type,
        row.helix,
        *(row.description.get(code, "") for code in LANGUAGES),
        row.website,
        row.municipality,
        *("" if value is None else f"{value:g}" for value in (row.latitude, row.longitude)),
        *("" if level is None else str(level) for level in (row.trl_from, row.trl_to)),
        ", ".join(row.tags),
        " | ".join(
            ": ".join([_any(one.challenge.title), one.part, *([_any(one.title)] if one.title else [])])
            for one in line.strengths
        ),
        row.source,
    ]


def _told(line: Line) -> dict[str, object]:
    row = line.actor
    return {
        "id": row.public_id,
        "name": row.name,
        "other_names": [name for name in line.names if name not in row.name.values()],
        "type": row.type,
        "helix": row.helix,
        "description": row.description,
        "website": row.website,
        "municipality": row.municipality,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "trl_from": row.trl_from,
        "trl_to": row.trl_to,
        "tags": row.tags,
        "source": row.source,
        "strengths": [
            {"challenge": one.challenge.public_id, "title": one.challenge.title, "part": one.part, "brings": one.title}
            for one in line.strengths
        ],
    }


def _any(text: dict[str, str]) -> str:
    return text.get("en") or next(iter(text.values()), "")


WRITERS: dict[str, Callable[[Sequence[Line]], str]] = {"csv": as_csv, "json": as_json}
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
