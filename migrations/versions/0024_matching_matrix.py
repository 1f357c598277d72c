"""The matching matrix, and challenges that are drafts.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("challenge", sa.Column("state", sa.String(length=12), nullable=False, server_default="listed"))
    op.create_table(
        "matrix_cell",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("megatrend_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_matrix_cell_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["megatrend_id"], ["context.id"], name=op.f("fk_matrix_cell_megatrend_id_context"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"],
            ["context_point.id"],
            name=op.f("fk_matrix_cell_priority_id_context_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_cell")),
        sa.UniqueConstraint("megatrend_id", "priority_id", name=op.f("uq_matrix_cell_megatrend_id_priority_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_matrix_cell_public_id")),
    )
    op.create_index(op.f("ix_matrix_cell_process_id"), "matrix_cell", ["process_id"], unique=False)
    op.create_table(
        "cell_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["matrix_cell.id"], name=op.f("fk_cell_use_cell_id_matrix_cell"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_cell_use_challenge_id_challenge"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_use")),
        sa.UniqueConstraint("cell_id", "challenge_id", name=op.f("uq_cell_use_cell_id_challenge_id")),
    )
    op.create_index(op.f("ix_cell_use_challenge_id"), "cell_use", ["challenge_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("cell_use")
    op.drop_table("matrix_cell")
    op.drop_column("challenge", "state")
