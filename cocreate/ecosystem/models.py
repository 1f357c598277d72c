"""Tables of the ecosystem map: actors with their strengths, proposed projects, and what answers suggest."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.ecosystem.rules import Agreement, Spot, SuggestionState, is_shown
from cocreate.process.models import Asset, Challenge


class EcosystemActor(HasPublicId, Base):
    """An organisation, group or place of the ecosystem."""

    __tablename__ = "ecosystem_actor"
    ref_type = "ecosystem_actor"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    # Another row that stands for the same organisation; this one keeps all it has, so that they can be parted again.
    joined_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("ecosystem_actor.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[dict[str, str]]
    spellings: Mapped[list[str]] = mapped_column(default=list)  # other ways in which it was written
    type: Mapped[str] = mapped_column(String(24))  # rules.ActorType
    helix: Mapped[str] = mapped_column(String(16))  # process.rules.HelixCategory
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    website: Mapped[str] = mapped_column(String(1000), default="")
    municipality: Mapped[str] = mapped_column(String(200), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    trl_from: Mapped[int | None]
    trl_to: Mapped[int | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(320), default="")  # a mail address; never shown in public
    agreement: Mapped[str] = mapped_column(String(12), default=Agreement.NOT_ASKED.value)
    agreement_at: Mapped[datetime | None]
    link_number: Mapped[int] = mapped_column(default=0)  # of its own link; a new one ends the ones before
    is_hidden: Mapped[bool] = mapped_column(default=False)  # by moderation
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    strengths: Mapped[list["EcosystemStrength"]] = relationship(
        order_by="EcosystemStrength.id", back_populates="actor", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def spot(self) -> Spot | None:
        """Where it is, if somebody said so."""
        if self.latitude is None or self.longitude is None:
            return None
        return Spot(self.latitude, self.longitude)

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it."""
        return self.joined_into_id is None and not self.is_hidden and is_shown(self.type, self.agreement)

    @property
    def may_be_told(self) -> bool:
        """Whether what it brings may be shown, if it is part of another entry: a refusal holds there too."""
        return not self.is_hidden and self.agreement != Agreement.REFUSED

    @property
    def names(self) -> list[str]:
        """Every way in which it is written."""
        return list(dict.fromkeys([*self.name.values(), *self.spellings]))


class EcosystemStrength(HasPublicId, Base):
    """What an actor brings to a challenge, and to which part of the map that belongs."""

    __tablename__ = "ecosystem_strength"
    ref_type = "ecosystem_strength"
    actor_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(12))  # rules.Part
    title: Mapped[dict[str, str]] = mapped_column(default=dict)  # empty: that it is there is the strength
    actor: Mapped[EcosystemActor] = relationship(back_populates="strengths")
    challenge: Mapped[Challenge] = relationship()


class AssetPlace(Base):
    """The part of the map in which an asset of a challenge lies, and whose it is if somebody knows."""

    __tablename__ = "asset_place"
    id: Mapped[int] = mapped_column(primary_key=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id", ondelete="CASCADE"), unique=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="SET NULL"), index=True)
    part: Mapped[str] = mapped_column(String(12))  # rules.Part
    asset: Mapped[Asset] = relationship()
    actor: Mapped[EcosystemActor | None] = relationship()


class ProposedProject(HasPublicId, Base):
    """A project that somebody proposed, with the actors to involve."""

    __tablename__ = "proposed_project"
    ref_type = "proposed_project"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id", ondelete="SET NULL"), index=True)
    # The answer that proposed it: its words go when that is erased.
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), unique=True)
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    text_hash: Mapped[str] = mapped_column(String(64), default="")  # of what the answer said that may be published
    attribution: Mapped[dict[str, str]] = mapped_column(default=dict)  # of borrowed words: source, licence
    created_at: Mapped[datetime]
    challenge: Mapped[Challenge | None] = relationship()
    actors: Mapped[list["ProjectMember"]] = relationship(
        order_by="ProjectMember.id", cascade="all, delete-orphan", passive_deletes=True
    )


class ProjectMember(Base):
    """An actor that somebody would involve in a project, and as what."""

    __tablename__ = "project_member"
    __table_args__ = (UniqueConstraint("project_id", "actor_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("proposed_project.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)
    role: Mapped[dict[str, str]] = mapped_column(default=dict)
    actor: Mapped[EcosystemActor] = relationship()


class ActorSuggestion(HasPublicId, Base):
    """What an answer names, waiting for people to say what it is. It goes with the answer if that is erased."""

    __tablename__ = "actor_suggestion"
    __table_args__ = (UniqueConstraint("answer_id", "kind", "number"),)
    ref_type = "actor_suggestion"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(12))  # rules.SuggestionKind
    number: Mapped[int]  # place among those of its answer
    text: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(300), index=True)  # equal for what is written alike
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default=SuggestionState.WAITING.value)
    reason: Mapped[str] = mapped_column(String(500), default="")
    challenge: Mapped[Challenge | None] = relationship()


class ActorJoin(HasPublicId, Base):
    """That two rows were taken for one organisation, and what has to be put back to part them."""

    __tablename__ = "actor_join"
    ref_type = "actor_join"
    kept_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)
    joined_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)
    followers: Mapped[list[str]] = mapped_column(default=list)  # public ids of rows joined into the joined one before
    reasons: Mapped[list[str]] = mapped_column(default=list)  # why the machine thought so; empty: a person did
    joined_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    kept: Mapped[EcosystemActor] = relationship(foreign_keys=[kept_id])
    joined: Mapped[EcosystemActor] = relationship(foreign_keys=[joined_id])


class DistinctActors(Base):
    """That people looked at two rows and found two organisations; they are not suggested for joining again."""

    __tablename__ = "distinct_actors"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)


class ActorChange(HasPublicId, Base):
    """What an actor asked for by its own link, waiting for an organiser."""

    __tablename__ = "actor_change"
    ref_type = "actor_change"
    actor_id: Mapped[int] = mapped_column(ForeignKey("ecosystem_actor.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.ChangeKind
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field -> new value
    message: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=SuggestionState.WAITING.value)
    reason: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    actor: Mapped[EcosystemActor] = relationship()
