"""Tables of the process, its challenges and what they rest on: evidence, the matching matrix, fiches, validation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from cocreate import clock
from cocreate.accounts.models import Organisation, User
from cocreate.core.db import Base, HasPublicId
from cocreate.process.rules import ChallengeState, Standing


class SentOnce:
    """A row made by a form; the form's own token keeps a double click from making it twice."""

    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)


class Process(SentOnce, HasPublicId, Base):
    """One run of the method by one organisation."""

    __tablename__ = "process"
    ref_type = "process"
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    region: Mapped[str] = mapped_column(String(200), default="")
    # Without a foreign key in the database: SQLite adds none to a table that others refer to. `cocreate doctor` looks.
    organisation_id: Mapped[int] = mapped_column(index=True)
    organisation: Mapped[Organisation] = relationship(
        primaryjoin=lambda: foreign(Process.organisation_id) == Organisation.id
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # Smallest group that a published breakdown shows; smaller cells are hidden.
    minimum_cell: Mapped[int] = mapped_column(default=5)
    # Whether the committee validates challenges before people are asked about them.
    needs_validation: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    phases: Mapped[list["Phase"]] = relationship(order_by="Phase.position", back_populates="process", lazy="selectin")
    # Those that everybody sees; drafts and what was set aside are asked for by name.
    challenges: Mapped[list["Challenge"]] = relationship(
        primaryjoin="and_(Challenge.process_id == Process.id, Challenge.state == 'listed')",
        order_by="Challenge.position",
        overlaps="process",
    )
    contexts: Mapped[list["Context"]] = relationship(order_by="Context.position")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_there(self) -> bool:
        """Whether anybody reaches it: its organisation is not switched off."""
        return self.organisation.closed_at is None

    def open_phases(self, now: datetime | None = None) -> frozenset[str]:
        """Kinds of the phases that are open at a moment (now by default)."""
        moment = now or clock.now()
        return frozenset(phase.kind for phase in self.phases if phase.is_open(moment))

    def standing(self, now: datetime | None = None) -> Standing:
        """Where it stands in time: under way from its first phase to its last."""
        moment = now or clock.now()
        if all(phase.ends_at <= moment for phase in self.phases):
            return Standing.OVER if self.phases else Standing.UNDER_WAY
        return Standing.TO_COME if all(phase.starts_at > moment for phase in self.phases) else Standing.UNDER_WAY


class Phase(HasPublicId, Base):
    """A stretch of time in which one kind of work is open."""

    __tablename__ = "phase"
    ref_type = "phase"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    process: Mapped[Process] = relationship(back_populates="phases")

    def is_open(self, now: datetime) -> bool:
        """Whether the moment lies within; the end is not included."""
        return self.starts_at <= now < self.ends_at


class Context(HasPublicId, Base):
    """A megatrend with its trends, or a transition with its regional priorities."""

    __tablename__ = "context"
    ref_type = "context"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, str]]
    position: Mapped[int]
    points: Mapped[list["ContextPoint"]] = relationship(
        order_by="ContextPoint.position", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )


class ContextPoint(HasPublicId, Base):
    """One trend of a megatrend, or one regional priority of a transition."""

    __tablename__ = "context_point"
    ref_type = "context_point"
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    position: Mapped[int]


class Challenge(SentOnce, HasPublicId, Base):
    """A societal problem that frames the strategy."""

    __tablename__ = "challenge"
    ref_type = "challenge"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    tags: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    state: Mapped[str] = mapped_column(String(12), default=ChallengeState.LISTED.value, server_default="listed")
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship(overlaps="challenges")
    sub_challenges: Mapped[list["SubChallenge"]] = relationship(
        order_by="SubChallenge.position", back_populates="challenge", passive_deletes=True
    )
    assets: Mapped[list["Asset"]] = relationship(
        order_by="Asset.position", back_populates="challenge", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}


class SubChallenge(SentOnce, HasPublicId, Base):
    """One dimension of a challenge."""

    __tablename__ = "sub_challenge"
    ref_type = "sub_challenge"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    challenge: Mapped[Challenge] = relationship(back_populates="sub_challenges")


class Asset(SentOnce, HasPublicId, Base):
    """A strength of the ecosystem that helps with a challenge."""

    __tablename__ = "asset"
    ref_type = "asset"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    challenge: Mapped[Challenge] = relationship(back_populates="assets")


