"""The committee's room.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "committee_meeting",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("starts_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("speaking_minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["user.id"], name=op.f("fk_committee_meeting_chair_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_committee_meeting_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_committee_meeting_public_id")),
    )
    op.create_index(op.f("ix_committee_meeting_process_id"), "committee_meeting", ["process_id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sids", JSON, nullable=False),
        sa.Column("started_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_left", sa.Integer(), nullable=True),
        sa.Column("ended_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_agenda_item_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_item_public_id")),
    )
    op.create_index(op.f("ix_agenda_item_meeting_id"), "agenda_item", ["meeting_id"], unique=False)
    op.create_table(
        "meeting_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("came_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_meeting_attendance_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_meeting_attendance_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendance")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_meeting_attendance_meeting_id_member_id")),
    )
    op.create_table(
        "motion",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("sids", JSON, nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("majority", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("result", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_motion_made_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_motion_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_motion_public_id")),
    )
    op.create_index(op.f("ix_motion_meeting_id"), "motion", ["meeting_id"], unique=False)
    op.create_table(
        "speaking_turn",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("began_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_speaking_turn_meeting_id_committee_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_speaking_turn_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_turn")),
        sa.UniqueConstraint("public_id", name=op.f("uq_speaking_turn_public_id")),
    )
    op.create_index(op.f("ix_speaking_turn_meeting_id"), "speaking_turn", ["meeting_id"], unique=False)
    op.create_table(
        "motion_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_motion_vote_member_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_motion_vote_motion_id_motion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_vote")),
        sa.UniqueConstraint("motion_id", "member_id", name=op.f("uq_motion_vote_motion_id_member_id")),
    )
    op.create_table(
        "room_post",
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("earlier", JSON, nullable=False),
        sa.Column("withdrawn_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["room_post.id"], name=op.f("fk_room_post_answers_id_room_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user.id"], name=op.f("fk_room_post_author_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_room_post_criterion_id_criterion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["committee_meeting.id"],
            name=op.f("fk_room_post_meeting_id_committee_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_room_post_sid_id_sid"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_post")),
        sa.UniqueConstraint("public_id", name=op.f("uq_room_post_public_id")),
    )
    op.create_index(op.f("ix_room_post_sid_id"), "room_post", ["sid_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_room_post_sid_id"), table_name="room_post")
    op.drop_table("room_post")
    op.drop_table("motion_vote")
    op.drop_index(op.f("ix_speaking_turn_meeting_id"), table_name="speaking_turn")
    op.drop_table("speaking_turn")
    op.drop_index(op.f("ix_motion_meeting_id"), table_name="motion")
    op.drop_table("motion")
    op.drop_table("meeting_attendance")
    op.drop_index(op.f("ix_agenda_item_meeting_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_committee_meeting_process_id"), table_name="committee_meeting")
    op.drop_table("committee_meeting")
