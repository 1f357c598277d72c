"""Long work that runs beside the server: a row anybody can watch, cancel and try again, and a queue that carries it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core import audit, chores, events
from cocreate.core.db import Base, HasPublicId, db, reading, transaction
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import DomainError
from cocreate.settings import Settings

log = logging.getLogger(__name__)
Chore = TypeVar("Chore", bound=Callable[..., None])
STALE_AFTER = timedelta(seconds=90)  # a running job without a sign of life for so long lost its worker


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(HasPublicId, Base):
    """One piece of long work, with its progress."""

    __tablename__ = "job"
    ref_type = "job"
    kind: Mapped[str] = mapped_column(String(60))
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default=JobState.QUEUED.value, index=True)
    percent: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(80), default="")
    error: Mapped[str] = mapped_column(String(80), default="")
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    sign_of_life_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return JobState(self.state).is_over


class Cancelled(Exception):
    """Raised inside a job at its next sign of progress after somebody asked it to stop."""


@dataclass(frozen=True)
class JobQueued:
    """A job was stored and waits for a worker."""

    job_id: int


@dataclass(frozen=True)
class JobEnded:
    """A job is done, or stopped because of a fault."""

    job_id: int


@dataclass
class JobContext:
    """What a job's function gets beside its arguments."""

    job_id: int
    actor: Actor
    watch: Callable[[float], None] | None = None  # told of every step, for whoever waits in front of a terminal
    _last: int = -1

    def advance(self, fraction: float, message_code: str = "") -> None:
        """Store the progress (0 to 1) in a short transaction of its own; raise Cancelled when asked to stop."""
        if self.watch is not None:
            self.watch(fraction)
        percent = max(0, min(99, int(fraction * 100)))
        if percent == self._last:
            return
        self._last = percent
        with transaction() as session:
            values: dict[str, Any] = {"percent": percent, "sign_of_life_at": clock.now()}
            if message_code:
                values["message"] = message_code
            session.execute(update(Job).where(Job.id == self.job_id).values(**values))
            if session.scalar(select(Job.cancel_requested).where(Job.id == self.job_id)):
                raise Cancelled

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; leave it before computing, so that nobody waits for us."""
        with reading():
            session = db.session()
            try:
                yield session
            finally:
                session.rollback()


JobFunction = Callable[..., None]
_functions: dict[str, JobFunction] = {}
_hourly: list[Callable[..., None]] = []
_minutely: list[Callable[..., None]] = []


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Decorator: this function does jobs of the kind. It is called with a JobContext and the stored arguments."""

    def register(function: JobFunction) -> JobFunction:
        _functions[kind] = function
        return function

    return register


def enqueue(session: Session, actor: Actor, kind: str, *, process: Any = None, **arguments: Any) -> Job:
    """Store a job in the caller's transaction; it starts once that commits. Arguments must be JSON values."""
    if kind not in _functions:
        raise LookupError(f"no function does jobs of kind {kind}")
    queued = Job(
        kind=kind,
        process_id=process.id if process is not None else None,
        arguments={"actor": _pack(actor), "given": arguments},
        asked_at=clock.now(),
    )
    session.add(queued)
    session.flush()
    _note(session, actor, "core:job:enqueue", queued, process)
    events.announce(session, JobQueued(queued.id))
    return queued


def cancel(session: Session, actor: Actor, asked: Job, *, process: Any = None) -> None:
    """Stop a waiting job now, a running one at its next sign of progress."""
    asked.cancel_requested = True
    if asked.state == JobState.QUEUED:
        asked.state, asked.ended_at = JobState.CANCELLED.value, clock.now()
    _note(session, actor, "core:job:cancel", asked, process)
    session.flush()


def retry(session: Session, actor: Actor, ended: Job, *, process: Any = None) -> None:
    """Queue a failed or cancelled job again."""
    if ended.state not in (JobState.FAILED, JobState.CANCELLED):
        return
    ended.state, ended.percent, ended.error, ended.message = JobState.QUEUED.value, 0, "", ""
    ended.cancel_requested, ended.ended_at = False, None
    _note(session, actor, "core:job:retry", ended, process)
    session.flush()
    events.announce(session, JobQueued(ended.id))


def _note(session: Session, actor: Actor, verb: str, about: Job, process: Any) -> None:
    audit.record(session, actor, verb, about.ref, process=process.public_id if process else "", kind=about.kind)


def _pack(actor: Actor) -> dict[str, Any]:
    return {"kind": actor.kind.value, "ref": actor.ref, "user_id": actor.user_id, "roles": sorted(actor.roles)}


def _unpack(packed: dict[str, Any]) -> Actor:
    return Actor(
        kind=ActorKind(packed["kind"]),
        ref=packed["ref"],
        user_id=packed["user_id"],
        roles=frozenset(Role(role) for role in packed["roles"]),
    )


