"""What an organisation writes instead of our words, in one letter and one language."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class LetterWording(HasPublicId, Base):
    """Subject and text of a letter, with places such as {link}."""

    __tablename__ = "letter_wording"
    __table_args__ = (UniqueConstraint("organisation_id", "letter", "language"),)
    ref_type = "letter_wording"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    letter: Mapped[str] = mapped_column(String(30))  # catalogue.LETTERS
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
