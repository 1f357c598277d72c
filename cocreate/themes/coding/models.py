"""Tables of double coding."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.survey.models import Answer, Question
from cocreate.themes.models import AnalysisRun

NONE = "none"  # the choice "in none of these"


class CodingRound(HasPublicId, Base):
    """A sample of answers to one question, and the list of themes as it was when the sample was drawn."""

    __tablename__ = "coding_round"
    ref_type = "coding_round"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    seed: Mapped[int]
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    categories: Mapped[list[Any]]  # [public id of a theme, its labels then], largest first
    run: Mapped[AnalysisRun] = relationship()
    question: Mapped[Question] = relationship(lazy="joined")

    @property
    def titles(self) -> dict[str, dict[str, str]]:
        """Public id of a theme -> its labels when the sample was drawn."""
        return dict(self.categories)


class CodingUnit(Base):
    """An answer of a sample, where the machine had put it, and what people settled on where they disagreed."""

    __tablename__ = "coding_unit"
    __table_args__ = (UniqueConstraint("round_id", "answer_id"), UniqueConstraint("round_id", "number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("coding_round.id", ondelete="CASCADE"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  # its random place in the sample
    machine: Mapped[str] = mapped_column(String(16))  # public id of a theme, or NONE
    settled: Mapped[str] = mapped_column(String(16), default="")  # what people agreed on after they had disagreed
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[Answer] = relationship()


class CodingChoice(Base):
    """What one person said an answer belongs to."""

    __tablename__ = "coding_choice"
    __table_args__ = (UniqueConstraint("unit_id", "coder_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("coding_unit.id", ondelete="CASCADE"))
    coder_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    choice: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