def run(job_id: int, watch: Callable[[float], None] | None = None) -> None:
    """Do one job, if it still waits. Claims it first, so that two workers never do the same."""
    with transaction() as session:
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.state == JobState.QUEUED.value)
            .values(state=JobState.RUNNING.value, attempts=Job.attempts + 1, sign_of_life_at=clock.now())
        )
        if not claimed.rowcount:  # type: ignore[attr-defined]
            return
    with reading():
        row = db.session.get(Job, job_id)
        assert row is not None
        kind, arguments = row.kind, row.arguments
        db.session.rollback()
    state, error = JobState.DONE, ""
    try:
        _functions[kind](JobContext(job_id, _unpack(arguments["actor"]), watch), **arguments["given"])
    except Cancelled:
        state = JobState.CANCELLED
    except DomainError as refused:
        state, error = JobState.FAILED, refused.code
    except Exception:
        log.exception("job_failed", extra={"job": job_id, "kind": kind})
        state, error = JobState.FAILED, "job_failed"
    db.session.rollback()
    with transaction() as session:
        values: dict[str, Any] = {"state": state.value, "error": error, "ended_at": clock.now()}
        if state is JobState.DONE:
            values["percent"] = 100
        session.execute(update(Job).where(Job.id == job_id).values(**values))
        if state is not JobState.CANCELLED:
            events.announce(session, JobEnded(job_id))


def requeue_abandoned(session: Session) -> list[int]:
    """Jobs whose worker died, and jobs the queue forgot: back to waiting. Returns what must be queued again."""
    limit = clock.now() - STALE_AFTER
    session.execute(
        update(Job)
        .where(Job.state == JobState.RUNNING.value, Job.sign_of_life_at < limit)
        .values(state=JobState.QUEUED.value, percent=0)
    )
    return list(session.scalars(select(Job.id).where(Job.state == JobState.QUEUED.value)))


def hourly(chore: Chore) -> Chore:
    """Have something small done every hour, such as erasing what is over; it is called with a session."""
    _hourly.append(chore)
    return chore


def minutely(chore: Chore) -> Chore:
    """The same every minute, for what must not wait long; it should look first whether there is anything to do."""
    _minutely.append(chore)
    return chore


def soon(chore: Chore) -> None:
    """Have one of the minute's chores done now by the worker; where there is none, it is done when somebody asks."""
    start = current_app.extensions.get("cocreate_do_soon")
    if start is not None:
        start(chore.__name__)


def do_the_hourly() -> None:
    """All of it."""
    chores.do_each(_hourly, "hour", are_all=True)


def do_the_minutely() -> None:
    """All of it."""
    chores.do_each(_minutely, "minute", are_all=True)


def make_huey(settings: Settings) -> Huey:
    """The queue itself: Valkey/Redis when configured, else a file in the data folder."""
    if settings.redis_url:
        return RedisHuey("cocreate", url=settings.redis_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("cocreate", filename=str(settings.data_dir / "jobs.sqlite"))


def init_app(app: Flask, settings: Settings) -> None:
    """Attach the queue, or the inline way of doing jobs, to an application."""
    if settings.jobs == "inline":
        app.extensions["cocreate_start_job"] = lambda job_id: _run_in(app, job_id)
        return
    huey = make_huey(settings)

    def run_job(job_id: int) -> None:
        _run_in(app, job_id)

    def find_abandoned() -> None:
        with app.app_context():
            start_abandoned(app)
            do_the_minutely()

    def do_soon(name: str) -> None:
        with app.app_context():
            chores.do_each([one for one in _minutely if getattr(one, "__name__", "") == name], "minute")

    app.extensions["cocreate_huey"] = huey
    app.extensions["cocreate_do_soon"] = huey.task(name="do_soon")(do_soon)
    app.extensions["cocreate_start_job"] = huey.task(name="run_job")(run_job)
    huey.periodic_task(crontab(minute="*"), name="find_abandoned")(find_abandoned)

    def do_hourly() -> None:
        with app.app_context():
            do_the_hourly()

    huey.periodic_task(crontab(minute="7"), name="do_hourly")(do_hourly)


def start_abandoned(app: Flask) -> None:
    """Queue again what a dead worker or a lost queue left behind. A job queued twice is still done once."""
    with transaction() as session:
        waiting = requeue_abandoned(session)
    for job_id in waiting:
        app.extensions["cocreate_start_job"](job_id)


def _run_in(app: Flask, job_id: int) -> None:
    with app.app_context():
        run(job_id)


@events.on(JobQueued)
def _start(queued: JobQueued) -> None:
    current_app.extensions["cocreate_start_job"](queued.job_id)
