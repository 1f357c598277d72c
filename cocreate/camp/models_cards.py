"""Tables of what hangs on a card: comments, reactions, references, files, and the links between cards."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class CardComment(HasPublicId, Base):
    """Something said about a card."""

    __tablename__ = "card_comment"
    ref_type = "card_comment"
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    is_removed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class CardReaction(Base):
    """One seat's sign on a card: rules.Reaction."""

    __tablename__ = "card_reaction"
    __table_args__ = (UniqueConstraint("card_id", "seat_id", "reaction"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"), index=True)
    reaction: Mapped[str] = mapped_column(String(12))


class CardReference(HasPublicId, Base):
    """What a card rests on beside themes: an asset, an answer that may be quoted, a page elsewhere."""

    __tablename__ = "card_reference"
    ref_type = "card_reference"
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.ReferenceKind: asset, answer, link
    subject: Mapped[str] = mapped_column(String(40), default="")  # public id of the asset or answer
    url: Mapped[str] = mapped_column(String(1000), default="")
    label: Mapped[str] = mapped_column(String(300), default="")


class CardFile(HasPublicId, Base):
    """A file attached to a card, judged by its content before it came in."""

    __tablename__ = "card_file"
    ref_type = "card_file"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)  # once attached
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    width: Mapped[int | None]  # of an image, in pixels
    height: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(default=0)  # among the files of its card, in the order of attaching
    description: Mapped[str] = mapped_column(String(300), default="")  # what an image shows, for who does not see it
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CardLink(HasPublicId, Base):
    """One card supports, needs, contradicts or is part of another."""

    __tablename__ = "card_link"
    __table_args__ = (UniqueConstraint("source_id", "target_id", "relation"),)
    ref_type = "card_link"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    relation: Mapped[str] = mapped_column(String(12))  # rules.LinkRelation
