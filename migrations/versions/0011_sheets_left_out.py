"""The few sheets that people decided not to count are found without reading the others.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this shape."""
    few = sa.text("left_out <> ''")
    op.create_index(
        "ix_submission_left_out",
        "submission",
        ["consultation_id"],
        unique=False,
        sqlite_where=few,
        postgresql_where=few,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_submission_left_out", table_name="submission")
