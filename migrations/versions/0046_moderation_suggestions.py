"""What a program learns from moderators' decisions, and what it points at.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "moderation_learning",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("precision", sa.Double(), nullable=True),
        sa.Column("recall", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_moderation_learning_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_learning")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_learning_public_id")),
    )
    op.create_index(op.f("ix_moderation_learning_process_id"), "moderation_learning", ["process_id"])
    op.create_table(
        "moderation_suggestion",
        sa.Column("learning_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"],
            ["moderation_learning.id"],
            name=op.f("fk_moderation_suggestion_learning_id_moderation_learning"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_suggestion")),
        sa.UniqueConstraint(
            "learning_id", "kind", "subject", name=op.f("uq_moderation_suggestion_learning_id_kind_subject")
        ),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("moderation_suggestion")
    op.drop_table("moderation_learning")
