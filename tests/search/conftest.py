"""The same tests on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.settings import Settings


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Session]:
    """A session on an empty database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("session")
        return
    url = request.getfixturevalue("postgres_url")
    told = {"secret_key": "only for tests", "base_url": "http://localhost", "jobs": "inline", "testing": True}
    app = create_app(Settings(data_dir=tmp_path / "pg", database_url=url, **told))
    with app.app_context():
        db.create_all()
        yield db.session()
        db.session.remove()
        db.engine.dispose()
