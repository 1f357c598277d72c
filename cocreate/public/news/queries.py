"""Reads of news."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.public.news.models import NewsPost


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
