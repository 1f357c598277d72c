"""Backups: taken while people work, put back only on purpose, checked both ways."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cocreate import __version__
from cocreate.core import migrate
from cocreate.ops import archive, storage
from cocreate.ops.archive import Manifest
from cocreate.ops.problem import CannotContinue
from cocreate.settings import Settings

SECRET, UPLOADS = "secret_key", "uploads"
ASIDE = "before-restore-"


def take_backup(settings: Settings, target: Path, *, revision: str, now: datetime) -> Path:
    """Write a backup to a file, or into a folder under a name with the time. Never leaves half a file."""
    if target.is_dir():
        target = target / f"cocreate-{now:%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise CannotContinue(f"{target} is there already. Choose another name, or a folder to have one made.")
    if not target.parent.is_dir():
        raise CannotContinue(f"The folder {target.parent} does not exist.")
    kind = storage.kind_of(settings.sqlalchemy_url)
    with _work_folder(target.parent) as work:
        storage.copy_database(settings.sqlalchemy_url, work / storage.part_name(kind))
        _copy_files(settings.data_dir, work)
        names = sorted(str(path.relative_to(work)) for path in work.rglob("*") if path.is_file())
        parts = {name: archive.hash_of(work / name) for name in names}
        manifest = Manifest(__version__, revision, now.isoformat(timespec="seconds"), kind, parts)
        packed = work.parent / f".{target.name}.partial"
        try:
            # Readable for us only from the first byte on: it holds answers, addresses and the secret key.
            os.close(os.open(packed, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
            archive.write(packed, manifest, work)
            with packed.open("rb") as file:
                os.fsync(file.fileno())
            packed.replace(target)
        finally:
            packed.unlink(missing_ok=True)
    return target


def _copy_files(data_dir: Path, work: Path) -> None:
    if (data_dir / SECRET).exists():
        shutil.copy2(data_dir / SECRET, work / SECRET)
    if (data_dir / UPLOADS).is_dir():
        shutil.copytree(data_dir / UPLOADS, work / UPLOADS)


def restore_backup(settings: Settings, source: Path, *, overwrite: bool, now: datetime) -> tuple[Manifest, Path | None]:
    """Put a backup in place. Returns its manifest, and the folder in which the data of before is kept, if any."""
    kind = storage.kind_of(settings.sqlalchemy_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _work_folder(settings.data_dir) as work:
        manifest = archive.unpack(source, work)
        if manifest.database != kind:
            raise CannotContinue(
                f"This backup is of {manifest.database}, and COCREATE_DATABASE_URL names {kind}; set the same kind."
            )
        if problem := migrate.unknown(settings.sqlalchemy_url, manifest.revision):
            raise CannotContinue(f"This backup was made by another cocreate ({manifest.version}). {problem}")
        there = _data_there(settings)
        if there and not overwrite:
            raise CannotContinue(
                f"There is data already ({', '.join(there)}). To replace it, run the same with --yes; it is kept aside."
            )
        storage.refuse_in_use(settings.sqlalchemy_url)
        aside = _set_aside(settings, there, now) if there else None
        storage.put_database(settings.sqlalchemy_url, work / storage.part_name(kind))
        for name in (SECRET, UPLOADS):
            if (work / name).exists():
                shutil.move(work / name, settings.data_dir / name)
    return manifest, aside


def _data_there(settings: Settings) -> list[str]:
    """What a restore would replace, by name."""
    found = [name for name in (SECRET, UPLOADS) if (settings.data_dir / name).exists()]
    if storage.kind_of(settings.sqlalchemy_url) == storage.POSTGRESQL:
        return ["the PostgreSQL database", *found]
    path = storage.sqlite_file(settings.sqlalchemy_url)
    return [path.name, *found] if path.exists() else found


def _set_aside(settings: Settings, there: list[str], now: datetime) -> Path:
    """Keep what is there: files are moved, a PostgreSQL database is dumped."""
    aside = settings.data_dir / f"{ASIDE}{now:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    if storage.kind_of(settings.sqlalchemy_url) == storage.POSTGRESQL:
        storage.copy_database(settings.sqlalchemy_url, aside / storage.part_name(storage.POSTGRESQL))
    else:
        path = storage.sqlite_file(settings.sqlalchemy_url)
        for name in (path.name, *(path.name + ending for ending in storage.LEFTOVERS)):
            if (path.parent / name).exists():
                shutil.move(path.parent / name, aside / name)
    for name in there:
        if name in (SECRET, UPLOADS):
            shutil.move(settings.data_dir / name, aside / name)
    return aside


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    """A folder of our own on the same disk, so that the last step is a rename."""
    with tempfile.TemporaryDirectory(prefix=".cocreate-", dir=beside) as name:
        yield Path(name)
