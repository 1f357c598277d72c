"""What a check found is kept, and a check is asked for once at a time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration.models import Report
from cocreate.administration.rules import JUST_NOW, KEPT_REPORTS, ReportKind
from cocreate.core import jobs
from cocreate.core.permissions import Actor


def ask_once(session: Session, actor: Actor, kind: str) -> jobs.Job:
    """Queue a task of the installation; while one waits, is under way or has just ended, that one."""
    under_way = jobs.Job.state.in_((jobs.JobState.QUEUED.value, jobs.JobState.RUNNING.value))
    known = session.scalar(
        select(jobs.Job)
        .where(jobs.Job.kind == kind, or_(under_way, jobs.Job.asked_at > clock.now() - JUST_NOW))
        .order_by(jobs.Job.id.desc())
        .limit(1)
    )
    return known or jobs.enqueue(session, actor, kind)


def store_report(session: Session, kind: ReportKind, *, is_good: bool, content: Mapping[str, Any]) -> Report:
    """Keep what was found; the oldest go."""
    made = Report(kind=kind.value, made_at=clock.now(), is_good=is_good, content=dict(content))
    session.add(made)
    session.flush()
    newest = select(Report.id).where(Report.kind == kind.value).order_by(Report.id.desc()).limit(KEPT_REPORTS)
    kept = list(session.scalars(newest))
    session.execute(delete(Report).where(Report.kind == kind.value, Report.id.not_in(kept)))
    return made
