"""Pure rules: when organisers are told that the end is near, and what counts as behind."""

from collections.abc import Iterable
from datetime import datetime

DAYS = (7, 2)  # before the end
BEHIND = 0  # instead of days: half of the time is over, and somebody is missing


def reminder_due(opened: datetime, ends: datetime, now: datetime, sent: Iterable[int], *, lags: bool) -> int | None:
    """Which reminder is to be sent now: 7 or 2 (days before the end), BEHIND, or None. `sent`: those sent for this end.

    A consultation that is open for less than a week needs no word a week before its end.

    >>> from datetime import UTC
    >>> may = lambda day: datetime(2026, 5, day, tzinfo=UTC)
    >>> reminder_due(may(1), may(31), may(24), [], lags=False), reminder_due(may(1), may(31), may(24), [7], lags=False)
    (7, None)
    >>> reminder_due(may(1), may(31), may(17), [], lags=True), reminder_due(may(1), may(31), may(15), [], lags=True)
    (0, None)
    """
    told = set(sent)
    left, whole = (ends - now).total_seconds() / 86400, (ends - opened).total_seconds() / 86400
    if left <= 0:
        return None
    near = [days for days in DAYS if left <= days < whole]
    if near:
        return min(near) if not told & {days for days in DAYS if days <= min(near)} else None
    return BEHIND if lags and left <= whole / 2 and BEHIND not in told else None


def elapsed(opened: datetime, ends: datetime, now: datetime) -> float:
    """The part of the time that is over, from 0 to 1."""
    whole = (ends - opened).total_seconds()
    return min(1.0, max(0.0, (now - opened).total_seconds() / whole)) if whole > 0 else 1.0
