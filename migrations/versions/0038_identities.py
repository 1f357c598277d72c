"""Accounts elsewhere that sign in as somebody here.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "identity",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_identity_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identity_public_id")),
    )
    op.create_index(op.f("ix_identity_user_id"), "identity", ["user_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("identity")
