"""A running server together with a door to its database, for journeys that prepare and look behind the pages."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.db import begin_writing, db, transaction
from cocreate.settings import Settings
from tests.live import LiveServer


class Site:
    """A running server, and a door to its database."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.app = create_app(Settings.from_environment(server.environment))
        with self.app.app_context():
            db.create_all()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction of somebody at another desk, who may write whatever a test before this one only read."""
        begin_writing()
        with self.app.app_context(), transaction() as session:
            yield session
