"""What the words of a proposed project were copied from, and whether a remark was answered after the decision.

A project is shown as long as its answer still says what it said then.

Revision ID: 0054
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

from cocreate.core.ids import digest
from cocreate.survey.personal.rules import public_text

revision = "0054"
down_revision = "0047"
branch_labels = None
depends_on = None

project = sa.table(
    "proposed_project",
    sa.column("id", sa.Integer),
    sa.column("answer_id", sa.String),
    sa.column("description", sa.JSON),
    sa.column("words_hash", sa.String),
)
answer = sa.table("answer", sa.column("id"), sa.column("text", sa.String), sa.column("text_language", sa.String))
flag = sa.table(
    "answer_flag",
    sa.column("answer_id"),
    sa.column("state", sa.String),
    sa.column("text_hash", sa.String),
    sa.column("spans", sa.JSON),
)


def upgrade() -> None:
    """Make the change; a project whose answer says something else by now is not shown until somebody looked."""
    op.add_column("proposed_project", sa.Column("words_hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column(
        "validation_comment", sa.Column("is_answered_late", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for row in op.get_bind().execute(sa.select(project.c.id, project.c.answer_id, project.c.description)).all():
        said = _public_words(row.answer_id)
        if said is not None and all(text in said for text in (row.description or {}).values()):
            op.execute(project.update().where(project.c.id == row.id).values(words_hash=digest(said)))


def _public_words(answer_id: str | None) -> str | None:
    connection = op.get_bind()
    said = connection.execute(sa.select(answer.c.text, answer.c.text_language).where(answer.c.id == answer_id)).first()
    found = connection.execute(
        sa.select(flag.c.state, flag.c.text_hash, flag.c.spans).where(flag.c.answer_id == answer_id)
    ).first()
    return None if said is None else public_text(said.text, said.text_language, found)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("validation_comment", "is_answered_late")
    op.drop_column("proposed_project", "words_hash")
