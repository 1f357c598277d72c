"""Tables of what was answered, without a trace of who answered: random keys, no hour, no order."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import NO_ORDER, Base
from cocreate.core.ids import random_key
from cocreate.survey.models.asking import Question


class Submission(Base):
    """One person's sheet of answers. No account, address, hour or order: the receipt's day is all the time we keep."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("consultation_id", "form_hash"),
        # The sheets that the tallies do not know yet: few at any time, found without reading the rest.
        Index(
            "ix_submission_uncounted",
            "consultation_id",
            sqlite_where=text("is_counted = 0"),
            postgresql_where=text("NOT is_counted"),
        ),
        # Those that people decided not to count: fewer still. `queries.IS_LEFT_OUT` asks in these very words.
        Index(
            "ix_submission_left_out",
            "consultation_id",
            sqlite_where=text("left_out <> ''"),
            postgresql_where=text("left_out <> ''"),
        ),
        NO_ORDER,
    )
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
    revision: Mapped[int] = mapped_column(default=1)  # of the questionnaire that was answered
    edits: Mapped[int] = mapped_column(default=0)  # how often it was changed after sending
    may_quote: Mapped[bool] = mapped_column(default=True)  # False: the person was asked, and did not agree
    orders: Mapped[dict[str, Any]] = mapped_column(default=dict)  # question key -> option keys in the order shown
    # What was typed into questions that other answers then hid. It is no answer: nothing counts or exports it.
    aside: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_counted: Mapped[bool] = mapped_column(default=False)  # whether the tallies hold it
    # Numbers of the questions that were not asked of this person; None: not looked at yet (survey.unasked).
    unasked: Mapped[list[Any] | None]
    left_out: Mapped[str] = mapped_column(String(16), default="")  # rules.LeftOut: people decided not to count it
    decision_reason: Mapped[str] = mapped_column(String(300), default="")  # in the words of who decided
    answers: Mapped[list["Answer"]] = relationship(back_populates="submission", lazy="raise")

    @property
    def ref(self) -> tuple[str, str]:
        """Its place in the chain of evidence."""
        return (self.ref_type, self.id)


class NamedSheet(Base):
    """Whose sheet one is: only in a consultation that said before opening that it is not anonymous."""

    __tablename__ = "named_sheet"
    __table_args__ = (NO_ORDER,)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class Answer(Base):
    """What one sheet says to one question, or to one item of it (an asset per challenge)."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_id", "item"),
        Index("ix_answer_question_id_has_text", "question_id", "has_text"),
        NO_ORDER,
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


class Upload(Base):
    """A file that somebody handed in with a sheet; until the sheet is sent it belongs to none."""

    __tablename__ = "upload"
    __table_args__ = (NO_ORDER,)
    ref_type = "upload"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(40))  # its key
    form_hash: Mapped[str] = mapped_column(String(64))  # of the form it was handed in with
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    day: Mapped[date]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Draft(Base):
    """A sheet somebody saved to go on with elsewhere. Nobody but its owner can open it, and it counts for nothing."""

    __tablename__ = "answer_draft"
    __table_args__ = (NO_ORDER,)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)  # encrypted by the code, which we do not keep
    last_day: Mapped[date]  # erased after it


class TrialSheet(Base):
    """An answer given in test mode, in quarantine: nothing that reads submissions sees it."""

    __tablename__ = "trial_sheet"
    __table_args__ = (NO_ORDER,)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))
    revision: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]]


class Tally(Base):
    """How many counted sheets gave one answer to one question, by helix and language; question 0 counts the sheets."""

    SHEETS: ClassVar[int] = 0  # in place of a question: the sheets themselves, by what was odd about them (item)
    PEOPLE: ClassVar[str] = "*"  # in place of an item: the sheets that answer the question at all
    UNASKED: ClassVar[str] = "!"  # in place of an item: the sheets of people whom conditions spared the question
    LEFT_OUT: ClassVar[str] = "-"  # of the sheets: begins the item that counts those left out, by the ground

    __tablename__ = "tally"
    __table_args__ = (
        UniqueConstraint(
            "consultation_id",
            "question_id",
            "item",
            "value_hash",
            "has_text",
            "helix",
            "language",
            name="uq_tally_cell",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    question_id: Mapped[int]
    item: Mapped[str] = mapped_column(String(40), default="")
    value_hash: Mapped[str] = mapped_column(String(32), default="")
    value: Mapped[dict[str, Any] | None]
    has_text: Mapped[bool] = mapped_column(default=False)
    helix: Mapped[str] = mapped_column(String(16), default="")
    language: Mapped[str] = mapped_column(String(2), default="")
    count: Mapped[int]


class PartCount(Base):
    """What the sheets that some conditions let pass amount to, kept because counting them took a worker."""

    __tablename__ = "part_count"
    __table_args__ = (UniqueConstraint("consultation_id", "cut_hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    cut_hash: Mapped[str] = mapped_column(String(32))  # of the conditions
    everybody: Mapped[int]  # sheets that there were in all
    made_at: Mapped[datetime]
    cells: Mapped[list[Any]]  # rows as the tallies have them
