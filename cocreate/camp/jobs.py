"""What happens by itself around boards: uploads that nobody put on a card are cleared away."""

from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.core import jobs
from cocreate.core.permissions import SYSTEM


@jobs.hourly
def clear_uploads(session: Session) -> None:
    """Delete what has waited for a card for too long."""
    commands.clear_uploads(session, SYSTEM)
