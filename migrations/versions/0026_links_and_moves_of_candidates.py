"""How strongly candidates serve challenges, and the moves that shaped the list.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "sid_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_sid_challenge_challenge_id_challenge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_sid_challenge_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sid_challenge")),
        sa.UniqueConstraint("sid_id", "challenge_id", name=op.f("uq_sid_challenge_sid_id_challenge_id")),
    )
    op.create_index(op.f("ix_sid_challenge_challenge_id"), "sid_challenge", ["challenge_id"], unique=False)
    op.create_table(
        "selection_move",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("is_in_decision", sa.Boolean(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_selection_move_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_selection_move_public_id")),
    )
    op.create_index(op.f("ix_selection_move_process_id"), "selection_move", ["process_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_selection_move_process_id"), table_name="selection_move")
    op.drop_table("selection_move")
    op.drop_index(op.f("ix_sid_challenge_challenge_id"), table_name="sid_challenge")
    op.drop_table("sid_challenge")
