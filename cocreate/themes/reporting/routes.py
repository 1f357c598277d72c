"""Pages of the report: the team's, with files for paper made beside the server, and everybody's after the close."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, render_template, send_file, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, made_files
from cocreate.core.db import db, transaction
from cocreate.core.documents import body_of, docx_of, html_of, pdf_of
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.themes.publishing import may_be_public
from cocreate.themes.reporting import files
from cocreate.themes.reporting.document import document_of
from cocreate.themes.reporting.material import MOST_ASKED, Material, material_of
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import current_language
from cocreate.web.messages import register, say

JOB = "themes:report:make"
SAME_FOR = timedelta(seconds=20)
FORMATS = {"pdf": pdf_of, "docx": docx_of}


def ask_for(
    session: Session, actor: Actor, consultation: Consultation, paper: str, language: str, *, is_public: bool
) -> Job:
    """Queue the making of a report; while the same one waits or is being made, and for a second click, that one."""
    session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    wanted = {"consultation_id": consultation.id, "paper": paper, "language": language, "is_public": is_public}
    for task in reports_of(session, consultation):
        is_fresh = task.state == JobState.DONE and task.asked_at > clock.now() - SAME_FOR
        if task.arguments["given"] == wanted and (is_fresh or not task.is_over):
            return task
    process = consultation.process
    audit.record(session, actor, JOB, consultation.ref, process=process.public_id, format=paper, is_public=is_public)
    return jobs.enqueue(session, actor, JOB, process=process, **wanted)


def reports_of(session: Session, consultation: Consultation, most: int = 5) -> list[Job]:
    """The latest tasks of a consultation, newest first."""
    mine = (Job.kind == JOB, Job.process_id == consultation.process_id)
    rows = session.scalars(select(Job).where(*mine).order_by(Job.id.desc()).limit(100))
    return [row for row in rows if row.arguments["given"]["consultation_id"] == consultation.id][:most]


def find_report(session: Session, consultation: Consultation, public_id: str) -> Job | None:
    """The task of an address, of this consultation only."""
    found = session.scalar(select(Job).where(Job.kind == JOB, Job.public_id == public_id))
    return found if found is not None and found.arguments["given"]["consultation_id"] == consultation.id else None


@jobs.job(JOB)
def make_report(context: JobContext, consultation_id: int, paper: str, language: str, is_public: bool) -> None:
    """Read, lay out, write."""
    with made_files.making(context) as made, force_locale(language):
        with context.reading() as session:
            consultation = session.get_one(Consultation, consultation_id)
            material = material_of(session, consultation, is_public=is_public)
            if material is None:
                raise NotFound("themes.report.nothing")
            which = "public" if is_public else "team"
            made.name = f"themes-{consultation.public_id}-{which}-{language}.{paper}"
            document = document_of(session, material, language)
        context.advance(0.6)
        made.target.write(FORMATS[paper](document))


register(
    themes__report__nothing=_l("No answers were read yet, so there is nothing to report."),
    themes__report__gone=_l("This file is not there any more. It can be made again."),
)
manage = Blueprint("themes_report", __name__, url_prefix="/p/<process_id>/manage/themes/of/<consultation_id>/report")
pages = Blueprint("themes_public_report", __name__, url_prefix="/p/<process_id>/themes/report/<consultation_id>")
MEDIA_TYPES = {"html": "text/html", "csv": "text/csv", "json": "application/json"}


@manage.get("")
@requires("themes:theme:view")
def show(consultation_id: str) -> Any:
    """The team's report on a page."""
    consultation = consultation_of_address(consultation_id)
    material = material_of(db.session(), consultation, is_public=False)
    document = document_of(db.session(), material, current_language()) if material is not None else None
    return render_template(
        "themes/reporting/report.html",
        consultation=consultation,
        # Of our own making: every text in it was escaped by `core.documents`.
        body=Markup(body_of(document)) if document is not None else None,
        kept=_kept(consultation) if may("themes:report:make") else [],
        formats=FORMATS,
        has_public=may_be_public(consultation),
    )


def _kept(consultation: Consultation) -> list[dict[str, Any]]:
    return [
        {"job": job, "path": made_files.kept_file(job), "said": say(job.error or f"job.{job.state}")}
        for job in reports_of(db.session(), consultation)
    ]


@manage.get("/themes.<any(html, csv, json):data>")
@requires("themes:theme:view")
def data(consultation_id: str, data: str) -> Response:
    """The team's report as a file."""
    most = None if data == "json" else MOST_ASKED
    return _sent(_material(consultation_of_address(consultation_id), is_public=False, most_asked=most), data)


@manage.get("/statements.csv")
@requires("themes:theme:view")
def statements(consultation_id: str) -> Response:
    """What is asked for and why, for the team, as a table."""
    material = _material(consultation_of_address(consultation_id), is_public=False, most_asked=None)
    return _file(files.statements_csv(material), material, "statements", "csv")


@manage.post("/make/<any(team, public):reader>/<paper>")
@requires("themes:report:make")
def make(consultation_id: str, reader: str, paper: str) -> Any:
    """Have the report made as a file for paper, for the team or for everybody."""
    consultation = consultation_of_address(consultation_id)
    if paper not in FORMATS:
        raise NotFound()
    with transaction() as session:
        is_public = reader == "public"
        task = ask_for(session, current_actor(), consultation, paper, current_language(), is_public=is_public)
    back = url_for("themes_report.show", consultation_id=consultation_id)
    return redirect(url_for("jobs.show", job_id=task.public_id, back=back), 303)


@manage.get("/made/<theme_report_id>")
@requires("themes:report:make")
def made(consultation_id: str, theme_report_id: str) -> Any:
    """A report that a task made, for a day."""
    task = find_report(db.session(), consultation_of_address(consultation_id), theme_report_id)
    path = made_files.kept_file(task) if task is not None else None
    if path is None:
        raise NotFound("themes.report.gone")
    response = send_file(path, as_attachment=True, download_name=made_files.name_of(path), max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("")
@requires("themes:public:view")
def public(consultation_id: str) -> str:
    """Everybody's report on a page, after the close."""
    consultation = consultation_of_address(consultation_id)
    document = document_of(db.session(), _public_material(consultation), current_language())
    body = Markup(body_of(document))  # of our own making: every text in it was escaped by `core.documents`
    return render_template("themes/reporting/public.html", consultation=consultation, document=document, body=body)


@pages.get("/themes.<any(html, csv, json):data>")
@requires("themes:public:view")
def public_data(consultation_id: str, data: str) -> Response:
    """The same as a file."""
    return _sent(_public_material(consultation_of_address(consultation_id)), data)


def _public_material(consultation: Consultation) -> Material:
    if not may_be_public(consultation):
        raise NotFound()
    return _material(consultation, is_public=True)


def _material(consultation: Consultation, *, is_public: bool, most_asked: int | None = MOST_ASKED) -> Material:
    material = material_of(db.session(), consultation, is_public=is_public, most_asked=most_asked)
    if material is None:
        raise NotFound("themes.report.nothing")
    return material


def _sent(material: Material, ending: str) -> Response:
    language = current_language()
    if ending == "html":
        text = html_of(document_of(db.session(), material, language))
    else:
        text = files.themes_csv(material) if ending == "csv" else files.themes_json(material)
    return _file(text, material, "themes", ending)


def _file(text: str, material: Material, what: str, ending: str) -> Response:
    response = Response(text, mimetype=MEDIA_TYPES[ending])
    name = f"{what}-{material.consultation.public_id}-{current_language()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
