"""An application for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from cocreate.settings import Settings


@contextmanager
def application(settings: Settings | None = None) -> Iterator[Any]:
    """An application context; no server, no monkey-patching. Connections are closed at the end."""
    from cocreate.app import create_app
    from cocreate.core.db import db

    app = create_app(settings or Settings.from_environment())
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def refuse_old_database(settings: Settings) -> None:
    """Say plainly that `cocreate init` comes first, or why it would not help."""
    from cocreate.core.db import db
    from cocreate.core.migrate import Standing, current_revision, standing, unknown

    url, revision = settings.sqlalchemy_url, current_revision(db.engine)
    if problem := unknown(url, revision):
        raise click.ClickException(problem)
    if standing(url, revision) is not Standing.CURRENT:
        raise click.ClickException("The database is missing or older than this version. Run: cocreate init")
