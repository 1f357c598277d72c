"""The name from which a mail comes.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("outgoing_mail", sa.Column("sender", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("outgoing_mail", "sender")
