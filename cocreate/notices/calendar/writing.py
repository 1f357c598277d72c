"""Calendars in the iCalendar format (RFC 5545, with the names of RFC 7986): pure, entries in, one file out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

TYPE = "text/calendar"
LONGEST = 75  # octets of a line, without its end


@dataclass(frozen=True)
class Entry:
    """Something with a beginning and perhaps an end (of days, the last one counts too). `uid` never changes; `sequence`
    grows whenever something about it does."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date | None = None
    stamp: datetime | None = None  # when it was last changed
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""


def calendar(name: str, language: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cocreate//calendar//EN",
        "CALSCALE:GREGORIAN",
        _text("NAME", name, language),
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for entry in entries:
        lines += _event(entry, language, now)
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in folded(line)).encode()


def _event(entry: Entry, language: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.stamp or now)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield _time("DTSTART", entry.starts)
    if entry.ends is not None:
        is_day = not isinstance(entry.ends, datetime)
        yield _time("DTEND", entry.ends + timedelta(days=1) if is_day else entry.ends)
    yield _text("SUMMARY", entry.summary, language)
    if entry.description:
        yield _text("DESCRIPTION", entry.description, language)
    if entry.location:
        yield _text("LOCATION", entry.location, language)
    if entry.url:
        yield f"URL:{entry.url}"
    if not isinstance(entry.starts, datetime):
        yield "TRANSP:TRANSPARENT"  # a phase of three months makes nobody busy
    yield "END:VEVENT"


def _text(name: str, value: str, language: str) -> str:
    return f"{name};LANGUAGE={language}:{escaped(value)}"


def _time(name: str, value: datetime | date) -> str:
    if isinstance(value, datetime):
        return f"{name}:{_moment(value)}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""A text as a value: separators and ends of lines marked, other control characters left out.

    >>> escaped("Vélos; rails, \\ \r\nbus")
    'Vélos\\; rails\\, \\\\ \\nbus'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    for sign in ";,":
        plain = plain.replace(sign, "\\" + sign)
    kept = "".join(sign for sign in plain if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    return kept.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets; those after the first begin with a blank, and no character is cut."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece
