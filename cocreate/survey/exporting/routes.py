"""The pages on which answers are taken out: by organisers, and by everybody as open data."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core import made_files
from cocreate.core.cells import number_of, safe_cell
from cocreate.core.db import begin_reading, db, reading_session, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.survey import labels
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting import commands, open_data
from cocreate.survey.exporting.asking import Filters, Flagged, Headings, Values, Wish
from cocreate.survey.exporting.commands import write_export
from cocreate.survey.exporting.formats import FILES, FORMATS
from cocreate.survey.exporting.open_data import Release, Treatment
from cocreate.survey.labels import helix_name
from cocreate.survey.models import Consultation, Upload
from cocreate.survey.results.show import filter_questions, read_chosen
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import check, current_actor, may, requires
from cocreate.web.downloads import streamed
from cocreate.web.forms import Form
from cocreate.web.language import NAMES, current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter


class Boxes(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ExportForm(Form):
    """Format, what stands in the cells, and which sheets."""

    format = RadioField(_l("Format"), default="csv", validate_choice=False)
    values = RadioField(
        _l("Answers to closed questions"),
        default=Values.CODES.value,
        choices=[
            (Values.CODES.value, _l("As codes, which stay the same in every language")),
            (Values.LABELS.value, _l("As people saw them")),
        ],
    )
    headings = RadioField(
        _l("Names of columns"),
        default=Headings.CODES.value,
        choices=[
            (Headings.CODES.value, _l("Short codes")),
            (Headings.NAMES.value, _l("Short codes with names of choices")),
            (Headings.QUESTIONS.value, _l("Whole questions")),
        ],
    )
    language = SelectField(_l("Language of questions and choices"), choices=list(NAMES.items()))
    languages = Boxes(_l("Only sheets in these languages"), choices=list(NAMES.items()))
    helix = Boxes(_l("Only sheets of these groups"))
    sources = Boxes(
        _l("Only sheets from these sources"),
        choices=[(each.value, word) for each, word in labels.EXPORTED_SOURCES.items()],
    )
    since = DateField(_l("From this day on"), validators=[Optional()])
    until = DateField(_l("Up to this day"), validators=[Optional()])
    flagged = SelectField(
        _l("Sheets that were sent in an odd way"),
        default=Flagged.ALL.value,
        choices=[
            (Flagged.ALL.value, _l("Take them too; a column marks them")),
            (Flagged.WITHOUT.value, _l("Leave them out")),
            (Flagged.ONLY.value, _l("Only them")),
        ],
    )
    only_counted = BooleanField(_l("Without the sheets that are left out of the results; else a column marks them"))
    with_contacts = BooleanField(_l("Add who gave the answers"))

    def __init__(self, *args: Any, has_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = [(each.name, each.label) for each in FORMATS.values() if each.is_installed]
        if has_files:
            self.format.choices.append((FILES, _l("Zip of the files that people handed in")))
        self.helix.choices = [(each.value, helix_name(each)) for each in HelixCategory]
        self.helix.choices.append(("", helix_name("")))

    def wish(self, chosen: tuple[Chosen, ...] = ()) -> Wish:
        """What was asked for; `chosen` are the conditions on answers."""
        return Wish(
            format=self.format.data or "",
            language=self.language.data,
            values=Values(self.values.data),
            headings=Headings(self.headings.data),
            with_contacts=bool(self.with_contacts.data),
            filters=Filters(
                languages=tuple(self.languages.data or ()),
                helix=tuple(self.helix.data or ()),
                sources=tuple(self.sources.data or ()),
                since=self.since.data,
                until=self.until.data,
                flagged=Flagged(self.flagged.data),
                only_counted=bool(self.only_counted.data),
                chosen=chosen,
            ),
        )


pages = Blueprint("survey_export", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/export")
pages.context_processor(labels.for_templates)


@pages.route("", methods=["GET", "POST"])
@requires("survey:answers:export")
def choose(consultation_id: str) -> Any:
    """Choose what to take out; a small file comes at once, a large one from a task."""
    consultation = consultation_of_address(consultation_id)
    form = ExportForm(has_files=_has_files(consultation), language=current_language())
    problem = ""
    if form.validate_on_submit():
        wish = form.wish(read_chosen(consultation, request.form))
        if wish.with_contacts:
            check("survey:answers:identify")
        try:
            with transaction() as session:
                task = commands.take_out(session, current_actor(), consultation, wish)
        except DomainError as refused:
            problem = say(refused)
        else:
            if task is None:
                return _download(consultation, wish)
            back = url_for(".choose", consultation_id=consultation_id)
            return redirect(url_for("jobs.show", job_id=task.public_id, back=back), 303)
    begin_reading()
    page = render_template(
        "survey/exporting/choose.html",
        form=form,
        problem=problem,
        consultation=consultation,
        questions=filter_questions(consultation),
        chosen=request.form.getlist,
        kept=_kept(consultation),
        has_people=not consultation.is_anonymous and may("survey:answers:identify"),
        is_complete=all(each.is_installed for each in FORMATS.values()),
    )
    return page, 422 if form.errors or problem else 200


@pages.get("/<export_id>")
@requires("survey:answers:export")
def download(consultation_id: str, export_id: str) -> Any:
    """A file that a task made, for a day."""
    consultation = consultation_of_address(consultation_id)
    task = commands.find_export(db.session(), consultation, export_id)
    if task is None:
        raise NotFound()
    if commands.wish_of(task).with_contacts:
        check("survey:answers:identify")
    path = made_files.kept_file(task)
    if path is None:
        raise NotFound("survey.export.gone")
    return _sent(path, made_files.name_of(path), None)


def _download(consultation: Consultation, wish: Wish) -> Response:
    file = TemporaryFile()  # noqa: SIM115 - sent, and then closed, by the server
    made = write_export(db.engine, consultation.id, wish, file)
    file.seek(0)
    return _sent(file, made.file_name, made.media_type)


def _sent(file: Any, name: str, media_type: str | None) -> Response:
    response = send_file(file, mimetype=media_type, as_attachment=True, download_name=name, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_files(consultation: Consultation) -> bool:
    mine = (Upload.consultation_id == consultation.id, Upload.submission_id.is_not(None))
    return db.session.scalar(select(Upload.id).where(*mine).limit(1)) is not None


def _kept(consultation: Consultation) -> list[dict[str, Any]]:
    """The latest tasks, each with its file where there is one."""
    return [
        {"job": job, "path": made_files.kept_file(job), "said": say(job.error or f"job.{job.state}")}
        for job in commands.exports_of(db.session(), consultation)
    ]


open_pages = Blueprint("survey_open", __name__, url_prefix="/p/<process_id>/consultations/<consultation_id>")
open_pages.context_processor(labels.for_templates)
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


@open_pages.get("/open-data")
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


@open_pages.get("/open-data.csv")
@requires("survey:results:view")
@DOWNLOADS
def as_csv(consultation_id: str) -> Response:
    """The rows as CSV."""
    return _open_download(consultation_id, csv_pieces, "csv", "text/csv")


@open_pages.get("/open-data.json")
@requires("survey:results:view")
@DOWNLOADS
def as_json(consultation_id: str) -> Response:
    """The rows as JSON."""
    return _open_download(consultation_id, json_pieces, "json", "application/json")


def _open_download(consultation_id: str, pieces: Pieces, suffix: str, media_type: str) -> Response:
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
