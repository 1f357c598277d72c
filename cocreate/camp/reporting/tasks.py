"""PDF and DOCX of a camp are made beside the server: drawing the boards for paper would hold up the live ones."""

from datetime import timedelta

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Camp
from cocreate.camp.reporting.report import report_of
from cocreate.core import audit, jobs, made_files
from cocreate.core.documents import docx_of, pdf_of
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.permissions import Actor

JOB = "camp:report:make"
SAME_FOR = timedelta(seconds=20)
FORMATS = {"pdf": pdf_of, "docx": docx_of}


def ask_for(session: Session, actor: Actor, camp: Camp, paper: str, language: str) -> Job:
    """Queue the making of a report; while the same one waits or is being made, and for a second click, that one."""
    session.execute(select(Camp.id).where(Camp.id == camp.id).with_for_update())
    wanted = {"camp_id": camp.id, "paper": paper, "language": language}
    for task in reports_of(session, camp):
        is_fresh = task.state == JobState.DONE and task.asked_at > clock.now() - SAME_FOR
        if task.arguments["given"] == wanted and (is_fresh or not task.is_over):
            return task
    audit.record(session, actor, "camp:report:make", camp.ref, process=camp.process.public_id, format=paper)
    return jobs.enqueue(session, actor, JOB, process=camp.process, **wanted)


def reports_of(session: Session, camp: Camp, most: int = 5) -> list[Job]:
    """The latest tasks of a camp, newest first."""
    rows = session.scalars(
        select(Job).where(Job.kind == JOB, Job.process_id == camp.process_id).order_by(Job.id.desc()).limit(100)
    )
    return [row for row in rows if row.arguments["given"]["camp_id"] == camp.id][:most]


def find_report(session: Session, camp: Camp, public_id: str) -> Job | None:
    """The task of an address, of this camp only."""
    found = session.scalar(select(Job).where(Job.kind == JOB, Job.public_id == public_id))
    return found if found is not None and found.arguments["given"]["camp_id"] == camp.id else None


@jobs.job(JOB)
def make_report(context: JobContext, camp_id: int, paper: str, language: str) -> None:
    """Draw, lay out, write."""
    with made_files.making(context) as made, force_locale(language):
        with context.reading() as session:
            camp = session.get_one(Camp, camp_id)
            made.name = f"camp-{camp.public_id}-{language}.{paper}"
            document = report_of(session, camp, language, is_insider=True, on_paper=True)
        context.advance(0.6)
        made.target.write(FORMATS[paper](document))