class Evidence(HasPublicId, Base):
    """A document, an indicator or an interview on which challenges rest."""

    __tablename__ = "evidence"
    ref_type = "evidence"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    day: Mapped[date | None] = mapped_column(Date)  # of publication, or of the talk
    tags: Mapped[list[str]] = mapped_column(default=list)
    unit: Mapped[str] = mapped_column(String(80), default="")  # of an indicator
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    series: Mapped[list["EvidenceSeries"]] = relationship(
        order_by="EvidenceSeries.position", cascade="all, delete-orphan", passive_deletes=True
    )
    interview: Mapped["Interview | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}


class EvidenceSeries(Base):
    """An indicator's values in one territory: period ("2017", "2017-Q2", "2017-05") to number."""

    __tablename__ = "evidence_series"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), index=True)
    territory: Mapped[str] = mapped_column(String(200))
    numbers: Mapped[dict[str, Any]]
    position: Mapped[int]


class Interview(Base):
    """Who said something, and what they agreed to. The notes are for those who prepare the challenges."""

    __tablename__ = "interview"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), unique=True)
    person: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    consent: Mapped[str] = mapped_column(String(16))
    notes: Mapped[str] = mapped_column(Text, default="")
    quotes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(2), default="en")  # of the quotes


class MatrixCell(HasPublicId, Base):
    """A megatrend and a regional priority that have to do with each other: how much, and why."""

    __tablename__ = "matrix_cell"
    __table_args__ = (UniqueConstraint("megatrend_id", "priority_id"),)
    ref_type = "matrix_cell"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    megatrend_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("context_point.id", ondelete="CASCADE"))
    strength: Mapped[int]  # 1 to 3
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    megatrend: Mapped[Context] = relationship(lazy="joined")
    priority: Mapped[ContextPoint] = relationship(lazy="joined")
    challenges: Mapped[list[Challenge]] = relationship(secondary="cell_use", lazy="selectin", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class CellUse(Base):
    """A challenge that came from a cell."""

    __tablename__ = "cell_use"
    __table_args__ = (UniqueConstraint("cell_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("matrix_cell.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)


class EvidenceUse(Base):
    """A piece of evidence on which a challenge rests, and what it shows."""

    __tablename__ = "evidence_use"
    __table_args__ = (UniqueConstraint("evidence_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    evidence: Mapped[Evidence] = relationship(lazy="joined")


class ChallengeLink(HasPublicId, Base):
    """Two challenges that hang together, and why; the one made earlier stands first."""

    __tablename__ = "challenge_link"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)
    ref_type = "challenge_link"
    one_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    reason: Mapped[dict[str, str]]
    one: Mapped[Challenge] = relationship(foreign_keys=[one_id], lazy="joined")
    other: Mapped[Challenge] = relationship(foreign_keys=[other_id], lazy="joined")


class ChallengeVersion(Base):
    """What a challenge said at one time. A fixed version is one that somebody was asked about; it never changes."""

    __tablename__ = "challenge_version"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    is_fixed: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]


class ChallengeValidation(HasPublicId, Base):
    """One time that a version of a challenge lay before the committee, and what it decided, for good."""

    __tablename__ = "challenge_validation"
    ref_type = "challenge_validation"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    asked_version: Mapped[int]  # number of the version that lay before the committee
    decided_version: Mapped[int | None]  # number of the version that was decided on
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    day: Mapped[date | None] = mapped_column(Date)
    present: Mapped[int | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    challenge: Mapped[Challenge] = relationship(lazy="joined")
    comments: Mapped[list["ValidationComment"]] = relationship(
        order_by="ValidationComment.id", back_populates="validation", passive_deletes=True
    )


class ValidationComment(HasPublicId, Base):
    """What somebody of the committee remarks or wants changed, and the answer."""

    __tablename__ = "validation_comment"
    ref_type = "validation_comment"
    validation_id: Mapped[int] = mapped_column(ForeignKey("challenge_validation.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    answered: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    is_answered_late: Mapped[bool] = mapped_column(default=False)  # after the decision, so the committee did not know
    validation: Mapped[ChallengeValidation] = relationship(back_populates="comments")
    author: Mapped[User | None] = relationship(lazy="joined")
