"""News of a process, written by its organisers; one that happens at a moment is an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class NewsPost(HasPublicId, Base):
    """A few words for everybody who follows a process."""

    __tablename__ = "news_post"
    ref_type = "news"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]] = mapped_column(default=dict)
    happens_at: Mapped[datetime | None]  # of an event
    place: Mapped[str] = mapped_column(String(200), default="")  # of an event
    published_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
