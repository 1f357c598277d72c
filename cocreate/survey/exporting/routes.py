"""The page on which answers are taken out, and the files that it made."""

from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from sqlalchemy import select

from cocreate.core import made_files
from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import labels
from cocreate.survey.exporting import commands, keeping
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.formats import FORMATS
from cocreate.survey.exporting.forms import ExportForm
from cocreate.survey.exporting.making import write_export
from cocreate.survey.models import Consultation, Upload
from cocreate.survey.results.filters import filter_questions, read_chosen
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import check, current_actor, may, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say

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
    task = keeping.find_export(db.session(), consultation, export_id)
    if task is None:
        raise NotFound()
    if keeping.wish_of(task).with_contacts:
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
        for job in keeping.exports_of(db.session(), consultation)
    ]
