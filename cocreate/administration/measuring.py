"""How much room the installation takes: the database, files of processes by kind, the data folder, the disk."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, func, select, text
from sqlalchemy.orm import Session

from cocreate.ops import storage
from cocreate.ops.moving.tables import whole_map
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
