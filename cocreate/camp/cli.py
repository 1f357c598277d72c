"""`cocreate camp`: what whoever runs a camp's server does from the command line."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete

from cocreate.core.db import db
from cocreate.process.models import Process


@click.group()
def camp() -> None:
    """Innovation Camps: try out what the server carries."""


@camp.command("simulate")
@click.option("--participants", type=click.IntRange(1, 1000), default=60, show_default=True)
@click.option("--groups", type=click.IntRange(1, 100), default=6, show_default=True)
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=3.0, show_default=True)
@click.option("--think", type=click.FloatRange(0.1, 600), default=6.0, show_default=True, help="Seconds between deeds.")
@click.option("--url", help="The server to work on; it must use the same database. By default COCREATE_BASE_URL.")
@click.option("--keep", is_flag=True, help="Leave the simulated camp in the database.")
@with_appcontext
def simulate_camp(participants: int, groups: int, minutes: float, think: float, url: str | None, keep: bool) -> None:
    """Let programs work on boards as people do, and check that everybody sees the same in the end.

    They sit in a hidden process of their own, think, write, vote, comment, lose their connection and come back.
    Prints how long things took, and fails when anybody's board differs from the database.
    """
    from cocreate.camp.simulation.running import compare, furnish, simulate

    address = (url or current_app.extensions["cocreate_settings"].base_url).rstrip("/")
    process, places = furnish(db.session(), participants=participants, groups=groups)
    db.session.commit()
    try:
        people, measured = simulate(places, address, seconds=60 * minutes, think=think, tell=click.echo)
        report = compare(db.session(), people, measured)
        for line in report.lines():
            click.echo(line)
    finally:
        db.session.rollback()
        if not keep:
            db.session.execute(delete(Process).where(Process.id == process.id))
            db.session.commit()
    if report.faults:
        raise SystemExit(1)
