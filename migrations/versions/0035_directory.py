"""The directory of people: consents, taking part, registrations, groups with terms, and sheets apart from people.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = database.UtcDateTime(timezone=True)


def _id() -> list[sa.Column]:
    return [sa.Column("id", sa.Integer(), nullable=False), sa.Column("public_id", sa.String(length=16), nullable=False)]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    ]


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    """Make the change."""
    _people()
    _taking_part()
    _groups()
    _equality()


def _people() -> None:
    table = "directory_person"
    op.create_table(
        table,
        *_id(),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("works_for", sa.String(length=200), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("speaks", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("uses", JSON, nullable=False),
        sa.Column("availability", sa.String(length=1000), nullable=False),
        sa.Column("gender", sa.String(length=12), nullable=False),
        sa.Column("reach", sa.String(length=12), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("help_needed", sa.String(length=1000), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("source_note", sa.String(length=200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to(table, "organisation_id", "organisation"),
        sa.UniqueConstraint("organisation_id", "email", name=op.f(f"uq_{table}_organisation_id_email")),
        *_keys(table),
    )
    _index(table, "organisation_id")
    table = "directory_consent"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("told", sa.String(length=12), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        _to(table, "person_id", "directory_person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    _index(table, "person_id")


def _taking_part() -> None:
    table = "directory_participation"
    op.create_table(
        table,
        *_id(),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("written_at", MOMENT, nullable=True),
        sa.Column("has_told", sa.Boolean(), server_default=sa.false(), nullable=False),
        _to(table, "process_id", "process"),
        _to(table, "person_id", "directory_person"),
        sa.UniqueConstraint("process_id", "person_id", name=op.f(f"uq_{table}_process_id_person_id")),
        *_keys(table),
    )
    _index(table, "process_id", "person_id")
    table = "directory_request"
    op.create_table(
        table,
        *_id(),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("told", JSON, nullable=False),
        sa.Column("consents", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        _to(table, "process_id", "process"),
        *_keys(table),
    )
    _index(table, "process_id")
    table = "directory_setup"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("takes_requests", sa.Boolean(), nullable=False),
        sa.Column("introduction", JSON, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        _to(table, "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("process_id", name=op.f(f"uq_{table}_process_id")),
    )


def _groups() -> None:
    table = "directory_group"
    op.create_table(
        table,
        *_id(),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to(table, "process_id", "process"),
        *_keys(table),
    )
    _index(table, "process_id")
    table = "directory_term"
    op.create_table(
        table,
        *_id(),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("gave_role", sa.Boolean(), nullable=False),
        _to(table, "group_id", "directory_group"),
        _to(table, "person_id", "directory_person", "SET NULL"),
        *_keys(table),
    )
    _index(table, "group_id", "person_id")


def _equality() -> None:
    table = "equality_sheet"
    traits = ("gender", "age", "disability", "origin")
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=12), nullable=False) for name in traits),
        _to(table, "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    _index(table, "process_id")
    table = "equality_figures"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        _to(table, "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("process_id", name=op.f(f"uq_{table}_process_id")),
    )


def downgrade() -> None:
    """Take it back."""
    for name in (
        *("equality_figures", "equality_sheet", "directory_term", "directory_group", "directory_setup"),
        *("directory_request", "directory_participation", "directory_consent", "directory_person"),
    ):
        op.drop_table(name)
