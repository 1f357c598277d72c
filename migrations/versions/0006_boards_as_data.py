"""The votes behind a merged card, and the order of the files on a card.

Revision ID: 0006
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this shape."""
    op.add_column("card", sa.Column("parents_votes", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("card_file", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("card_file", "place")
    op.drop_column("card", "parents_votes")
