"""How often somebody hears of something by mail, and when such a mail is due."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cocreate.clock import ZONE
from cocreate.core.telling import Kind


class Frequency(StrEnum):
    """When a mail tells of it."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Item(StrEnum):
    """What one can follow, by the name that its table has in the chain of evidence; the process itself has none."""

    PROCESS = ""
    CHALLENGE = "challenge"
    THEME = "theme"
    SID = "sid"
    SHEET = "information_sheet"


UNCONFIRMED = timedelta(days=7)  # an address that nobody confirmed is erased


@dataclass(frozen=True)
class Wish:
    """How one kind of notice reaches a person: in the application or not, and how often by mail."""

    is_shown: bool = True
    mail: Frequency = Frequency.DAILY


@dataclass(frozen=True)
class Hours:
    """When mails that gather several notices leave, in the time of `clock.ZONE`; weekday 0 is Monday."""

    hour: int = 8
    weekday: int = 0


WISHES = {kind: Wish() for kind in Kind} | {
    Kind.ROLE: Wish(mail=Frequency.AT_ONCE),
    Kind.MEETING: Wish(mail=Frequency.AT_ONCE),
    Kind.MODERATION: Wish(mail=Frequency.AT_ONCE),
    Kind.NEWS: Wish(mail=Frequency.WEEKLY),
    Kind.TASK: Wish(mail=Frequency.NEVER),
}
KEPT = timedelta(days=180)  # a notice that was read; one that was not is kept twice as long
STALE = timedelta(days=30)  # later than this no mail tells of it


def last_mail(frequency: Frequency, now: datetime, hours: Hours) -> datetime | None:
    """The latest moment, up to now, at which such a mail leaves; it tells of what happened before. None: there is none.

    >>> from datetime import UTC
    >>> last_mail(Frequency.WEEKLY, datetime(2026, 11, 26, 12, tzinfo=UTC), Hours(8, 0)).isoformat()
    '2026-11-23T08:00:00+01:00'
    """
    if frequency is Frequency.NEVER:
        return None
    if frequency is Frequency.AT_ONCE:
        return now
    today = now.astimezone(ZONE).date()
    back = (today.weekday() - hours.weekday) % 7 if frequency is Frequency.WEEKLY else 0
    day, step = today - timedelta(days=back), timedelta(days=7 if frequency is Frequency.WEEKLY else 1)
    found = _at(day, hours.hour)
    return found if found <= now else _at(day - step, hours.hour)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def is_due(frequency: Frequency, made_at: datetime, now: datetime, hours: Hours) -> bool:
    """Whether a mail at this moment tells of something that happened then."""
    leaves = last_mail(frequency, now, hours)
    return leaves is not None and (made_at < leaves or frequency is Frequency.AT_ONCE)
