"""What checks of the installation found, and when regular work was last done.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "installation_report",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("content", database.Json, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_installation_report_public_id")),
    )
    op.create_index(op.f("ix_installation_report_kind"), "installation_report", ["kind"], unique=False)
    op.create_table(
        "chore_run",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("ended_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_run")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("chore_run")
    op.drop_table("installation_report")
