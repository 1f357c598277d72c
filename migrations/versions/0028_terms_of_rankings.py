"""The terms by which a round of rankings is counted, points as ballots, and what each person was shown.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = ("weighting", "targets", "places", "seed", "opens_ballots")


def upgrade() -> None:
    """Make the change."""
    op.add_column("ranking_round", sa.Column("weighting", sa.String(length=12), nullable=False, server_default="raw"))
    op.add_column("ranking_round", sa.Column("targets", JSON, nullable=False, server_default="{}"))
    op.add_column("ranking_round", sa.Column("places", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("ranking_round", sa.Column("seed", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("ranking_round", sa.Column("opens_ballots", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ranking_ballot", sa.Column("points", JSON, nullable=False, server_default="{}"))
    op.add_column("ranking_ballot", sa.Column("shown", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("ranking_ballot", "shown")
    op.drop_column("ranking_ballot", "points")
    for name in COLUMNS:
        op.drop_column("ranking_round", name)
