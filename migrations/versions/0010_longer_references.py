"""Cards refer to answers, whose keys are longer than other public ids.

No card referred to anything before this, so the column is made anew: SQLite cannot widen one in place.

Revision ID: 0010
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this shape."""
    op.drop_column("card_reference", "subject")
    op.add_column("card_reference", sa.Column("subject", sa.String(length=40), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("card_reference", "subject")
    op.add_column("card_reference", sa.Column("subject", sa.String(length=16), nullable=False, server_default=""))
