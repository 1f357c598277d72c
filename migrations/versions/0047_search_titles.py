"""On PostgreSQL: titles of their own in the search, and who may see a document beside its number.

Revision ID: 0047
Revises: 0046
"""

from alembic import op

from cocreate.search import storage

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    if op.get_bind().dialect.name == "postgresql":
        storage.make_text_anew(op.get_bind())


def downgrade() -> None:
    """Nothing: versions before find words in these tables as well."""
