"""Checks of the installation and backups: what takes longer than a page may."""

from dataclasses import asdict

from flask import current_app
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration import backups
from cocreate.administration.commands.reports import ask_once, store_report
from cocreate.administration.measuring import measure
from cocreate.administration.rules import ReportKind
from cocreate.core import audit, jobs
from cocreate.core.db import db, transaction
from cocreate.core.migrate import current_revision
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Conflict
from cocreate.ops import doctor
from cocreate.ops.backup import take_backup
from cocreate.ops.problem import CannotContinue

CHECK_HEALTH, VERIFY_AUDIT = "administration:health", "administration:audit"
MEASURE, BACKUP = "administration:storage", "administration:backup"


@jobs.job(CHECK_HEALTH)
def check_health(context: jobs.JobContext) -> None:
    """What `cocreate doctor` says, kept for the page."""
    settings = current_app.extensions["cocreate_settings"]
    found = doctor.examine_surroundings(settings)
    context.advance(0.3)
    found += doctor.examine_database(settings)
    with transaction() as session:
        rows = [asdict(finding) for finding in found]
        store_report(session, ReportKind.HEALTH, is_good=not doctor.has_problem(found), content={"findings": rows})


@jobs.job(VERIFY_AUDIT)
def verify_audit(context: jobs.JobContext) -> None:
    """Every seal of every line computed again."""
    with context.reading() as session:
        found = audit.verify(session)
    with transaction() as session:
        content = {"lines": found.lines, "broken": [list(one) for one in found.broken]}
        store_report(session, ReportKind.AUDIT, is_good=found.is_intact, content=content)


@jobs.job(MEASURE)
def measure_storage(context: jobs.JobContext) -> None:
    """How much room everything takes."""
    with context.reading() as session:
        found = measure(session, current_app.extensions["cocreate_settings"])
    with transaction() as session:
        store_report(session, ReportKind.STORAGE, is_good=True, content=found)


@jobs.job(BACKUP)
def make_backup(context: jobs.JobContext) -> None:
    """One more file in the folder of backups; the oldest make room once it is there."""
    settings = current_app.extensions["cocreate_settings"]
    context.advance(0.05)
    revision = current_revision(db.engine)
    try:
        made = take_backup(settings, backups.folder(settings), revision=revision, now=clock.now())
    except (CannotContinue, OSError) as refused:
        with transaction() as session:
            store_report(session, ReportKind.BACKUP, is_good=False, content={"problem": str(refused)})
        raise Conflict("administration.backup.failed") from refused
    backups.make_room(settings)
    with transaction() as session:
        content = {"name": made.name, "bytes": made.stat().st_size}
        store_report(session, ReportKind.BACKUP, is_good=True, content=content)
        audit.record(session, context.actor, "administration:backup:make")


@jobs.hourly
def back_up_regularly(session: Session) -> None:
    """As often as the administrators have chosen."""
    if backups.is_due(current_app.extensions["cocreate_settings"], clock.now()):
        ask_once(session, SYSTEM, BACKUP)
