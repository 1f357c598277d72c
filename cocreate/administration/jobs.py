"""Health, measures, backups and the audit trail's check, beside the server."""

import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Column, LargeBinary, func, select, text
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration.commands import ask_once, store_report
from cocreate.administration.rules import ReportKind
from cocreate.core import audit, features, jobs
from cocreate.core.db import db, transaction
from cocreate.core.migrate import current_revision
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Conflict
from cocreate.ops import doctor, storage
from cocreate.ops.backup import take_backup
from cocreate.ops.moving.tables import whole_map
from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process
from cocreate.settings import Settings

FOLDERS = ("uploads", "exports", "backups")


def measure(session: Session, settings: Settings) -> dict[str, Any]:
    """In bytes; processes by their public ids, the largest first, with what they keep by table."""
    kept = _kept_by_process(session)
    return {
        "database": database_bytes(session, settings),
        "folders": {name: folder_bytes(settings.data_dir / name) for name in FOLDERS},
        "processes": sorted(kept, key=lambda row: -row["bytes"]),
    }


def database_bytes(session: Session, settings: Settings) -> int:
    """The database with its indexes and its log."""
    if storage.kind_of(settings.sqlalchemy_url) == storage.SQLITE:
        path = storage.sqlite_file(settings.sqlalchemy_url)
        files = [path, *(path.with_name(path.name + ending) for ending in storage.LEFTOVERS)]
        return sum(file.stat().st_size for file in files if file.exists())
    return int(session.scalar(text("select pg_database_size(current_database())")) or 0)


def folder_bytes(folder: Path) -> int:
    """All files below a folder; nothing where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def disk(settings: Settings) -> tuple[int, int]:
    """Free and whole bytes of the disk on which the data folder lies."""
    found = shutil.disk_usage(settings.data_dir)
    return found.free, found.total


def _kept_by_process(session: Session) -> list[dict[str, Any]]:
    """Files and other large contents that lie in the database."""
    places = whole_map()
    columns = [
        column
        for name in places.places
        for column in places.places[name].table.columns
        if isinstance(column.type, LargeBinary)
    ]
    found = []
    processes = session.scalars(select(Process).order_by(Process.id)).all()
    for process in processes:
        kinds = {
            column.table.name: _sum(session, column, places.mine(column.table.name, process)) for column in columns
        }
        kinds = {name: size for name, size in kinds.items() if size}
        found.append({"process": process.public_id, "bytes": sum(kinds.values()), "kinds": kinds})
    return found


def _sum(session: Session, column: Column[Any], condition: Any) -> int:
    return int(session.scalar(select(func.sum(func.length(column))).where(condition)) or 0)


NAME = re.compile(r"cocreate-(\d{8}-\d{6})\.tar\.gz")
KEPT = 7  # the newest; older ones make room
EVERY = {features.DAILY: timedelta(days=1), features.WEEKLY: timedelta(days=7)}
EARLY = timedelta(minutes=30)  # the chore comes every hour; a day is over a little before


@dataclass(frozen=True)
class Backup:
    """One file."""

    path: Path
    at: datetime
    size: int

    @property
    def name(self) -> str:
        """As in its address."""
        return self.path.name


def folder(settings: Settings) -> Path:
    """Where they lie, readable by the server's own account only."""
    found = settings.data_dir / "backups"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def backups(settings: Settings) -> list[Backup]:
    """What is there, newest first."""
    found = []
    for path in folder(settings).iterdir():
        if match := NAME.fullmatch(path.name):
            at = datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            found.append(Backup(path, at, path.stat().st_size))
    return sorted(found, key=lambda one: one.at, reverse=True)


def find_backup(settings: Settings, name: str) -> Backup | None:
    """One by its name; never a path that somebody made up."""
    return next((one for one in backups(settings) if one.name == name), None)


def make_room(settings: Settings) -> None:
    """Remove all but the newest."""
    for old in backups(settings)[KEPT:]:
        old.path.unlink(missing_ok=True)


def is_due(settings: Settings, now: datetime) -> bool:
    """Whether the regular one should be made."""
    every = EVERY.get(features.value("backups"))
    if every is None:
        return False
    there = backups(settings)
    return not there or now - there[0].at >= every - EARLY


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
        made = take_backup(settings, folder(settings), revision=revision, now=clock.now())
    except (CannotContinue, OSError) as refused:
        with transaction() as session:
            store_report(session, ReportKind.BACKUP, is_good=False, content={"problem": str(refused)})
        raise Conflict("administration.backup.failed") from refused
    make_room(settings)
    with transaction() as session:
        content = {"name": made.name, "bytes": made.stat().st_size}
        store_report(session, ReportKind.BACKUP, is_good=True, content=content)
        audit.record(session, context.actor, "administration:backup:make")


@jobs.hourly
def back_up_regularly(session: Session) -> None:
    """As often as the administrators have chosen."""
    if is_due(current_app.extensions["cocreate_settings"], clock.now()):
        ask_once(session, SYSTEM, BACKUP)
