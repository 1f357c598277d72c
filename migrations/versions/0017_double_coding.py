"""Samples of answers that several people put into the themes, each alone.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "coding_round",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("categories", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("coding_round", "run_id", "analysis_run"),
        _to("coding_round", "question_id", "question"),
        _to("coding_round", "drawn_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_coding_round_public_id")),
    )
    op.create_index(op.f("ix_coding_round_run_id"), "coding_round", ["run_id"], unique=False)
    op.create_table(
        "coding_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(length=16), nullable=False),
        sa.Column("settled", sa.String(length=16), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        _to("coding_unit", "round_id", "coding_round"),
        _to("coding_unit", "answer_id", "answer"),
        _to("coding_unit", "settled_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_unit")),
        sa.UniqueConstraint("round_id", "answer_id", name=op.f("uq_coding_unit_round_id_answer_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_coding_unit_round_id_number")),
    )
    op.create_index(op.f("ix_coding_unit_answer_id"), "coding_unit", ["answer_id"], unique=False)
    op.create_table(
        "coding_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        _to("coding_choice", "unit_id", "coding_unit"),
        _to("coding_choice", "coder_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_choice")),
        sa.UniqueConstraint("unit_id", "coder_id", name=op.f("uq_coding_choice_unit_id_coder_id")),
    )


def downgrade() -> None:
    """Take it back."""
    for name in ("coding_choice", "coding_unit", "coding_round"):
        op.drop_table(name)
