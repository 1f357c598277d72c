"""The world of the tests about the whole, made once for each file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreate.core.db import db
from tests.whole.world import World, build_world, make_app

LONGEST = 1500  # seconds; these tests ask for thousands of pages, and other tests run beside them


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests about the whole take as long as there are pages."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="module")
def whole_app(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Flask]:
    """An application for a whole file of tests; nothing in it is slowed down or asks for a second step."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copyfile(empty_database, folder / "cocreate.sqlite")
    app = make_app(folder)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def world(whole_app: Flask) -> World:
    """One process with something of everything."""
    with whole_app.app_context():
        return build_world(db.session())
