"""What checks found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.administration.models import Report
from cocreate.administration.rules import ReportKind
from cocreate.core.jobs import Job, JobState


def latest_report(session: Session, kind: ReportKind) -> Report | None:
    """The newest of its kind."""
    return session.scalar(select(Report).where(Report.kind == kind.value).order_by(Report.id.desc()).limit(1))


def job_under_way(session: Session, kind: str) -> Job | None:
    """The task of a kind that waits or runs."""
    states = (JobState.QUEUED.value, JobState.RUNNING.value)
    return session.scalar(select(Job).where(Job.kind == kind, Job.state.in_(states)).order_by(Job.id.desc()).limit(1))
