"""The table of what answers ask for."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import NO_ORDER, Base


class Request(Base):
    """A part of an answer that asks for something, with the parts of the same answer that say why; erased with it."""

    __tablename__ = "answer_request"
    __table_args__ = (NO_ORDER,)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)  # characters of the answer's text
    stop: Mapped[int]
    words: Mapped[list[str]]  # the words by which it shows that it asks
    reasons: Mapped[list[Any]]  # [[start, stop, words], …] in their order
