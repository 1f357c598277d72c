"""Tables of a consultation: what is asked, and what was answered, without a trace of who did: random keys, no hour."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate import clock
from cocreate.core.db import NO_ORDER, Base, HasPublicId
from cocreate.core.ids import random_key
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.survey.rules import Access, ConsultationState, Paging, ResultsRule


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
    # The rules, chosen before opening and fixed by it (commands.settling):
    access: Mapped[str] = mapped_column(String(12), default=Access.OPEN.value)  # rules.Access
    is_anonymous: Mapped[bool] = mapped_column(default=True)
    results_rule: Mapped[str] = mapped_column(String(12), default=ResultsRule.AFTER_CLOSE.value)  # rules.ResultsRule
    paging: Mapped[str] = mapped_column(String(12), default=Paging.ALL.value)  # rules.Paging
    allows_editing: Mapped[bool] = mapped_column(
        default=True
    )  # a sheet can be changed with its receipt until the close
    needs_proof_of_work: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(default=list)  # published ones; none listed: every interface language
    targets: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # of the recruitment meter: {"helix": {"business": 50}}
    closes_on: Mapped[date | None]  # the last day for answers; none: as long as the phase lasts
    late_until: Mapped[date | None]  # the last day on which helpers enter, after the close, what came by post
    late_ended_at: Mapped[datetime | None]  # when that was over; reopening begins anew
    privacy: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the notice: controller, purpose, basis, contact…
    erase_on: Mapped[date | None]  # the day on which answers are erased
    erased_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)  # of the questionnaire; see Revision
    thanks: Mapped[dict[str, str]] = mapped_column(default=dict)  # what people read after sending
    closing: Mapped[dict[str, str]] = mapped_column(default=dict)  # what people read after the close
    process: Mapped[Process] = relationship()
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position", back_populates="consultation")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_taking_answers(self) -> bool:
        """Open, in a phase of the process that is meant for it, and not after its last day."""
        if self.state != ConsultationState.OPEN or PhaseKind.CONSULTATION not in self.process.open_phases():
            return False
        return self.closes_on is None or clock.now() < clock.end_of(self.closes_on)

    @property
    def awaits_late(self) -> bool:
        """Whether helpers are to enter answers after the close, and have not been told that it is enough."""
        return self.late_until is not None and self.late_ended_at is None

    @property
    def is_taking_late(self) -> bool:
        """Whether helpers may enter answers although nobody else can answer any more."""
        if self.state != ConsultationState.CLOSED and not (self.state == ConsultationState.OPEN and self.is_over):
            return False
        if self.late_until is None or self.late_ended_at is not None or self.erased_at is not None:
            return False
        is_erasing = self.erase_on is not None and self.erase_on <= clock.today()
        return not is_erasing and clock.now() < clock.end_of(self.late_until)

    @property
    def is_taking_from_helpers(self) -> bool:
        """Whether an answer on paper or by telephone can be entered: while it is open, or late."""
        return self.is_taking_answers or self.is_taking_late

    @property
    def is_complete(self) -> bool:
        """Whether no sheet comes in any more: it is closed, and awaits nothing from helpers.

        Not in the hour between its end and its closing: days for helpers can still be named then.
        """
        return self.state == ConsultationState.CLOSED and not self.awaits_late

    @property
    def ends_at(self) -> datetime | None:
        """When it takes no more answers: after its last day, or with the last phase for it if that is earlier."""
        ends = [self.phase_ends_at, clock.end_of(self.closes_on) if self.closes_on else None]
        return min((end for end in ends if end is not None), default=None)

    @property
    def phase_ends_at(self) -> datetime | None:
        """When the last phase for it ends."""
        return max((p.ends_at for p in self.process.phases if p.kind == PhaseKind.CONSULTATION), default=None)

    @property
    def is_over(self) -> bool:
        """Whether its end has come; it is then closed within the hour."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def last_day(self) -> date | None:
        """The last day on which people can answer."""
        return clock.last_day(self.ends_at) if self.ends_at else None

    @property
    def has_public_results(self) -> bool:
        """Whether everybody may see the results now, by the rule that was fixed before the opening."""
        rule = ResultsRule(self.results_rule)
        if self.state == ConsultationState.OPEN:
            return rule is ResultsRule.LIVE
        return self.is_complete and rule is not ResultsRule.STAFF

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
    is_soft: Mapped[bool] = mapped_column(default=False)  # required softly: asked for once more, then let pass
    is_active: Mapped[bool] = mapped_column(default=True)  # switched off: kept, but not asked
    condition: Mapped[dict[str, Any]] = mapped_column(default=dict)  # logic.Condition; empty: always asked
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind's own settings, see docs/questionnaire.md
    version: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[Consultation] = relationship(back_populates="questions")

    __mapper_args__ = {"version_id_col": version}


class Revision(Base):
    """A questionnaire as it was at one time; every sheet remembers the number of the one it answered."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]  # the questionnaire in our own format
    reason: Mapped[str] = mapped_column(String(300), default="")


class BankQuestion(HasPublicId, Base):
    """A question kept for other consultations of the process."""

    __tablename__ = "bank_question"
    ref_type = "bank_question"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[dict[str, str]]
    content: Mapped[dict[str, Any]]  # the question in our own format
    kept_at: Mapped[datetime]


class Document(HasPublicId, Base):
    """A file that respondents are offered: background, a picture of a question."""

    __tablename__ = "document"
    ref_type = "document"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


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
