"""Brings a database to the tables that this version needs.

Alembic is loaded where it is needed: ten megabytes that a server process, which brings nothing up to date, can spare.
"""

from typing import TYPE_CHECKING

from sqlalchemy.engine import Engine

from cocreate.core.paths import resource

if TYPE_CHECKING:
    from alembic.config import Config


def config(url: str) -> "Config":
    """Alembic's own settings, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(resource("migrations")))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing."""
    from alembic import command

    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take migrations back."""
    from alembic import command

    command.downgrade(config(url), revision)


def is_current(engine: Engine, url: str) -> bool:
    """Whether the database has the newest tables."""
    from alembic.script import ScriptDirectory

    return current_revision(engine) == (ScriptDirectory.from_config(config(url)).get_current_head() or "")


def knows(url: str, revision: str) -> bool:
    """Whether these tables are ones that this version can bring up to date."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return bool(ScriptDirectory.from_config(config(url)).get_revision(revision))
    except CommandError:
        return False


def current_revision(engine: Engine) -> str:
    """The tables that a database has; empty for none of ours."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""
