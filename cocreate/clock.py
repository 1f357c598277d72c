"""The only place that asks for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")  # in which days begin and end for people
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, with its zone (UTC)."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """While a made-up story is told, the moment at which it takes place. Of this thread only."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """The present day in UTC."""
    return now().date()


def start_of(day: date) -> datetime:
    """The moment at which a day begins for people.

    >>> start_of(date(2026, 7, 14)).isoformat()
    '2026-07-13T22:00:00+00:00'
    """
    return datetime.combine(max(day, date.min + timedelta(days=1)), time(), ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The moment at which a day is over for people.

    >>> end_of(date(2026, 7, 14)).isoformat(), end_of(date.max) == end_of(date(9999, 12, 30))
    ('2026-07-14T22:00:00+00:00', True)
    """
    return datetime.combine(min(day, date.max - timedelta(days=1)) + timedelta(days=1), time(), ZONE).astimezone(UTC)


def last_day(end: datetime) -> date:
    """The last day of which something is left before a moment; the moment itself is not.

    >>> last_day(datetime(2026, 7, 14, 22, tzinfo=UTC)), last_day(datetime(2026, 7, 14, 22, 1, tzinfo=UTC))
    (datetime.date(2026, 7, 14), datetime.date(2026, 7, 15))
    """
    return (end - timedelta(microseconds=1)).astimezone(ZONE).date()
