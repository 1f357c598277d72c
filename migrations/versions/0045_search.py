"""The index of the search, and what each database needs to find words in it.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core.db import Json
from cocreate.search import storage

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("anchor", sa.String(length=60), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("body_words", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        *_owners("search_document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("source", "ref", name=op.f("uq_search_document_source_ref")),
    )
    op.create_index("ix_search_document_process_id_source", "search_document", ["process_id", "source"])
    op.create_index(op.f("ix_search_document_organisation_id"), "search_document", ["organisation_id"])
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint("word", name=op.f("uq_search_word_word")),
    )
    op.create_table(
        "search_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        *_owners("search_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_change")),
    )
    op.create_index(op.f("ix_search_change_process_id"), "search_change", ["process_id"])
    op.create_index(op.f("ix_search_change_organisation_id"), "search_change", ["organisation_id"])
    storage.make_text(op.get_bind())
    storage.make_gram(op.get_bind())
    # What is there already is read by the worker within a minute.
    op.execute("INSERT INTO search_change (source) SELECT '*' WHERE EXISTS (SELECT 1 FROM process)")


def _owners(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_{table}_{name}_id_{name}"), ondelete="CASCADE"
        )
        for name in ("process", "organisation")
    ]


def downgrade() -> None:
    """Take it back."""
    storage.take_away(op.get_bind())
    for table in ("search_change", "search_word", "search_document"):
        op.drop_table(table)
