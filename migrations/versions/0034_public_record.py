"""The public record: releases of open data, news, documents in versions, whom the population consists of.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = database.UtcDateTime(timezone=True)

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "data_release",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("tables", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_data_release_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_release")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_data_release_process_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_release_public_id")),
    )
    op.create_index(op.f("ix_data_release_process_id"), "data_release", ["process_id"], unique=False)
    op.create_table(
        "data_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["data_release.id"], name=op.f("fk_data_file_release_id_data_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_file")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_data_file_release_id_name")),
    )
    op.create_table(
        "news_post",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("happens_at", MOMENT, nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_news_post_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_news_post_public_id")),
    )
    op.create_index(op.f("ix_news_post_process_id"), "news_post", ["process_id"], unique=False)
    op.create_table(
        "population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("attribute", sa.String(length=12), nullable=False),
        sa.Column("shares", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_population_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("process_id", "attribute", name=op.f("uq_population_process_id_attribute")),
    )
    op.create_table(
        "record_document",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_record_document_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_document_public_id")),
    )
    op.create_index(op.f("ix_record_document_process_id"), "record_document", ["process_id"], unique=False)
    op.create_table(
        "record_document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["record_document.id"],
            name=op.f("fk_record_document_version_document_id_record_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_document_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_record_document_version_document_id_number")),
    )
    op.create_table(
        "record_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_record_edition_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_edition")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_record_edition_process_id_number")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("record_edition")
    op.drop_table("record_document_version")
    op.drop_table("record_document")
    op.drop_table("population")
    op.drop_table("news_post")
    op.drop_table("data_file")
    op.drop_table("data_release")
