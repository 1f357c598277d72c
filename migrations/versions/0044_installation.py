"""Settings changed at run time, announced maintenance, and organisations that are switched off.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("organisation", sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "installation_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", database.Json, nullable=False),
        sa.Column("changed_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_setting")),
    )
    op.create_table(
        "maintenance",
        sa.Column("text", database.Json, nullable=False),
        sa.Column("shown_from", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_only_from", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_ended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
        sa.UniqueConstraint("public_id", name=op.f("uq_maintenance_public_id")),
    )
    op.create_index(op.f("ix_maintenance_ends_at"), "maintenance", ["ends_at"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("maintenance")
    op.drop_table("installation_setting")
    op.drop_column("organisation", "closed_at")
