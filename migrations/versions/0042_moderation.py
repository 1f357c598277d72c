"""Moderation: reports, decisions with their reasons, appeals.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOMENT = database.UtcDateTime(timezone=True)


def upgrade() -> None:
    """Make the change."""
    op.add_column("ecosystem_actor", sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "moderation_reason",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_named("moderation_reason"),
        _to("moderation_reason", "organisation_id", "organisation"),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_moderation_reason_organisation_id_key")),
    )
    op.create_table(
        "moderation_case",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=8), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_named("moderation_case"),
        _to("moderation_case", "process_id", "process"),
        sa.UniqueConstraint("process_id", "kind", "subject", name=op.f("uq_moderation_case_process_id_kind_subject")),
    )
    op.create_index("ix_moderation_case_waiting", "moderation_case", ["process_id", "is_waiting"])
    op.create_table(
        "moderation_report",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        *_named("moderation_report"),
        _to("moderation_report", "case_id", "moderation_case"),
        _to("moderation_report", "reporter_id", "user", "SET NULL"),
    )
    op.create_index(op.f("ix_moderation_report_case_id"), "moderation_report", ["case_id"])
    op.create_table(
        "moderation_decision",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reason_title", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("hash_before", sa.String(length=64), nullable=False),
        sa.Column("hash_after", sa.String(length=64), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        *_named("moderation_decision"),
        _to("moderation_decision", "case_id", "moderation_case"),
        _to("moderation_decision", "decided_by_id", "user", "SET NULL"),
    )
    op.create_index(op.f("ix_moderation_decision_case_id"), "moderation_decision", ["case_id"])
    op.create_index(op.f("ix_moderation_decision_batch"), "moderation_decision", ["batch"])
    op.create_table(
        "moderation_appeal",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        *_named("moderation_appeal"),
        _to("moderation_appeal", "decision_id", "moderation_decision"),
        _to("moderation_appeal", "answered_by_id", "user", "SET NULL"),
        sa.UniqueConstraint("decision_id", name=op.f("uq_moderation_appeal_decision_id")),
    )


def _named(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What every row has that appears in an address."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _to(table: str, column: str, other: str, when_gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=when_gone)


def downgrade() -> None:
    """Take it back."""
    for table in ("appeal", "decision", "report", "case", "reason"):
        op.drop_table(f"moderation_{table}")
    op.drop_column("ecosystem_actor", "is_hidden")
