"""All that happened in a process and is planned, in order of time, and what anybody can do in it at this moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.core import stages
from cocreate.directory.queries import setup_of
from cocreate.process.models import Process
from cocreate.process.validations import decided
from cocreate.public.models import NewsPost
from cocreate.public.news.commands import news_of
from cocreate.public.open_data.commands import releases_of
from cocreate.public.queries import published_shortlist
from cocreate.survey.models import Consultation
from cocreate.survey.queries import published_consultations
from cocreate.survey.rules import Access


@dataclass(frozen=True)
class Call:
    """One thing to do: the words of the button, what it is about, and where it leads."""

    label: Any  # lazy text
    about: Any  # people's words in several languages, or a lazy text
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    last_day: date | None = None  # where there is one


def calls_of(session: Session, process: Process) -> list[Call]:
    """The most pressing first."""
    consultations = published_consultations(session, process)
    registering = (*_to_take_part(session, process), *_to_register(session, process))
    return [*_to_answer(consultations), *registering, *_to_look_up(consultations)]


def _to_answer(consultations: list[Consultation]) -> Iterator[Call]:
    for row in consultations:
        if row.is_taking_answers and row.access != Access.LINK:
            where = {"consultation_id": row.public_id}
            yield Call(_l("Answer the consultation"), row.title, "survey.answer", where, row.last_day)


def _to_take_part(session: Session, process: Process) -> Iterator[Call]:
    if setup_of(session, process).takes_requests:
        yield Call(_l("Register to take part"), process.title, "directory_request.register")


def _to_register(session: Session, process: Process) -> Iterator[Call]:
    mine = (Camp.process_id == process.id, Camp.takes_registrations, Camp.is_rehearsal.is_(False))
    for camp in session.scalars(select(Camp).where(*mine).order_by(Camp.id)):
        where = {"camp_id": camp.public_id}
        yield Call(_l("Register for the Innovation Camp"), camp.title, "camp_registering.register", where)


def _to_look_up(consultations: list[Consultation]) -> Iterator[Call]:
    for row in consultations:
        where = {"consultation_id": row.public_id}
        yield Call(_l("See what became of your answer"), row.title, "survey.receipt", where)


KINDS = {
    "phase": _l("Phase"),
    "consultation": _l("Consultation"),
    "committee": _l("Committee"),
    "camp": _l("Innovation Camp"),
    "decision": _l("Decision"),
    "document": _l("Document"),
    "data": _l("Open data"),
    "news": _l("News"),
    "event": _l("Event"),
}


@dataclass(frozen=True)
class Entry:
    """Something at a moment: its kind, what happened (`said`, with `title` in it), and where to read more."""

    key: str  # the same whenever it is told
    at: datetime
    kind: str  # of KINDS
    said: Any  # lazy text: what happened; "" where the title says it all
    title: Any  # people's words in several languages, or a lazy text
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    anchor: str = ""
    body: dict[str, str] = field(default_factory=dict)
    place: str = ""


def timeline_of(session: Session, process: Process) -> list[Entry]:
    """Everything, the earliest first."""
    parts = (
        _phases(process),
        _validations(session, process),
        _consultations(session, process),
        _camps(session, process),
        _decisions(session, process),
        _published(session, process),
        _data(session, process),
        _news(session, process),
    )
    return sorted((entry for part in parts for entry in part), key=lambda entry: (entry.at, entry.key))


def milestones_of(session: Session, process: Process, now: datetime) -> list[Entry]:
    """What has happened up to now, the latest first; an event counts from the day on which it was announced."""
    happened = [one for one in timeline_of(session, process) if one.kind not in ("news", "event") and one.at <= now]
    announced = [_as_entry(post, post.published_at) for post in news_of(session, process)]
    return sorted([*happened, *announced], key=lambda entry: (entry.at, entry.key), reverse=True)


def _phases(process: Process) -> Iterator[Entry]:
    for phase in process.phases:
        yield Entry(f"phase-{phase.public_id}-start", phase.starts_at, "phase", _l("Begins:"), phase.title)
        yield Entry(f"phase-{phase.public_id}-end", phase.ends_at, "phase", _l("Ends:"), phase.title)


def _validations(session: Session, process: Process) -> Iterator[Entry]:
    by_day: dict[date, int] = defaultdict(int)
    for row in decided(session, process).values():
        if row.day is not None:
            by_day[row.day] += 1
    for day in by_day:
        said = _l("The steering committee decided which challenges people are asked about")
        at = datetime.combine(day, time(12), UTC)
        yield Entry(f"validation-{day.isoformat()}", at, "committee", "", said, "process.challenges")


def _consultations(session: Session, process: Process) -> Iterator[Entry]:
    for row in published_consultations(session, process):
        for what, at, said in (("open", row.opened_at, _l("Opened:")), ("close", row.closed_at, _l("Closed:"))):
            if at is not None:
                yield Entry(f"consultation-{row.public_id}-{what}", at, "consultation", said, row.title, "survey.index")


def _camps(session: Session, process: Process) -> Iterator[Entry]:
    mine = select(Camp).where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False), Camp.starts_at.is_not(None))
    for camp in session.scalars(mine.order_by(Camp.id)):
        assert camp.starts_at is not None
        where = {"camp_id": camp.public_id}
        yield Entry(f"camp-{camp.public_id}", camp.starts_at, "camp", "", camp.title, "camp.show", where)


def _decisions(session: Session, process: Process) -> Iterator[Entry]:
    shortlist = published_shortlist(session, process)
    if shortlist is None or shortlist.decided_at is None:
        return
    said = _l("The shortlist is decided")
    yield Entry(f"shortlist-{shortlist.public_id}", shortlist.decided_at, "decision", "", said, "selection.index")


def _published(session: Session, process: Process) -> Iterator[Entry]:
    for stage in stages.announced():
        for one in stage.published_documents(session, process):
            key = "-".join([one.endpoint, *map(str, one.values.values())])
            said = one.what or _l("Published:")
            yield Entry(f"document-{key}", one.at, "document", said, one.title, one.endpoint, one.values)


def _data(session: Session, process: Process) -> Iterator[Entry]:
    for row in releases_of(session, process):
        if not row.is_withdrawn:
            said, where = _l("Open data, version %(number)s", number=row.number), {"release_number": row.number}
            yield Entry(f"data-{row.public_id}", row.made_at, "data", "", said, "open_data.release", where)


def _news(session: Session, process: Process) -> Iterator[Entry]:
    for post in news_of(session, process):
        yield _as_entry(post, post.happens_at or post.published_at)


def _as_entry(post: NewsPost, at: datetime) -> Entry:
    key, kind = f"news-{post.public_id}", "event" if post.happens_at else "news"
    return Entry(key, at, kind, "", post.title, "news.index", anchor=key, body=post.body, place=post.place)


def split(entries: Iterable[Entry], now: datetime) -> tuple[list[Entry], list[Entry]]:
    """What is to come, the nearest first; and what has been, the latest first."""
    listed = list(entries)
    return [one for one in listed if one.at > now], [one for one in reversed(listed) if one.at <= now]
