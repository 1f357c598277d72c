"""PDF and DOCX of the report are made beside the server, and kept for a day."""

from datetime import timedelta

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, made_files
from cocreate.core.documents import docx_of, pdf_of
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.survey.models import Consultation
from cocreate.themes.reporting.document import document_of
from cocreate.themes.reporting.material import material_of

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
