"""Tables of the queue: readings of the machine, statements with its word and people's, and every decision made."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.analysis.text.language import spoken_in
from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Answer, Consultation


class MatchRun(HasPublicId, Base):
    """One reading of a consultation's statements, with what it had learnt from."""

    __tablename__ = "match_run"
    ref_type = "match_run"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    statements: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
    decisions: Mapped[int] = mapped_column(default=0)  # that it learnt from
    versions: Mapped[dict[str, str]] = mapped_column(default=dict)
    consultation: Mapped[Consultation] = relationship()
    job: Mapped[Job | None] = relationship()


class Statement(HasPublicId, Base):
    """A piece of an answer. The machine's proposal stays as it was when a person decided; both have their columns."""

    __tablename__ = "match_statement"
    __table_args__ = (
        UniqueConstraint("answer_id", "start"),
        Index("ix_match_statement_waiting", "consultation_id", "verdict", "turn"),
    )
    ref_type = "statement"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    start: Mapped[int]
    stop: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))  # hash of the words: other words are another statement
    turn: Mapped[int]  # place in the queue: by chance, so that what is decided first says something about the rest
    # the machine's word
    machine_verdict: Mapped[str] = mapped_column(String(12))
    machine_entry: Mapped[str] = mapped_column(String(16), default="")  # public id
    near: Mapped[list[Any]] = mapped_column(default=list)  # [{"kind": …, "id": …, "score": 0 to 1}], nearest first
    words: Mapped[list[Any]] = mapped_column(default=list)  # that decided, as written
    confidence: Mapped[float]
    raw: Mapped[float]  # the same before it was calibrated: what the next calibration learns from
    novelty: Mapped[float]
    # people's word
    verdict: Mapped[str] = mapped_column(String(12), default="")  # rules.Verdict; "": nobody has decided
    entry: Mapped[str] = mapped_column(String(16), default="")
    rank: Mapped[int | None]  # of the decision in the machine's proposal
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    # who has it on the screen
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    held_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[Answer] = relationship(lazy="joined")
    decisions: Mapped[list["MatchDecision"]] = relationship(order_by="MatchDecision.id", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def text(self) -> str:
        """The statement's own words."""
        return self.answer.text[self.start : self.stop]

    @property
    def language(self) -> str:
        """That of these words: an answer may be in several."""
        return spoken_in(self.text, self.answer.text_language)


class MatchDecision(Base):
    """One decision about a statement; taken back, it stays and says when."""

    __tablename__ = "match_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("match_statement.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[str] = mapped_column(String(12))
    entry: Mapped[str] = mapped_column(String(16), default="")
    rank: Mapped[int | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
