"""What an administrator should look at: one sentence each, with the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration import jobs
from cocreate.administration.jobs import disk
from cocreate.administration.queries import count_users, counts_by_state, latest_report
from cocreate.administration.rules import ReportKind, Which
from cocreate.core.chores import ChoreRun
from cocreate.core.installation import read_only_until
from cocreate.core.jobs import Job, JobState
from cocreate.ops.doctor import LEAST_SPACE

WORKER_SILENT = timedelta(minutes=5)
CHECKED_LATELY = timedelta(days=7)
BACKED_UP_LATELY = timedelta(days=8)  # a weekly one may be a little late
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """One sentence and the page on which it is seen to."""

    sentence: str
    url: str
    is_urgent: bool = False


def points(session: Session) -> list[Point]:
    """All of them, urgent ones first."""
    now = clock.now()
    found = [
        *_worker(session, now),
        *_tasks(session, now),
        *_health(session, now),
        *_keeping(session, now),
        *_people(session),
    ]
    return sorted(found, key=lambda point: not point.is_urgent)


def _worker(session: Session, now: datetime) -> Iterator[Point]:
    if current_app.extensions["cocreate_settings"].jobs == "inline":
        return
    last = session.scalar(select(func.max(ChoreRun.ended_at)).where(ChoreRun.rhythm == "minute"))
    if last is None or now - last > WORKER_SILENT:
        sentence = _("No worker has given a sign of life for five minutes, so letters and long tasks wait.")
        yield Point(sentence, url_for("administration.jobs"), is_urgent=True)
    bad = session.scalar(select(func.count()).select_from(ChoreRun).where(ChoreRun.is_good.is_(False))) or 0
    if bad:
        sentence = ngettext("%(num)s regular piece of work failed.", "%(num)s regular pieces of work failed.", bad)
        yield Point(sentence, url_for("administration.jobs") + "#regular", is_urgent=True)


def _tasks(session: Session, now: datetime) -> Iterator[Point]:
    failed = (
        session.scalar(
            select(func.count()).select_from(Job).where(Job.state == JobState.FAILED.value, Job.ended_at > now - LATELY)
        )
        or 0
    )
    if failed:
        sentence = ngettext(
            "%(num)s task failed in the last seven days.", "%(num)s tasks failed in the last seven days.", failed
        )
        yield Point(sentence, url_for("administration.jobs", state="failed"), is_urgent=True)
    waiting = counts_by_state(session)[JobState.QUEUED.value]
    if waiting > 100:
        sentence = ngettext("%(num)s task waits.", "%(num)s tasks wait.", waiting)
        yield Point(sentence, url_for("administration.jobs", state="queued"))


def _health(session: Session, now: datetime) -> Iterator[Point]:
    found = latest_report(session, ReportKind.HEALTH)
    page = url_for("administration.health")
    if found is None or now - found.made_at > CHECKED_LATELY:
        yield Point(_("The installation was not checked in the last seven days."), page)
    elif not found.is_good:
        yield Point(_("The last check-up found something to mend."), page, is_urgent=True)


def _keeping(session: Session, now: datetime) -> Iterator[Point]:
    settings = current_app.extensions["cocreate_settings"]
    there = jobs.backups(settings)
    if not there or now - there[0].at > BACKED_UP_LATELY:
        sentence = _("No backup was made here in the last eight days.")
        yield Point(sentence, url_for("administration.storage"))
    free, _whole = disk(settings)
    if free < LEAST_SPACE:
        yield Point(_("The disk of the data folder is nearly full."), url_for("administration.storage"), is_urgent=True)
    seals = latest_report(session, ReportKind.AUDIT)
    if seals is not None and not seals.is_good:
        yield Point(_("Somebody changed the audit trail."), url_for("administration.audit"), is_urgent=True)
    if read_only_until() is not None:
        yield Point(_("Nothing can be saved now."), url_for("administration.maintenance"), is_urgent=True)


def _people(session: Session) -> Iterator[Point]:
    if count_users(session, Which.ADMINISTRATORS) == 1:
        sentence = _("There is only one administrator: if they lose their way in, only the server's shell helps.")
        yield Point(sentence, url_for("administration.users", which="administrators"))
    without = count_users(session, Which.WITHOUT_SECOND_STEP)
    if without:
        sentence = ngettext(
            "%(num)s person runs something and has no second step for signing in.",
            "%(num)s people run something and have no second step for signing in.",
            without,
        )
        yield Point(sentence, url_for("administration.users", which="without_second_step"))
