"""The only place that asks for the time."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present moment, with its zone (UTC)."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()
