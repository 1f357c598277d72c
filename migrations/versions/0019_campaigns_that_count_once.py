"""Copies of a shared text that the numbers leave out.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "campaign_copy",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_campaign_copy_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_campaign_copy_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "answer_id", name=op.f("pk_campaign_copy")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_campaign_copy_answer_id"), "campaign_copy", ["answer_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("campaign_copy")
