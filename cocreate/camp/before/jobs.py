"""What happens by itself: registrations are erased some weeks after their camp."""

from sqlalchemy.orm import Session

from cocreate.camp.before import registering
from cocreate.camp.before import searching as searching  # the search for groups is a job too
from cocreate.core import jobs
from cocreate.core.permissions import SYSTEM


@jobs.hourly
def forget_registrations(session: Session) -> None:
    """Erase what has been kept for as long as was said."""
    registering.forget_old(session, SYSTEM)
