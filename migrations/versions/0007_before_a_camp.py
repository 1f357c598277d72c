"""Before a camp: registrations, proposals of working groups, rehearsals that know which camp they try out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0007"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("camp", sa.Column("rehearses", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("camp", sa.Column("takes_registrations", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "camp_registration",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("helix", sa.String(length=16), nullable=False),
        sa.Column("gender", sa.String(length=12), nullable=False),
        sa.Column("wishes", JSON, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("invited_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_registration_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_camp_registration_seat_id_seat"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_registration")),
        sa.UniqueConstraint("camp_id", "email", name=op.f("uq_camp_registration_camp_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_registration_public_id")),
    )
    op.create_index(op.f("ix_camp_registration_camp_id"), "camp_registration", ["camp_id"], unique=False)
    op.create_table(
        "camp_grouping",
        sa.Column("camp_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("proposed", JSON, nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.Column("objective", sa.Double(), nullable=False),
        sa.Column("made_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["camp_id"], ["camp.id"], name=op.f("fk_camp_grouping_camp_id_camp"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camp_grouping")),
        sa.UniqueConstraint("public_id", name=op.f("uq_camp_grouping_public_id")),
    )
    op.create_index(op.f("ix_camp_grouping_camp_id"), "camp_grouping", ["camp_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("camp_grouping")
    op.drop_table("camp_registration")
    op.drop_column("camp", "takes_registrations")
    op.drop_column("camp", "rehearses")
