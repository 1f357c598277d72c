"""Tables of the index. All of it can be made again from what it tells of, so it neither moves nor is kept for long.

Beside them each database has its own tables for finding words, see `search.storage`.
"""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base


class SearchDocument(Base):
    """One thing that can be found, with the permission that its page asks for.

    It belongs to a process, or (people) to an organisation. `words` are folded, `stems` are those of all its languages.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("source", "ref"),
        Index("ix_search_document_process_id_source", "process_id", "source"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(24))  # sources.SOURCES
    kind: Mapped[str] = mapped_column(String(16))  # rules.Kind
    ref: Mapped[str] = mapped_column(String(40))  # public id
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    permission: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(40), default="")
    anchor: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]]
    languages: Mapped[str] = mapped_column(String(40), default="")  # ",en,fr,"
    title_words: Mapped[str] = mapped_column(Text)
    body_words: Mapped[str] = mapped_column(Text)
    stems: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))  # of what was told: what is the same is not written again


class SearchWord(Base):
    """A word that stands in some document, so that a misspelt one finds its like."""

    __tablename__ = "search_word"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(40), unique=True)


class SearchChange(Base):
    """That things of one source changed and are not looked at yet: until then, nothing of it is shown unseen.

    Written in the transaction of the change itself. Without process and organisation it is about all of them.
    """

    __tablename__ = "search_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(24))
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
