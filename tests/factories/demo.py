"""The demonstration, loaded once for all tests and copied for each that asks for it.

`demo_folder` is a data folder with everything in it (loading takes some twenty seconds, shared by parallel runs);
`demo_app` and `demo_session` are an application on a copy of one's own. For a server: `copy_demo(demo_folder, to)`.
"""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.settings import Settings
from tests.quick import lent_application


def demo_settings(folder: Path) -> Settings:
    """What the demonstration runs with in tests. The key lies in the folder, so that a server on a copy has it too."""
    return Settings(
        data_dir=folder,
        base_url="http://localhost",
        jobs="inline",
        rate_limits=False,
        two_factor_required=False,
        testing=True,
    )


def load_into(folder: Path) -> None:
    """Make a database by the migrations and load the demonstration."""
    from cocreate.app import create_app
    from cocreate.core.migrate import upgrade
    from cocreate.demo.load import load_demo

    folder.mkdir(parents=True)
    settings = demo_settings(folder)
    upgrade(settings.sqlalchemy_url)
    with create_app(settings).app_context():
        load_demo()
        db.session.remove()
        db.engine.dispose()  # the last connection gone, all is in the one file


def copy_demo(demo_folder: Path, to: Path) -> Path:
    """A copy of the data folder."""
    return Path(shutil.copytree(demo_folder, to))


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration in it; not to be written to."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # parallel runs have a folder each in a common one
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first loads, the others wait for it
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            load_into(folder)
            (folder / "whole").touch()
    return folder


@pytest.fixture
def demo_app(demo_folder: Path, installation: Path) -> Iterator[Flask]:
    """An application on a copy of the demonstration."""
    from tests.conftest import BrowserLikeClient

    folder = installation.with_name("demo")
    shutil.rmtree(folder, ignore_errors=True)
    with lent_application(demo_settings(copy_demo(demo_folder, folder))) as app:
        app.test_client_class = BrowserLikeClient
        yield app


@pytest.fixture
def demo_session(demo_app: Flask) -> Iterator[Session]:
    """A database session on a copy of the demonstration."""
    with demo_app.app_context():
        yield db.session()
        db.session.rollback()
