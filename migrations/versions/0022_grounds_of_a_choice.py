"""Rubrics and versions of the criteria, members' weights, and rankings that count as a criterion.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("criteria_set", sa.Column("crowd", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("criterion", sa.Column("rubric", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("criterion", sa.Column("evidence_expected", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.create_table(
        "criteria_version",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_criteria_version_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_criteria_version_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_criteria_version_public_id")),
    )
    op.create_table(
        "weighing",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("keys", JSON, nullable=False),
        sa.Column("opened_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_weighing_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weighing")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_weighing_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_weighing_public_id")),
    )
    op.create_table(
        "member_weighing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weighing_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("given", JSON, nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["weighing_id"],
            ["weighing.id"],
            name=op.f("fk_member_weighing_weighing_id_weighing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_member_weighing_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_weighing")),
        sa.UniqueConstraint("weighing_id", "member_id", name=op.f("uq_member_weighing_weighing_id_member_id")),
    )
    op.create_index(op.f("ix_member_weighing_member_id"), "member_weighing", ["member_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_member_weighing_member_id"), table_name="member_weighing")
    op.drop_table("member_weighing")
    op.drop_table("weighing")
    op.drop_table("criteria_version")
    op.drop_column("criterion", "evidence_expected")
    op.drop_column("criterion", "rubric")
    op.drop_column("criteria_set", "crowd")
