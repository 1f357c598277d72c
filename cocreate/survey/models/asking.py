"""Tables of what is asked: a consultation, its questions, the versions people saw, and the bank of questions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate import clock
from cocreate.core.db import Base, HasPublicId
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
