"""Records of decisions, with signatures and the files that they rest on.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "decision_record",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("amendment_reason", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("snapshot", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("signatures_needed", sa.Integer(), nullable=False),
        sa.Column("drawn_up_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("decision_record", "shortlist_id", "shortlist"),
        _to("decision_record", "chair_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_record")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decision_record_public_id")),
        sa.UniqueConstraint("shortlist_id", "number", name=op.f("uq_decision_record_shortlist_id_number")),
    )
    op.create_index(op.f("ix_decision_record_shortlist_id"), "decision_record", ["shortlist_id"], unique=False)
    op.create_table(
        "decision_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        _to("decision_file", "record_id", "decision_record"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_file")),
        sa.UniqueConstraint("record_id", "name", name=op.f("uq_decision_file_record_id_name")),
    )
    op.create_table(
        "decision_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        _to("decision_signature", "record_id", "decision_record"),
        _to("decision_signature", "member_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_signature")),
        sa.UniqueConstraint("record_id", "member_id", name=op.f("uq_decision_signature_record_id_member_id")),
    )
    op.create_index(op.f("ix_decision_signature_member_id"), "decision_signature", ["member_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    for name in ("decision_signature", "decision_file", "decision_record"):
        op.drop_table(name)
