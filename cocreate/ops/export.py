"""Open data of one process into a new folder, for whoever has a terminal."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process
from cocreate.public.open_data.package import Told, Written, write_package


def export_process(session: Session, process: Process, folder: Path, *, licence: str, now: datetime) -> list[Written]:
    """Write everything into a new folder, at once or not at all; returns the tables without their rows."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotContinue(f"{folder} is there already and not empty. Choose another folder.")
    if not folder.parent.is_dir():
        raise CannotContinue(f"The folder {folder.parent} does not exist.")
    work = Path(tempfile.mkdtemp(prefix=".cocreate-", dir=folder.parent))
    try:
        written = write_package(session, process, work, Told(licence, now))
        work.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return written
