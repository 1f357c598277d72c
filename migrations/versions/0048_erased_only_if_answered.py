"""Answers that came after an erasing, or beside it, go as people were told; a draft was never erased.

Revision ID: 0048
Revises: 0047
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take away the mark of an erasing that did not hold: the hourly work then keeps the promise."""
    op.execute(
        "UPDATE consultation SET erased_at = NULL WHERE erased_at IS NOT NULL AND (state IN ('draft', 'open')"
        " OR EXISTS (SELECT 1 FROM submission WHERE submission.consultation_id = consultation.id))"
    )


def downgrade() -> None:
    """Nothing: what is to be erased still is."""
