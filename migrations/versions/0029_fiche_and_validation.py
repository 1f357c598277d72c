"""Evidence of challenges, links between them, their versions, and validation by the committee.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("challenge", sa.Column("tags", JSON, nullable=False, server_default="[]"))
    op.add_column("process", sa.Column("needs_validation", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_fiche()
    _make_validation()


def downgrade() -> None:
    """Take it back."""
    names = ("validation_comment", "challenge_validation", "challenge_version", "challenge_link", "evidence_use")
    for name in names:
        op.drop_table(name)
    op.drop_column("process", "needs_validation")
    op.drop_column("challenge", "tags")


def _to(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def _make_fiche() -> None:
    op.create_table(
        "evidence_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        _to("evidence_use", "evidence_id", "evidence"),
        _to("evidence_use", "challenge_id", "challenge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_use")),
        sa.UniqueConstraint("evidence_id", "challenge_id", name=op.f("uq_evidence_use_evidence_id_challenge_id")),
    )
    op.create_index(op.f("ix_evidence_use_challenge_id"), "evidence_use", ["challenge_id"], unique=False)
    op.create_table(
        "challenge_link",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("challenge_link", "one_id", "challenge"),
        _to("challenge_link", "other_id", "challenge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_link")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_challenge_link_one_id_other_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_link_public_id")),
    )
    op.create_index(op.f("ix_challenge_link_other_id"), "challenge_link", ["other_id"], unique=False)
    op.create_table(
        "challenge_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("is_fixed", sa.Boolean(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        _to("challenge_version", "challenge_id", "challenge"),
        _to("challenge_version", "actor_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_version")),
        sa.UniqueConstraint("challenge_id", "number", name=op.f("uq_challenge_version_challenge_id_number")),
    )


def _make_validation() -> None:
    op.create_table(
        "challenge_validation",
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("asked_version", sa.Integer(), nullable=False),
        sa.Column("decided_version", sa.Integer(), nullable=True),
        sa.Column("asked_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("challenge_validation", "challenge_id", "challenge"),
        _to("challenge_validation", "recorded_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_validation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_challenge_validation_public_id")),
    )
    op.create_index(
        op.f("ix_challenge_validation_challenge_id"), "challenge_validation", ["challenge_id"], unique=False
    )
    op.create_table(
        "validation_comment",
        sa.Column("validation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("validation_comment", "validation_id", "challenge_validation"),
        _to("validation_comment", "author_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_validation_comment_public_id")),
    )
    op.create_index(op.f("ix_validation_comment_validation_id"), "validation_comment", ["validation_id"], unique=False)
