"""Cards that those who run a camp hid are known as such.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

from cocreate import clock
from cocreate.core import db as database

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

card = sa.table("card", sa.column("public_id"), sa.column("is_removed", sa.Boolean), sa.column("is_hidden", sa.Boolean))
moderation = sa.table(
    "moderation",
    sa.column("kind"),
    sa.column("subject"),
    sa.column("undone_at", database.UtcDateTime(timezone=True)),
)


def upgrade() -> None:
    """Make the change. A card that was hidden and is on its board again has been given back by somebody there."""
    op.add_column("card", sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("moderation", sa.Column("was_removed", sa.Boolean(), nullable=False, server_default=sa.false()))
    standing = moderation.c.kind == "card", moderation.c.undone_at.is_(None)
    hidden = sa.select(moderation.c.subject).where(*standing)
    op.execute(card.update().where(card.c.is_removed, card.c.public_id.in_(hidden)).values(is_hidden=True))
    back = sa.select(card.c.public_id).where(card.c.is_removed.is_(False))
    op.execute(moderation.update().where(*standing, moderation.c.subject.in_(back)).values(undone_at=clock.now()))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("moderation", "was_removed")
    op.drop_column("card", "is_hidden")
