"""The library of evidence; trends and priorities become rows of their own.

Revision ID: 0023
Revises: 0022
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database
from cocreate.core.ids import public_id

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

contexts = sa.table("context", sa.column("id", sa.Integer), sa.column("points", JSON))
points = sa.table(
    "context_point",
    sa.column("context_id", sa.Integer),
    sa.column("public_id", sa.String),
    sa.column("title", JSON),
    sa.column("position", sa.Integer),
)


def upgrade() -> None:
    """Make the change."""
    _make_points()
    _make_library()


def downgrade() -> None:
    """Take it back."""
    for name in ("interview", "evidence_series", "evidence"):
        op.drop_table(name)
    op.add_column("context", sa.Column("points", JSON, nullable=False, server_default="[]"))
    found: dict[int, list[Any]] = {}
    connection = op.get_bind()
    for row in connection.execute(sa.select(points).order_by(points.c.context_id, points.c.position)):
        found.setdefault(row.context_id, []).append(row.title)
    for key, titles in found.items():
        connection.execute(sa.update(contexts).where(contexts.c.id == key).values(points=titles))
    op.drop_table("context_point")


def _make_points() -> None:
    op.create_table(
        "context_point",
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_context_point_context_id_context"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_context_point_public_id")),
    )
    op.create_index(op.f("ix_context_point_context_id"), "context_point", ["context_id"], unique=False)
    connection = op.get_bind()
    for row in connection.execute(sa.select(contexts)).all():
        for place, title in enumerate(row.points or [], start=1):
            values = {"context_id": row.id, "public_id": public_id(), "title": title, "position": place}
            connection.execute(sa.insert(points).values(**values))
    op.drop_column("context", "points")


def _make_library() -> None:
    op.create_table(
        "evidence",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("created_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_evidence_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_public_id")),
    )
    op.create_index(op.f("ix_evidence_process_id"), "evidence", ["process_id"], unique=False)
    op.create_table(
        "evidence_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("territory", sa.String(length=200), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_series_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_series")),
    )
    op.create_index(op.f("ix_evidence_series_evidence_id"), "evidence_series", ["evidence_id"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("quotes", JSON, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_interview_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_interview_evidence_id")),
    )
