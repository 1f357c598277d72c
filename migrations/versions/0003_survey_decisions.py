"""Decisions about answers: sheets that people leave out of results, questions a person was not asked, closing words.

Sheets whose questionnaire has conditions or several versions are counted anew, for the counts now say who was asked.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")

revision = "0003"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("submission", sa.Column("unasked", JSON, nullable=True))
    op.add_column("submission", sa.Column("left_out", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("submission", sa.Column("decision_reason", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("consultation", sa.Column("thanks", JSON, nullable=False, server_default="{}"))
    op.add_column("consultation", sa.Column("closing", JSON, nullable=False, server_default="{}"))
    count_anew()


def count_anew() -> None:
    """Empty the tallies of questionnaires that did not ask everybody everything; a worker fills them again."""
    database = op.get_bind()
    # The sheets of an erased consultation are gone, and its counts are all that is left.
    found = database.execute(sa.text("SELECT id, revision FROM consultation WHERE erased_at IS NULL")).all()
    for consultation, version in found:
        asked = sa.text("SELECT condition, options FROM question WHERE consultation_id = :id")
        rows = database.execute(asked, {"id": consultation}).all()
        if version == 1 and not any(is_conditional(condition, options) for condition, options in rows):
            continue
        for change in (
            "DELETE FROM tally WHERE consultation_id = :id",
            "DELETE FROM part_count WHERE consultation_id = :id",
            "UPDATE submission SET is_counted = false WHERE consultation_id = :id",
        ):
            database.execute(sa.text(change), {"id": consultation})


def is_conditional(condition: Any, options: Any) -> bool:
    """Whether a question, or a choice of it, depends on earlier answers."""
    condition, options = (json.loads(told) if isinstance(told, str) else told for told in (condition, options))
    text = json.dumps(options)
    return bool(condition) or '"condition"' in text or '"filter"' in text


def downgrade() -> None:
    """Take it back."""
    for name in ("closing", "thanks"):
        op.drop_column("consultation", name)
    for name in ("decision_reason", "left_out", "unasked"):
        op.drop_column("submission", name)
