"""Tables of people: the directory of an organisation, consents, who takes part where, groups and terms."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import Organisation
from cocreate.core.db import Base, HasPublicId
from cocreate.directory.rules import SPARED, Purpose, Span
from cocreate.process.models import Process


class Person(HasPublicId, Base):
    """Somebody whom an organisation knows, with or without an account. What they agreed to stands apart, dated."""

    __tablename__ = "directory_person"
    __table_args__ = (UniqueConstraint("organisation_id", "email"),)
    ref_type = "directory_person"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))  # lower case; None: reached otherwise
    works_for: Mapped[str] = mapped_column(String(200), default="")
    helix: Mapped[str] = mapped_column(String(16), default="")
    function: Mapped[str] = mapped_column(String(200), default="")
    skills: Mapped[list[str]] = mapped_column(default=list)
    speaks: Mapped[list[str]] = mapped_column(default=list)  # languages beside the one of letters
    language: Mapped[str] = mapped_column(String(2), default="en")  # of letters
    uses: Mapped[list[str]] = mapped_column(default=list)  # rules.Use
    availability: Mapped[str] = mapped_column(String(1000), default="")
    gender: Mapped[str] = mapped_column(String(12), default="")  # words.Gender, voluntary, told by the person
    reach: Mapped[str] = mapped_column(String(12), default="mail")  # rules.Reach
    phone: Mapped[str] = mapped_column(String(60), default="")
    help_needed: Mapped[str] = mapped_column(String(1000), default="")
    found_by: Mapped[str] = mapped_column(Text, default="")  # name, organisation, function, skills: rules.folded
    source: Mapped[str] = mapped_column(String(12))  # rules.Source
    source_note: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[datetime]
    # Of whoever took back that they may be kept: from which day on they are erased once nothing needs them. None until
    # they were told that; installations before this column noted that it was taken back, and told nobody what follows.
    let_go_from: Mapped[date | None]
    link_number: Mapped[int] = mapped_column(default=1)  # links to the own page with an earlier number are dead
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    consents: Mapped[list["Consent"]] = relationship(
        order_by="Consent.id", back_populates="person", lazy="selectin", passive_deletes="all"
    )
    participations: Mapped[list["Participation"]] = relationship(back_populates="person", passive_deletes="all")
    terms: Mapped[list["Term"]] = relationship(back_populates="person", order_by="Term.starts", passive_deletes="all")

    __mapper_args__ = {"version_id_col": version}

    def agrees_to(self, purpose: str) -> bool:
        """Whether a consent for the purpose holds."""
        return any(one.purpose == purpose and one.withdrawn_on is None for one in self.consents)

    @property
    def is_let_go(self) -> bool:
        """Whether they took back that they may be kept."""
        return not self.agrees_to(Purpose.KEEP) and any(one.purpose == Purpose.KEEP for one in self.consents)

    def spared_until(self, day: date) -> date | None:
        """Of whoever took it back: the last day on which nothing is erased yet, needed or not. None: none is ahead.

        Whoever was not told yet is, within the hour.
        """
        if not self.is_let_go:
            return None
        last = day + SPARED if self.let_go_from is None else self.let_go_from - timedelta(days=1)
        return last if last >= day else None

    @property
    def is_assisted(self) -> bool:
        """Whether the team helps this person to take part."""
        return self.reach != "mail"


class Consent(Base):
    """That somebody agreed to a purpose, in which words and when, and when they took it back."""

    __tablename__ = "directory_consent"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("directory_person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))  # rules.Purpose
    wording: Mapped[int]  # number of consents.WORDINGS
    language: Mapped[str] = mapped_column(String(2))  # in which it was read
    told: Mapped[str] = mapped_column(String(12))  # rules.Told
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="consents")


class Participation(HasPublicId, Base):
    """Where somebody stands with one process: invited, taking part, or not."""

    __tablename__ = "directory_participation"
    __table_args__ = (UniqueConstraint("process_id", "person_id"),)
    ref_type = "directory_participation"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("directory_person.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(12))  # rules.TakingPart
    since: Mapped[datetime]
    written_at: Mapped[datetime | None]
    # Whether a sheet about equal opportunities was sent: never which one, or when.
    has_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    person: Mapped[Person] = relationship(back_populates="participations")
    process: Mapped[Process] = relationship()


class Request(HasPublicId, Base):
    """What somebody told on the registration form of a process; only an accepted one changes the directory."""

    __tablename__ = "directory_request"
    ref_type = "directory_request"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    told: Mapped[dict[str, Any]]  # the rest of rules.PersonTold
    consents: Mapped[list[str]]  # rules.Purpose
    language: Mapped[str] = mapped_column(String(2))  # in which the form was read
    state: Mapped[str] = mapped_column(String(12), default="waiting")  # rules.RequestState
    at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # by the link in the letter: before that, nobody knows who wrote it
    decided_at: Mapped[datetime | None]
    process: Mapped[Process] = relationship()


class Setup(Base):
    """How people come to a process: whether its registration form is open, and what mix of people is aimed for."""

    __tablename__ = "directory_setup"
    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), unique=True)
    takes_requests: Mapped[bool] = mapped_column(default=False)
    introduction: Mapped[dict[str, str]] = mapped_column(default=dict)
    targets: Mapped[dict[str, Any]] = mapped_column(default=dict)  # dimension -> category -> percent
    process: Mapped[Process] = relationship()


class Group(HasPublicId, Base):
    """A committee, working group or panel of a process; its members get a role in the process while their term runs."""

    __tablename__ = "directory_group"
    ref_type = "directory_group"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(12))  # rules.GroupKind
    role: Mapped[str] = mapped_column(String(20), default="")  # rules.GROUP_ROLES, or none
    seats: Mapped[int | None]
    targets: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as in Setup; empty: those of the process
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()
    terms: Mapped[list["Term"]] = relationship(back_populates="group", order_by="Term.starts", passive_deletes="all")

    __mapper_args__ = {"version_id_col": version}


class Term(HasPublicId, Base):
    """Somebody's time in a group. Of a person who was erased only the days and the function stay."""

    __tablename__ = "directory_term"
    ref_type = "directory_term"
    group_id: Mapped[int] = mapped_column(ForeignKey("directory_group.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("directory_person.id", ondelete="SET NULL"), index=True)
    role: Mapped[str] = mapped_column(String(12))  # rules.TermRole
    starts: Mapped[date]
    ends: Mapped[date | None]
    gave_role: Mapped[bool] = mapped_column(default=False)  # the role in the process came with this term
    group: Mapped[Group] = relationship(back_populates="terms")
    person: Mapped[Person | None] = relationship(back_populates="terms")

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.starts, self.ends)
