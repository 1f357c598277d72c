"""What people decided about contributions, who wants to be told of news, and mails that leave no trace.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

SUBJECTS = ("answer", "card", "theme")


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "fate_decision",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("fate_decision", "process_id", "process"),
        _to("fate_decision", "decided_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fate_decision_public_id")),
    )
    op.create_index(op.f("ix_fate_decision_process_id"), "fate_decision", ["process_id"], unique=False)
    op.create_table(
        "fate_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        _to("fate_mark", "decision_id", "fate_decision"),
        *(_to("fate_mark", f"{name}_id", name) for name in SUBJECTS),
        sa.CheckConstraint(
            "(answer_id IS NOT NULL AND card_id IS NULL AND theme_id IS NULL)"
            " OR (answer_id IS NULL AND card_id IS NOT NULL AND theme_id IS NULL)"
            " OR (answer_id IS NULL AND card_id IS NULL AND theme_id IS NOT NULL)",
            name=op.f("ck_fate_mark_one_subject"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_mark")),
        *(sa.UniqueConstraint(f"{name}_id", name=op.f(f"uq_fate_mark_{name}_id")) for name in SUBJECTS),
    )
    op.create_index(op.f("ix_fate_mark_decision_id"), "fate_mark", ["decision_id"], unique=False)
    op.create_table(
        "fate_watch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        _to("fate_watch", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fate_watch")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_fate_watch_process_id_email")),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "outgoing_mail", sa.Column("leaves_no_trace", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_column("outgoing_mail", "leaves_no_trace")
    for name in ("fate_watch", "fate_mark", "fate_decision"):
        op.drop_table(name)
