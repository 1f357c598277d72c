"""Tables of a consultation: its questions, and what was answered, kept apart from who answered."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.survey.rules import ConsultationState


def random_key() -> str:
    """A key without order, so that rows do not tell when they were written."""
    return uuid4().hex


class Consultation(HasPublicId, Base):
    """A questionnaire that a process puts to the quadruple helix."""

    __tablename__ = "consultation"
    ref_type = "consultation"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)  # of the form that made it
    title: Mapped[dict[str, str]]
    introduction: Mapped[dict[str, str]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default="draft")  # rules.ConsultationState
    is_demo: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", back_populates="consultation")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_taking_answers(self) -> bool:
        """Open, and in a phase of the process that is meant for it."""
        is_phase = PhaseKind.CONSULTATION in self.process.open_phases()
        return self.state == ConsultationState.OPEN and is_phase

    @property
    def active_questions(self) -> list["Question"]:
        """The questions that are asked, in order."""
        return [question for question in self.questions if question.is_active]


class Question(HasPublicId, Base):
    """One question; its kind decides what an answer looks like."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)
    ref_type = "question"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40))  # stable name in exports, e.g. "new_challenge"
    kind: Mapped[str] = mapped_column(String(24))  # rules.QuestionKind
    title: Mapped[dict[str, str]]
    help: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)  # switched off: kept, but not asked
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind's own settings, e.g. {"choices": [...]}
    version: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[Consultation] = relationship(back_populates="questions")

    __mapper_args__ = {"version_id_col": version}


class Submission(Base):
    """One person's sheet of answers. No account, address, hour or order: the receipt's day is all the time we keep."""

    __tablename__ = "submission"
    # SQLite's hidden row numbers would tell the order after all; without them rows lie by their random key.
    __table_args__ = (UniqueConstraint("consultation_id", "form_hash"), {"sqlite_with_rowid": False})
    ref_type = "submission"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))  # interface language while answering
    helix: Mapped[str] = mapped_column(String(16), default="")  # process.rules.HelixCategory or ""
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)  # of the code that only the person has
    form_hash: Mapped[str] = mapped_column(String(64))  # of the form's own token: the same form sent twice counts once
    source: Mapped[str] = mapped_column(String(12), default="online")  # rules.Source
    flag: Mapped[str] = mapped_column(String(24), default="")  # rules.Flag: what was odd about the sending
    answers: Mapped[list["Answer"]] = relationship(back_populates="submission", lazy="raise")

    @property
    def ref(self) -> tuple[str, str]:
        """Its place in the chain of evidence."""
        return (self.ref_type, self.id)


class Answer(Base):
    """What one sheet says to one question, or to one item of it (an asset per challenge)."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_id", "item"),
        Index("ix_answer_question_id_has_text", "question_id", "has_text"),
        {"sqlite_with_rowid": False},
    )
    ref_type = "answer"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(String(40), default="")  # public id of the challenge the answer is about, or ""
    value: Mapped[dict[str, Any] | None]
    text: Mapped[str] = mapped_column(Text, default="")  # free text, as typed
    has_text: Mapped[bool] = mapped_column(default=False)
    text_language: Mapped[str] = mapped_column(String(3), default="")  # detected or stated; "" = not yet known
    attribution: Mapped[dict[str, str]] = mapped_column(default=dict)  # of borrowed texts: source, licence
    submission: Mapped[Submission] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship(lazy="joined")

    @property
    def ref(self) -> tuple[str, str]:
        """Its place in the chain of evidence."""
        return (self.ref_type, self.id)
