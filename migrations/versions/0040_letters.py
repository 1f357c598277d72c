"""Letters in an organisation's own words.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "letter_wording",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_letter_wording_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_wording_public_id")),
        sa.UniqueConstraint(
            "organisation_id", "letter", "language", name=op.f("uq_letter_wording_organisation_id_letter_language")
        ),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("letter_wording")
