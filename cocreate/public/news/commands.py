"""News of a process: publish, change, take away, and find."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, NotFound
from cocreate.process.models import Process
from cocreate.public.models import NewsPost


def news_of(session: Session, process: Process) -> list[NewsPost]:
    """Newest first."""
    mine = NewsPost.process_id == process.id
    return list(
        session.scalars(select(NewsPost).where(mine).order_by(NewsPost.published_at.desc(), NewsPost.id.desc()))
    )


def find_news(session: Session, process: Process, public_id: str) -> NewsPost:
    """The one of an address, of this process only."""
    found = session.scalar(select(NewsPost).where(NewsPost.process_id == process.id, NewsPost.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class NewsPublished:
    """Organisers have published news."""

    process: str
    news: str


@dataclass(frozen=True)
class NewsTold:
    """What is written; with a moment it is an event."""

    title: Translated
    body: Translated
    happens_at: datetime | None = None
    place: str = ""


def publish_news(
    session: Session, actor: Actor, process: Process, told: NewsTold, *, public_id: str | None = None
) -> NewsPost:
    """Publish at once; the same form sent twice publishes once."""
    if public_id is not None:
        known = session.scalar(select(NewsPost).where(NewsPost.public_id == public_id))
        if known is not None:
            if known.process_id != process.id:
                raise NotFound()
            return known
    now = clock.now()
    made = NewsPost(process_id=process.id, title={}, published_at=now, changed_at=now)
    if public_id is not None:
        made.public_id = public_id
    _tell(made, told)
    session.add(made)
    session.flush()
    audit.record(session, actor, "public:news:publish", made.ref, process=process.public_id)
    events.announce(session, NewsPublished(process.public_id, made.public_id))
    return made


def change_news(
    session: Session, actor: Actor, process: Process, post: NewsPost, told: NewsTold, *, version: int
) -> None:
    """Change the words; the day of publication stays."""
    if post.version != version:
        raise Conflict("changed_meanwhile")
    _tell(post, told)
    post.changed_at = clock.now()
    audit.record(session, actor, "public:news:change", post.ref, process=process.public_id)
    session.flush()


def remove_news(session: Session, actor: Actor, process: Process, post: NewsPost) -> None:
    """Take it away."""
    audit.record(session, actor, "public:news:remove", post.ref, process=process.public_id)
    session.delete(post)
    session.flush()


def _tell(post: NewsPost, told: NewsTold) -> None:
    post.title, post.body = told.title, told.body
    post.happens_at, post.place = told.happens_at, told.place if told.happens_at else ""
