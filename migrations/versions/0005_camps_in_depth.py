"""Innovation Camps in depth: cards with all that hangs on them, session plans, voting rounds, messages.

Columns are added in place: SQLite's way of copying a table would drop the old one, and with it, by cascade, every card.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "plan_step",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("help", JSON, nullable=False),
        sa.Column("guide", JSON, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("started_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["camp_id"], ["camp.id"], name=op.f("fk_plan_step_camp_id_camp"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plan_step_public_id")),
    )
    op.create_index(op.f("ix_plan_step_camp_id"), "plan_step", ["camp_id"], unique=False)
    op.create_table(
        "camp_message",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_camp_message_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_message_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_message")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_message_public_id")),
    )
    op.create_index(op.f("ix_camp_message_camp_id"), "camp_message", ["camp_id"], unique=False)
    op.create_table(
        "help_request",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_help_request_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_help_request_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_help_request_seat_id_seat"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_help_request_public_id")),
    )
    op.create_index(op.f("ix_help_request_camp_id"), "help_request", ["camp_id"], unique=False)
    op.create_table(
        "voting_round",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("question", JSON, nullable=False),
        sa.Column("zones", JSON, nullable=False),
        sa.Column("card_kinds", JSON, nullable=False),
        sa.Column("votes_each", sa.Integer(), nullable=False),
        sa.Column("most_per_card", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("cards", JSON, nullable=False),
        sa.Column("opened_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("results", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_voting_round_board_id_board"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_round")),
        sa.UniqueConstraint("public_id", name=op.f("uq_voting_round_public_id")),
    )
    op.create_index(op.f("ix_voting_round_batch"), "voting_round", ["batch"], unique=False)
    op.create_index(op.f("ix_voting_round_board_id"), "voting_round", ["board_id"], unique=False)
    op.create_table(
        "voting_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["voting_round.id"], name=op.f("fk_voting_ballot_round_id_voting_round"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_voting_ballot_seat_id_seat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_ballot")),
        sa.UniqueConstraint("round_id", "seat_id", name=op.f("uq_voting_ballot_round_id_seat_id")),
    )
    op.create_index(op.f("ix_voting_ballot_seat_id"), "voting_ballot", ["seat_id"], unique=False)
    op.create_table(
        "card_comment",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["seat.id"], name=op.f("fk_card_comment_author_id_seat"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_comment_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_comment_public_id")),
    )
    op.create_index(op.f("ix_card_comment_card_id"), "card_comment", ["card_id"], unique=False)
    op.create_table(
        "card_file",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_card_file_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_file_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_card_file_seat_id_seat"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_file_public_id")),
    )
    op.create_index(op.f("ix_card_file_board_id"), "card_file", ["board_id"], unique=False)
    op.create_index(op.f("ix_card_file_card_id"), "card_file", ["card_id"], unique=False)
    op.create_table(
        "card_link",
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_card_link_board_id_board"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["card.id"], name=op.f("fk_card_link_source_id_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["card.id"], name=op.f("fk_card_link_target_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_link_public_id")),
        sa.UniqueConstraint(
            "source_id", "target_id", "relation", name=op.f("uq_card_link_source_id_target_id_relation")
        ),
    )
    op.create_index(op.f("ix_card_link_board_id"), "card_link", ["board_id"], unique=False)
    op.create_index(op.f("ix_card_link_target_id"), "card_link", ["target_id"], unique=False)
    op.create_table(
        "card_reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("reaction", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_reaction_card_id_card"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_card_reaction_seat_id_seat"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reaction")),
        sa.UniqueConstraint("card_id", "seat_id", "reaction", name=op.f("uq_card_reaction_card_id_seat_id_reaction")),
    )
    op.create_index(op.f("ix_card_reaction_seat_id"), "card_reaction", ["seat_id"], unique=False)
    op.create_table(
        "card_reference",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["card.id"], name=op.f("fk_card_reference_card_id_card"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reference")),
        sa.UniqueConstraint("public_id", name=op.f("uq_card_reference_public_id")),
    )
    op.create_index(op.f("ix_card_reference_card_id"), "card_reference", ["card_id"], unique=False)
    op.add_column("board", sa.Column("mode", JSON, nullable=False, server_default="{}"))
    op.add_column("camp", sa.Column("is_anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("camp", sa.Column("is_rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("camp", sa.Column("video_link", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("camp", sa.Column("shows_cursors", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("camp", sa.Column("step", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("camp", sa.Column("step_ends_at", database.UtcDateTime(timezone=True), nullable=True))
    op.add_column("camp", sa.Column("step_left", sa.Integer(), nullable=True))
    op.add_column("card", sa.Column("kind", sa.String(length=12), nullable=False, server_default="note"))
    op.add_column("card", sa.Column("title", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("card", sa.Column("colour", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("card", sa.Column("tags", JSON, nullable=False, server_default="[]"))
    op.add_column("card", sa.Column("column_key", sa.String(length=24), nullable=False, server_default=""))
    op.add_column("card", sa.Column("x", sa.Double(), nullable=True))
    op.add_column("card", sa.Column("y", sa.Double(), nullable=True))
    op.add_column("card", sa.Column("author_group", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("card", sa.Column("is_locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("card", sa.Column("is_private", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("card", sa.Column("stack", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("card", sa.Column("parents", JSON, nullable=False, server_default="[]"))
    op.add_column("card", sa.Column("went_into", JSON, nullable=False, server_default="[]"))
    op.add_column("seat", sa.Column("is_observer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("seat", sa.Column("attributes", JSON, nullable=False, server_default="{}"))
    op.add_column("seat", sa.Column("checked_in_at", database.UtcDateTime(timezone=True), nullable=True))
    op.add_column("seat", sa.Column("muted_at", database.UtcDateTime(timezone=True), nullable=True))
    op.add_column("working_group", sa.Column("is_plenary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("working_group", sa.Column("video_link", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("zone", sa.Column("layout", sa.String(length=8), nullable=False, server_default="list"))
    op.add_column("zone", sa.Column("columns", JSON, nullable=False, server_default="[]"))
    op.add_column("zone", sa.Column("is_locked", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("zone", "is_locked")
    op.drop_column("zone", "columns")
    op.drop_column("zone", "layout")
    op.drop_column("working_group", "video_link")
    op.drop_column("working_group", "is_plenary")
    op.drop_column("seat", "muted_at")
    op.drop_column("seat", "checked_in_at")
    op.drop_column("seat", "attributes")
    op.drop_column("seat", "is_observer")
    op.drop_column("card", "went_into")
    op.drop_column("card", "parents")
    op.drop_column("card", "stack")
    op.drop_column("card", "is_private")
    op.drop_column("card", "is_locked")
    op.drop_column("card", "author_group")
    op.drop_column("card", "y")
    op.drop_column("card", "x")
    op.drop_column("card", "column_key")
    op.drop_column("card", "tags")
    op.drop_column("card", "colour")
    op.drop_column("card", "title")
    op.drop_column("card", "kind")
    op.drop_column("camp", "step_left")
    op.drop_column("camp", "step_ends_at")
    op.drop_column("camp", "step")
    op.drop_column("camp", "shows_cursors")
    op.drop_column("camp", "video_link")
    op.drop_column("camp", "is_rehearsal")
    op.drop_column("camp", "is_anonymous")
    op.drop_column("board", "mode")
    op.drop_index(op.f("ix_card_reference_card_id"), table_name="card_reference")
    op.drop_table("card_reference")
    op.drop_index(op.f("ix_card_reaction_seat_id"), table_name="card_reaction")
    op.drop_table("card_reaction")
    op.drop_index(op.f("ix_card_link_target_id"), table_name="card_link")
    op.drop_index(op.f("ix_card_link_board_id"), table_name="card_link")
    op.drop_table("card_link")
    op.drop_index(op.f("ix_card_file_card_id"), table_name="card_file")
    op.drop_index(op.f("ix_card_file_board_id"), table_name="card_file")
    op.drop_table("card_file")
    op.drop_index(op.f("ix_card_comment_card_id"), table_name="card_comment")
    op.drop_table("card_comment")
    op.drop_index(op.f("ix_voting_ballot_seat_id"), table_name="voting_ballot")
    op.drop_table("voting_ballot")
    op.drop_index(op.f("ix_voting_round_board_id"), table_name="voting_round")
    op.drop_index(op.f("ix_voting_round_batch"), table_name="voting_round")
    op.drop_table("voting_round")
    op.drop_index(op.f("ix_help_request_camp_id"), table_name="help_request")
    op.drop_table("help_request")
    op.drop_index(op.f("ix_camp_message_camp_id"), table_name="camp_message")
    op.drop_table("camp_message")
    op.drop_index(op.f("ix_plan_step_camp_id"), table_name="plan_step")
    op.drop_table("plan_step")
