"""Brings a database to the tables that this version needs.

Alembic is loaded where it is needed: ten megabytes that a server process, which brings nothing up to date, can spare.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from cocreate.core.paths import resource

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory


class Standing(StrEnum):
    """How the tables of a database stand to this version."""

    CURRENT = "current"
    BEHIND = "behind"  # `upgrade` makes them, or brings them up to date
    TOO_OLD = "too old"  # from before the first migration that this version has
    TOO_NEW = "too new"


TOO_OLD = (
    "The tables ({revision}) are older than the first migration of this version ({first}). Run `cocreate init` with "
    'the last version that has a migration {revision}, then with this one: see "Updating" in docs/production.md.'
)
TOO_NEW = "The tables ({revision}) are those of a newer cocreate. Install that one."


class UnknownTables(Exception):
    """This version cannot bring the tables up to date; says what to do. Nothing was changed."""


def config(url: str) -> "Config":
    """Alembic's own settings, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(resource("migrations")))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that are missing. Raises UnknownTables."""
    from alembic import command

    engine = create_engine(url, poolclass=NullPool)
    if problem := unknown(url, current_revision(engine)):
        raise UnknownTables(problem)
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take migrations back."""
    from alembic import command

    command.downgrade(config(url), revision)


def standing(url: str, revision: str) -> Standing:
    """How tables of this revision stand to this version; none have the revision ""."""
    from alembic.util import CommandError

    script = _script(url)
    if revision == script.get_current_head():
        return Standing.CURRENT
    try:
        if revision:
            script.get_revision(revision)
    except CommandError:
        return Standing.TOO_OLD if revision < (script.get_base() or "") else Standing.TOO_NEW
    return Standing.BEHIND


def unknown(url: str, revision: str) -> str:
    """Why this version can do nothing with tables of this revision, and what to do; "" where it can."""
    sentences = {Standing.TOO_OLD: TOO_OLD, Standing.TOO_NEW: TOO_NEW}
    return sentences.get(standing(url, revision), "").format(revision=revision, first=_script(url).get_base())


def current_revision(engine: Engine) -> str:
    """The tables that a database has; empty for none of ours."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def _script(url: str) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config(url))
