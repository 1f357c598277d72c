"""Organisations with their people and logos; every process belongs to one.

Revision ID: 0033
Revises: 0032
"""

import os
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database
from cocreate.core.ids import public_id

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Make the change."""
    organisation = op.create_table(
        "organisation",
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("footer", JSON, nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("logo_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_public_id")),
        sa.UniqueConstraint("short_name", name=op.f("uq_organisation_short_name")),
    )
    op.create_table(
        "organisation_logo",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _to("organisation_logo", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_logo")),
    )
    op.create_index(op.f("ix_organisation_logo_hash"), "organisation_logo", ["hash"], unique=False)
    op.create_table(
        "organisation_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", database.UtcDateTime(timezone=True), nullable=False),
        _to("organisation_member", "user_id", "user"),
        _to("organisation_member", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_member")),
        sa.UniqueConstraint("user_id", "organisation_id", name=op.f("uq_organisation_member_user_id_organisation_id")),
    )
    op.create_index(
        op.f("ix_organisation_member_organisation_id"), "organisation_member", ["organisation_id"], unique=False
    )
    op.create_table(
        "organisation_invitation",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        _to("organisation_invitation", "organisation_id", "organisation"),
        _to("organisation_invitation", "invited_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisation_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_organisation_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_organisation_invitation_organisation_id"),
        "organisation_invitation",
        ["organisation_id"],
        unique=False,
    )
    # The first organisation has the number 1: it takes in all processes that are there.
    op.add_column("process", sa.Column("organisation_id", sa.Integer(), nullable=False, server_default="1"))
    op.create_index(op.f("ix_process_organisation_id"), "process", ["organisation_id"], unique=False)
    _take_in_what_is_there(organisation)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_process_organisation_id"), table_name="process")
    op.drop_column("process", "organisation_id")
    for name in ("organisation_invitation", "organisation_member", "organisation_logo", "organisation"):
        op.drop_table(name)


def _take_in_what_is_there(organisation: sa.Table) -> None:
    """One organisation for all processes there are. Whoever runs the installation could do everything in them and
    becomes its administrator; whoever owns or organises one becomes a member."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM process")) == 0:
        return
    now, name = datetime.now(UTC), os.environ.get("COCREATE_INSTALLATION_NAME", "").strip() or "cocreate"
    row = {
        "short_name": "first",
        "title": dict.fromkeys(("nl", "fr", "en", "de"), name),
        "footer": {},
        "contact": "",
        "accent": "",
        "languages": [],
        "logo_hash": "",
        "created_at": now,
        "version": 1,
        "public_id": public_id(),
    }
    number = connection.scalar(organisation.insert().values(**row).returning(organisation.c.id))
    connection.execute(sa.text("UPDATE process SET organisation_id = :number"), {"number": number})
    users = {"administrator": _ADMINISTRATORS, "member": _OTHERS}
    for role, chosen in users.items():
        ids = list(connection.scalars(sa.text(chosen)))
        for user_id in ids:
            connection.execute(
                sa.text(
                    "INSERT INTO organisation_member (user_id, organisation_id, role, since) "
                    "VALUES (:user_id, :number, :role, :since)"
                ).bindparams(sa.bindparam("since", type_=database.UtcDateTime())),
                {"user_id": user_id, "number": number, "role": role, "since": now},
            )


_ADMINISTRATORS = (
    "SELECT DISTINCT s.user_id FROM user_site_role s JOIN site_role r ON r.id = s.site_role_id "
    "WHERE r.name = 'administrator' ORDER BY s.user_id"
)
_OTHERS = (
    "SELECT DISTINCT m.user_id FROM membership m WHERE m.role IN ('owner', 'organiser') AND m.user_id NOT IN "
    "(SELECT s.user_id FROM user_site_role s JOIN site_role r ON r.id = s.site_role_id WHERE r.name = 'administrator') "
    "ORDER BY m.user_id"
)
