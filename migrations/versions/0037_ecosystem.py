"""The ecosystem map: actors with strengths, proposed projects, what answers suggest, joins and changes.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cocreate.core import db as database

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLES = (
    "ecosystem_actor",
    "ecosystem_strength",
    "asset_place",
    "proposed_project",
    "project_member",
    "actor_suggestion",
    "actor_join",
    "distinct_actors",
    "actor_change",
)


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _public(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id"))


def _number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _public_id() -> sa.Column[str]:
    return sa.Column("public_id", sa.String(length=16), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JSON, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, database.UtcDateTime(timezone=True), nullable=nullable)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def upgrade() -> None:
    """Make the change."""
    _actors()
    _projects()
    _decisions()


def _actors() -> None:
    op.create_table(
        "ecosystem_actor",
        _number("process_id"),
        sa.Column("joined_into_id", sa.Integer(), nullable=True),
        _json("name"),
        _json("spellings"),
        _words("type", 24),
        _words("helix", 16),
        _json("description"),
        _words("website", 1000),
        _words("municipality", 200),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("trl_from", sa.Integer(), nullable=True),
        sa.Column("trl_to", sa.Integer(), nullable=True),
        _json("tags"),
        _words("source", 300),
        _words("contact", 320),
        _words("agreement", 12),
        _moment("agreement_at", nullable=True),
        _number("link_number"),
        _moment("created_at"),
        _number("version"),
        _number(),
        _public_id(),
        _to("ecosystem_actor", "process_id", "process"),
        _to("ecosystem_actor", "joined_into_id", "ecosystem_actor", "SET NULL"),
        _key("ecosystem_actor"),
        _public("ecosystem_actor"),
    )
    _index("ecosystem_actor", "process_id", "joined_into_id")
    op.create_table(
        "ecosystem_strength",
        _number("actor_id"),
        _number("challenge_id"),
        _words("part", 12),
        _json("title"),
        _number(),
        _public_id(),
        _to("ecosystem_strength", "actor_id", "ecosystem_actor"),
        _to("ecosystem_strength", "challenge_id", "challenge"),
        _key("ecosystem_strength"),
        _public("ecosystem_strength"),
    )
    _index("ecosystem_strength", "actor_id", "challenge_id")
    op.create_table(
        "asset_place",
        _number(),
        _number("asset_id"),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        _words("part", 12),
        _to("asset_place", "asset_id", "asset"),
        _to("asset_place", "actor_id", "ecosystem_actor", "SET NULL"),
        _key("asset_place"),
        sa.UniqueConstraint("asset_id", name=op.f("uq_asset_place_asset_id")),
    )
    _index("asset_place", "actor_id")


def _projects() -> None:
    op.create_table(
        "proposed_project",
        _number("process_id"),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.String(length=32), nullable=True),
        _json("title"),
        _json("description"),
        _json("attribution"),
        _moment("created_at"),
        _number(),
        _public_id(),
        _to("proposed_project", "process_id", "process"),
        _to("proposed_project", "challenge_id", "challenge", "SET NULL"),
        _to("proposed_project", "answer_id", "answer"),
        sa.UniqueConstraint("answer_id", name=op.f("uq_proposed_project_answer_id")),
        _key("proposed_project"),
        _public("proposed_project"),
    )
    _index("proposed_project", "process_id", "challenge_id")
    op.create_table(
        "project_member",
        _number(),
        _number("project_id"),
        _number("actor_id"),
        _json("role"),
        _to("project_member", "project_id", "proposed_project"),
        _to("project_member", "actor_id", "ecosystem_actor"),
        _key("project_member"),
        sa.UniqueConstraint("project_id", "actor_id", name=op.f("uq_project_member_project_id_actor_id")),
    )
    _index("project_member", "actor_id")


def _decisions() -> None:
    op.create_table(
        "actor_suggestion",
        _number("process_id"),
        _words("answer_id", 32),
        sa.Column("challenge_id", sa.Integer(), nullable=True),
        _words("kind", 12),
        _number("number"),
        sa.Column("text", sa.Text(), nullable=False),
        _words("key", 300),
        _json("details"),
        _words("state", 12),
        _words("reason", 500),
        _number(),
        _public_id(),
        _to("actor_suggestion", "process_id", "process"),
        _to("actor_suggestion", "answer_id", "answer"),
        _to("actor_suggestion", "challenge_id", "challenge", "SET NULL"),
        _key("actor_suggestion"),
        _public("actor_suggestion"),
        sa.UniqueConstraint("answer_id", "kind", "number", name=op.f("uq_actor_suggestion_answer_id_kind_number")),
    )
    _index("actor_suggestion", "process_id", "key")
    op.create_table(
        "actor_join",
        _number("kept_id"),
        _number("joined_id"),
        _json("followers"),
        _json("reasons"),
        _moment("joined_at"),
        _moment("undone_at", nullable=True),
        _number(),
        _public_id(),
        _to("actor_join", "kept_id", "ecosystem_actor"),
        _to("actor_join", "joined_id", "ecosystem_actor"),
        _key("actor_join"),
        _public("actor_join"),
    )
    _index("actor_join", "kept_id", "joined_id")
    op.create_table(
        "distinct_actors",
        _number(),
        _number("first_id"),
        _number("second_id"),
        _to("distinct_actors", "first_id", "ecosystem_actor"),
        _to("distinct_actors", "second_id", "ecosystem_actor"),
        _key("distinct_actors"),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_distinct_actors_first_id_second_id")),
    )
    _index("distinct_actors", "second_id")
    op.create_table(
        "actor_change",
        _number("actor_id"),
        _words("kind", 12),
        _json("content"),
        sa.Column("message", sa.Text(), nullable=False),
        _words("state", 12),
        _words("reason", 500),
        _moment("made_at"),
        _moment("decided_at", nullable=True),
        _number(),
        _public_id(),
        _to("actor_change", "actor_id", "ecosystem_actor"),
        _key("actor_change"),
        _public("actor_change"),
    )
    _index("actor_change", "actor_id")


def downgrade() -> None:
    """Take it back."""
    for name in reversed(TABLES):
        op.drop_table(name)
