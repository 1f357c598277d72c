"""What the analyst's room keeps of a reading: further themes of an answer, places on the map, the tree, what moved.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OF_A_RUN = ("trees", "moved", "campaigns", "oppositions")
_OF_AN_ANSWER = ("is_main", "start", "stop", "x", "y", "dissent_rank", "came_by")


def upgrade() -> None:
    """Make the change."""
    for name in _OF_A_RUN:
        op.add_column("analysis_run", sa.Column(name, JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("theme", sa.Column("also", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("theme", sa.Column("voices", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("theme", sa.Column("key", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("theme_answer", sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("theme_answer", sa.Column("start", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("theme_answer", sa.Column("stop", sa.Integer(), nullable=True))
    op.add_column("theme_answer", sa.Column("x", sa.Double(), nullable=True))
    op.add_column("theme_answer", sa.Column("y", sa.Double(), nullable=True))
    op.add_column("theme_answer", sa.Column("dissent_rank", sa.Integer(), nullable=True))
    op.add_column("theme_answer", sa.Column("came_by", sa.String(length=8), nullable=False, server_default="run"))
    op.create_table(
        "unplaced_answer",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_unplaced_answer_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["analysis_run.id"], name=op.f("fk_unplaced_answer_run_id_analysis_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "answer_id", name=op.f("pk_unplaced_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unplaced_answer_answer_id"), "unplaced_answer", ["answer_id"], unique=False)
    op.create_table(
        "text_vector",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_text_vector_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_text_vector_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "key", name=op.f("pk_text_vector")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_text_vector_answer_id"), "text_vector", ["answer_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("text_vector")
    op.drop_table("unplaced_answer")
    for name in reversed(_OF_AN_ANSWER):
        op.drop_column("theme_answer", name)
    for name in ("key", "voices", "also"):
        op.drop_column("theme", name)
    for name in reversed(_OF_A_RUN):
        op.drop_column("analysis_run", name)
