"""Backups that were made from the page or regularly: files in the data folder, for whoever runs the installation."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cocreate.core import features
from cocreate.settings import Settings

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
