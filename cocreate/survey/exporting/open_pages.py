"""The open data of a consultation: what everybody may have, what was made coarser, and the files."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import lazy_gettext as _l

from cocreate.core.cells import number_of, safe_cell
from cocreate.core.db import db, reading_session
from cocreate.errors import NotFound
from cocreate.survey import labels
from cocreate.survey.exporting import open_data
from cocreate.survey.exporting.open_data import Release, Treatment
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import may, requires
from cocreate.web.downloads import streamed
from cocreate.web.language import current_language
from cocreate.web.security import limiter

pages = Blueprint("survey_open", __name__, url_prefix="/p/<process_id>/consultations/<consultation_id>")
pages.context_processor(labels.for_templates)
DOWNLOADS = limiter.shared_limit("10 per minute; 60 per hour", scope="survey:open_data")

OpenRows = Iterable[list[dict[str, str]]]
Pieces = Callable[[Release, OpenRows], Iterator[str]]

TREATMENTS = {
    Treatment.KEPT: _l("as answered"),
    Treatment.QUOTED: _l("only of people who may be quoted"),
    Treatment.ROUNDED: _l("rounded to about a kilometre"),
    Treatment.LEFT_OUT: _l("left out, as it could say who somebody is"),
}
LEVELS = {
    "exact": _l("as answered"),
    "week": _l("only the week"),
    "month": _l("only the month"),
    "grouped": _l("rare ones put together as “other”"),
    "none": _l("left out, as some groups would be too small"),
}


@pages.get("/open-data")
@requires("survey:results:view")
def about(consultation_id: str) -> Any:
    """What is published and what was done for people's anonymity; the staff sees it before the close."""
    consultation = consultation_of_address(consultation_id)
    is_public = open_data.is_public(consultation)
    if not is_public and not may("survey:results:preview"):
        return render_template("survey/no_results_yet.html", consultation=consultation)
    release = open_data.release_of(db.session(), consultation, current_language())
    return render_template(
        "survey/exporting/open_data.html",
        consultation=consultation,
        release=release,
        is_public=is_public,
        lines=_lines(release),
    )


def _lines(release: Release) -> list[tuple[str, str, str]]:
    """(column, title, what became of it)."""
    levels = {attribute.name: attribute.level for attribute in release.report.attributes}
    return [
        (c.name, c.title, str(LEVELS[levels[c.name]] if c.name in levels else TREATMENTS[release.treatments[c.name]]))
        for c in release.table.columns
    ]


@pages.get("/open-data.csv")
@requires("survey:results:view")
@DOWNLOADS
def as_csv(consultation_id: str) -> Response:
    """The rows as CSV."""
    return _download(consultation_id, csv_pieces, "csv", "text/csv")


@pages.get("/open-data.json")
@requires("survey:results:view")
@DOWNLOADS
def as_json(consultation_id: str) -> Response:
    """The rows as JSON."""
    return _download(consultation_id, json_pieces, "json", "application/json")


def _download(consultation_id: str, pieces: Pieces, suffix: str, media_type: str) -> Response:
    """The rows, or NotFound where they may not be had: too early, or too few people."""
    name = f"{consultation_id}-open-data.{suffix}"
    if not open_data.is_public(found := consultation_of_address(consultation_id)):
        raise NotFound("survey.open_data.not_public")
    session = reading_session(db.engine)
    consultation = session.get_one(Consultation, found.id)
    release = open_data.release_of(session, consultation)
    if not release.report.is_safe:
        session.close()
        raise NotFound("survey.open_data.too_few")
    return streamed(session, pieces(release, open_data.open_rows(session, consultation, release)), name, media_type)


def csv_pieces(release: Release, rows: OpenRows) -> Iterator[str]:
    """The heading, and a text for every batch of rows."""
    yield _lines_of_csv([[column.name for column in release.columns]])
    for batch in rows:
        yield _lines_of_csv([[_cell(cell) for cell in row.values()] for row in batch])


def _cell(cell: str) -> str:
    return cell if number_of(cell) is not None else safe_cell(cell)


def _lines_of_csv(lines: list[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def json_pieces(release: Release, rows: OpenRows) -> Iterator[str]:
    """An array, with a text for every batch of rows."""
    begin = "["
    for batch in rows:
        yield f"{begin}\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in batch)
        begin = ","
    yield "\n]\n" if begin == "," else "[]\n"
