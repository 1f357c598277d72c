"""Helpers may enter what came on paper or by telephone for some time after a close.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("consultation", sa.Column("late_until", sa.Date(), nullable=True))
    op.add_column("consultation", sa.Column("late_ended_at", database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("consultation", "late_ended_at")
    op.drop_column("consultation", "late_until")
