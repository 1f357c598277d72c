"""Rounds of scoring, sheets handed in, conflicts of interest, private notes, confidence and evidence of a mark.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database
from cocreate.core.ids import public_id

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ONE_A_CELL = "uq_score_sid_id_criterion_id_member_id"
ONE_A_ROUND = "uq_score_sid_id_criterion_id_member_id_round"


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "scoring_round",
        sa.Column("criteria_set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", JSON, nullable=False),
        sa.Column("opened_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("report", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["criteria_set_id"],
            ["criteria_set.id"],
            name=op.f("fk_scoring_round_criteria_set_id_criteria_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_round")),
        sa.UniqueConstraint("criteria_set_id", "number", name=op.f("uq_scoring_round_criteria_set_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_scoring_round_public_id")),
    )
    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["scoring_round.id"], name=op.f("fk_score_sheet_round_id_scoring_round"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_score_sheet_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("round_id", "member_id", name=op.f("uq_score_sheet_round_id_member_id")),
    )
    op.create_index(op.f("ix_score_sheet_member_id"), "score_sheet", ["member_id"], unique=False)
    op.create_table(
        "conflict_of_interest",
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("declared_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["sid_id"], ["sid.id"], name=op.f("fk_conflict_of_interest_sid_id_sid"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_conflict_of_interest_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("sid_id", "member_id", name=op.f("uq_conflict_of_interest_sid_id_member_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conflict_of_interest_public_id")),
    )
    op.create_index(op.f("ix_conflict_of_interest_member_id"), "conflict_of_interest", ["member_id"], unique=False)
    op.create_table(
        "private_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["sid_id"], ["sid.id"], name=op.f("fk_private_note_sid_id_sid"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_private_note_criterion_id_criterion"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["user.id"], name=op.f("fk_private_note_member_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_note")),
        sa.UniqueConstraint(
            "sid_id", "criterion_id", "member_id", name=op.f("uq_private_note_sid_id_criterion_id_member_id")
        ),
    )
    op.create_index(op.f("ix_private_note_member_id"), "private_note", ["member_id"], unique=False)
    op.add_column(
        "criteria_set", sa.Column("conflict_rule", sa.String(length=8), nullable=False, server_default="count")
    )
    # Nothing refers to a score, so that SQLite may copy the table.
    with op.batch_alter_table("score") as score:
        score.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        score.add_column(sa.Column("is_abstained", sa.Boolean(), nullable=False, server_default=sa.false()))
        score.add_column(sa.Column("confidence", sa.String(length=8), nullable=False, server_default=""))
        score.add_column(sa.Column("evidence", JSON, nullable=False, server_default="[]"))
        score.drop_constraint(ONE_A_CELL, type_="unique")
        score.create_unique_constraint(ONE_A_ROUND, ["sid_id", "criterion_id", "member_id", "round"])
    _first_rounds()


def _first_rounds() -> None:
    """The scoring that was opened before there were rounds is the first one."""
    moment = database.UtcDateTime(timezone=True)
    sets = sa.table(
        "criteria_set",
        sa.column("id", sa.Integer()),
        sa.column("process_id", sa.Integer()),
        sa.column("scoring_opened_at", moment),
        sa.column("scoring_closed_at", moment),
    )
    shortlist = sa.table("shortlist", sa.column("process_id", sa.Integer()), sa.column("proposal", JSON))
    rounds = sa.table(
        "scoring_round",
        sa.column("criteria_set_id", sa.Integer()),
        sa.column("number", sa.Integer()),
        sa.column("purpose", JSON),
        sa.column("opened_at", moment),
        sa.column("closed_at", moment),
        sa.column("report", JSON),
        sa.column("facts", JSON),
        sa.column("public_id", sa.String()),
    )
    found = (
        sa.select(sets.c.id, sets.c.scoring_opened_at, sets.c.scoring_closed_at, shortlist.c.proposal)
        .outerjoin_from(sets, shortlist, shortlist.c.process_id == sets.c.process_id)
        .where(sets.c.scoring_opened_at.is_not(None))
    )
    connection = op.get_bind()
    for set_id, opened_at, closed_at, proposal in connection.execute(found).all():
        values = {"criteria_set_id": set_id, "number": 1, "purpose": {}, "opened_at": opened_at, "closed_at": closed_at}
        made = {**values, "report": proposal or {}, "facts": {}, "public_id": public_id()}
        connection.execute(sa.insert(rounds).values(**made))


def downgrade() -> None:
    """Take it back: the marks of the last round stay."""
    op.execute(
        "DELETE FROM score WHERE EXISTS (SELECT 1 FROM score AS later WHERE later.sid_id = score.sid_id "
        "AND later.criterion_id = score.criterion_id AND later.member_id = score.member_id "
        "AND later.round > score.round)"
    )
    with op.batch_alter_table("score") as score:
        score.drop_constraint(ONE_A_ROUND, type_="unique")
        score.create_unique_constraint(ONE_A_CELL, ["sid_id", "criterion_id", "member_id"])
        for name in ("evidence", "confidence", "is_abstained", "round"):
            score.drop_column(name)
    op.drop_column("criteria_set", "conflict_rule")
    for table, column in (
        ("private_note", "member_id"),
        ("conflict_of_interest", "member_id"),
        ("score_sheet", "member_id"),
    ):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
    op.drop_table("scoring_round")
