"""Who follows what, what people are told of, and how each person wishes to hear of it.

Revision ID: 0039
Revises: 0038
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from cocreate.core import db as database
from cocreate.core.db import Json

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


ONE_READER = "(user_id IS NULL) <> (follower_id IS NULL)"


def _to(table: str, column: str, target: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Make the change."""
    moment = database.UtcDateTime(timezone=True)
    op.create_table(
        "follower",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("follower", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follower_public_id")),
        sa.UniqueConstraint("process_id", "email", name=op.f("uq_follower_process_id_email")),
    )
    op.create_table(
        "follow",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("follower_id", sa.Integer(), nullable=True),
        sa.Column("item_type", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("follow", "process_id", "process"),
        _to("follow", "user_id", "user"),
        _to("follow", "follower_id", "follower"),
        sa.CheckConstraint(ONE_READER, name=op.f("ck_follow_one_reader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_public_id")),
        sa.UniqueConstraint(
            "user_id", "process_id", "item_type", "item", name=op.f("uq_follow_user_id_process_id_item_type_item")
        ),
        sa.UniqueConstraint("follower_id", "item_type", "item", name=op.f("uq_follow_follower_id_item_type_item")),
    )
    op.create_index(op.f("ix_follow_process_id"), "follow", ["process_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("follower_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("params", Json, nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("permission", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("mail", sa.String(length=16), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("notice", "user_id", "user"),
        _to("notice", "follower_id", "follower"),
        _to("notice", "process_id", "process"),
        sa.CheckConstraint(ONE_READER, name=op.f("ck_notice_one_reader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notice_user_id_key")),
        sa.UniqueConstraint("follower_id", "key", name=op.f("uq_notice_follower_id_key")),
    )
    op.create_index("ix_notice_user_id_read_at", "notice", ["user_id", "read_at"], unique=False)
    for column in ("process_id", "settled_at"):
        op.create_index(op.f(f"ix_notice_{column}"), "notice", [column], unique=False)
    op.create_table(
        "notice_wish",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(length=8), nullable=False),
        _to("notice_wish", "user_id", "user"),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_wish")),
    )
    op.create_table(
        "notice_hours",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        _to("notice_hours", "user_id", "user"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_hours")),
    )
    op.create_table(
        "calendar_link",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _to("calendar_link", "user_id", "user"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_link")),
    )


def downgrade() -> None:
    """Take it back."""
    for name in ("calendar_link", "notice_hours", "notice_wish", "notice", "follow", "follower"):
        op.drop_table(name)
