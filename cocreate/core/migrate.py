"""Brings a database to the tables that this version needs."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from cocreate.core.paths import resource


def config(url: str) -> Config:
    """Alembic's own settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(resource("migrations")))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing."""
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take migrations back."""
    command.downgrade(config(url), revision)


def is_current(engine: Engine, url: str) -> bool:
    """Whether the database has the newest tables."""
    return current_revision(engine) == (ScriptDirectory.from_config(config(url)).get_current_head() or "")


def current_revision(engine: Engine) -> str:
    """The tables that a database has; empty for none of ours."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""
