"""What those who run a camp hid or ended, and why.

Revision ID: 0009
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this shape."""
    op.create_table(
        "moderation",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_moderation_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_moderation_camp_id_camp"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_moderation_seat_id_seat"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_public_id")),
    )
    op.create_index(op.f("ix_moderation_camp_id"), "moderation", ["camp_id"], unique=False)
    op.create_index(op.f("ix_moderation_seat_id"), "moderation", ["seat_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("moderation")
