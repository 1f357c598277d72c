"""What was found in answers that tells who somebody is, and what people decided about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import NO_ORDER, Base
from cocreate.survey.models.answering import Answer


class AnswerFlag(Base):
    """An answer with passages that seem to tell who somebody is. Nothing of it is published until a person decided."""

    __tablename__ = "answer_flag"
    __table_args__ = (NO_ORDER,)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    spans: Mapped[list[Any]]  # [first character, character after the last, kind], in order
    text_hash: Mapped[str] = mapped_column(String(64))  # of the text that was looked at: answers can be changed
    state: Mapped[str] = mapped_column(String(12), default="open")  # survey.personal.rules.FlagState
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[Answer] = relationship()
