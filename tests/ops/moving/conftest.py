"""An installation with something of everything, and others that it can move to."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from cocreate.accounts.models import User
from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import Relation, link
from cocreate.ops.moving.exporting import export_whole, moment
from cocreate.ops.moving.hashing import hash_process
from cocreate.ops.moving.importing import Report, import_whole
from cocreate.ops.moving.package import Manifest, reading
from cocreate.process.queries import find_process
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.selection import acting
from tests.whole.world import World, build_world, make_app

NOW = datetime(2026, 5, 27, 9, 30, tzinfo=UTC)
REVISION = "as in this test"


@dataclass
class Place:
    """One installation."""

    app: Flask

    def take_out(self, process_id: str, file: Path) -> Manifest:
        """Export a process."""
        with self.app.app_context(), moment(db.engine) as session:
            return export_whole(session, find_process(session, process_id), file, revision=REVISION, now=NOW)

    def take_in(self, file: Path, *, is_kept: bool = True, organisation: str = "") -> Report:
        """Import a process; what is refused leaves nothing."""
        with self.app.app_context():
            session = db.session()
            try:
                with reading(file) as package:
                    _, report = import_whole(session, SYSTEM, package, revision=REVISION, organisation=organisation)
                if is_kept:
                    session.commit()
            finally:
                db.session.remove()
        return report

    def hash(self, process_id: str) -> str:
        """The hash of a process as it is here."""
        with self.app.app_context(), moment(db.engine) as session:
            return hash_process(session, find_process(session, process_id))


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Place]:
    """Where the process comes from."""
    yield from _place(tmp_path_factory.mktemp("there"), empty_database)


@pytest.fixture(scope="module")
def world(there: Place) -> World:
    """The process, and what it is made of."""
    with there.app.app_context():
        session = db.session()
        made = build_world(session)
        owner = session.scalars(select(User).where(User.email == "owner@example.org")).one()
        about = {"source": ("theme", "one"), "target": ("card", "two"), "process": made.process_id}
        link(session, acting(owner), relation=Relation.CITES, **about)
        session.commit()
        return made


@pytest.fixture(scope="module")
def file(there: Place, world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The process in a file."""
    target = tmp_path_factory.mktemp("file") / "process.zip"
    there.take_out(world.process_id, target)
    return target


@pytest.fixture
def here(tmp_path: Path, empty_database: Path) -> Iterator[Place]:
    """Where it goes: a process of its own is there, run by somebody who is also in the process that comes."""
    for place in _place(tmp_path / "here", empty_database):
        with place.app.app_context():
            make_member(db.session(), make_process(db.session(), title="Ours"), Role.OWNER, email="owner@example.org")
            db.session.commit()
            db.session.remove()
        yield place


@pytest.fixture
def nowhere(tmp_path: Path, empty_database: Path) -> Iterator[Place]:
    """Where nothing is yet."""
    yield from _place(tmp_path / "nowhere", empty_database)


def _place(folder: Path, empty_database: Path) -> Iterator[Place]:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(empty_database, folder / "cocreate.sqlite")
    app = make_app(folder)
    yield Place(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
