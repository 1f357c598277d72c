"""Information sheets: own texts, versions, comments.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "information_sheet",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("created_at", database.UtcDateTime(timezone=True), nullable=False),
        *_named("information_sheet"),
        _to("information_sheet", "challenge_id", "challenge"),
        sa.UniqueConstraint("challenge_id", name=op.f("uq_information_sheet_challenge_id")),
    )
    _make_text()
    _make_version()
    _make_comment()


def downgrade() -> None:
    """Take it back."""
    for name in ("sheet_comment", "sheet_version", "sheet_text", "information_sheet"):
        op.drop_table(name)


def _to(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def _named(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _make_text() -> None:
    op.create_table(
        "sheet_text",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", database.UtcDateTime(timezone=True), nullable=False),
        *_named("sheet_text"),
        _to("sheet_text", "sheet_id", "information_sheet"),
        _to("sheet_text", "author_id", "user", "SET NULL"),
        sa.UniqueConstraint(
            "sheet_id", "language", "block", "slot", name=op.f("uq_sheet_text_sheet_id_language_block_slot")
        ),
    )


def _make_version() -> None:
    op.create_table(
        "sheet_version",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("kept_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        *_named("sheet_version"),
        _to("sheet_version", "sheet_id", "information_sheet"),
        _to("sheet_version", "kept_by_id", "user", "SET NULL"),
        _to("sheet_version", "approved_by_id", "user", "SET NULL"),
        _to("sheet_version", "published_by_id", "user", "SET NULL"),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_sheet_version_sheet_id_number")),
    )


def _make_comment() -> None:
    op.create_table(
        "sheet_comment",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        *_named("sheet_comment"),
        _to("sheet_comment", "sheet_id", "information_sheet"),
        _to("sheet_comment", "author_id", "user", "SET NULL"),
        _to("sheet_comment", "settled_by_id", "user", "SET NULL"),
    )
    op.create_index(op.f("ix_sheet_comment_sheet_id"), "sheet_comment", ["sheet_id"], unique=False)
