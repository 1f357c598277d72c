"""What happens by itself as days pass: terms begin and end, what is kept no longer is erased."""

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.directory import groups, people, taking_part


@jobs.hourly
def follow_the_days(session: Session) -> None:
    """Roles keep step with terms, and registrations whose time is over are forgotten."""
    groups.keep_all_in_step(session, clock.today())
    taking_part.forget_requests(session)


@jobs.hourly
def forget_unkept(session: Session) -> None:
    """Whoever took back that they may be kept is told if nobody did, and erased in time."""
    people.forget_unkept(session, clock.today())
