"""Runs the migrations of every stage's tables."""

from alembic import context
from sqlalchemy import create_engine, pool

from cocreate.app import load_stages
from cocreate.core import db as database
from cocreate.core.db import Base

load_stages()


def run() -> None:
    """On a live connection; SQLite changes tables by copying them (batch mode)."""
    url = context.config.get_main_option("sqlalchemy.url")
    assert url
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            user_module_prefix="database.",
        )
        with context.begin_transaction():
            context.run_migrations()


assert database
run()
