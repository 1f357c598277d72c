"""Nobody who took back that they may be kept is erased before they were told.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Who took it back until now was told nothing."""
    op.add_column("directory_person", sa.Column("let_go_from", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("directory_person", "let_go_from")
