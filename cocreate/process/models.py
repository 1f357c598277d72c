"""Tables of the process: phases, the megatrends and transitions that frame it, challenges, sub-challenges, assets."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from cocreate import clock
from cocreate.accounts.organisations.models import Organisation
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
