"""Long tasks and regular work of the whole installation."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.administration.rules import PAGE
from cocreate.core.jobs import Job, JobState
from cocreate.errors import NotFound
from cocreate.process.models import Process


@dataclass(frozen=True)
class Task:
    """A long task, and the process that it is for, if any."""

    job: Job
    process: Process | None


def jobs_page(session: Session, state: str, page: int) -> tuple[list[Task], int]:
    """One page of tasks, newest first, and how many there are; `state` is empty or one of JobState."""
    wanted = [Job.state == state] if state else []
    total = session.scalar(select(func.count()).select_from(Job).where(*wanted)) or 0
    rows = (
        select(Job, Process)
        .outerjoin(Process, Process.id == Job.process_id)
        .where(*wanted)
        .order_by(Job.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Task(job, process) for job, process in session.execute(rows)], total


def counts_by_state(session: Session) -> dict[str, int]:
    """How many tasks stand where."""
    found = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    return {state.value: found.get(state.value, 0) for state in JobState}


def task_of_address(session: Session, public_id: str) -> Task:
    """The task of an address, or NotFound."""
    rows = select(Job, Process).outerjoin(Process, Process.id == Job.process_id).where(Job.public_id == public_id)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NotFound()
    return Task(*found)
