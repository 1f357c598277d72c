"""Tables of people, their roles and invitations, organisations, and accounts elsewhere."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cocreate.accounts.rules import CLOSED_AT, LIGHT_ROLES, ROLES, SHORT_NAME_MAX, MemberRole
from cocreate.core import features
from cocreate.core.db import Base, HasPublicId
from cocreate.core.permissions import Role

user_site_role = Table(
    "user_site_role",
    Base.metadata,
    Column("user_id", ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("site_role_id", ForeignKey("site_role.id", ondelete="CASCADE"), primary_key=True),
)


class SiteRole(RoleMixin, Base):
    """A role in the installation as a whole; at present only `administrator`."""

    __tablename__ = "site_role"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")
    permissions: Mapped[list[str] | None]


class User(UserMixin, HasPublicId, Base):
    """Somebody with an account."""

    __tablename__ = "user"
    ref_type = "user"
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    create_datetime: Mapped[datetime | None]  # type: ignore[assignment]
    update_datetime: Mapped[datetime | None]  # type: ignore[assignment]
    last_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    tf_last_counter: Mapped[int | None]  # the step of the last code accepted, so that none works twice
    mf_recovery_codes: Mapped[list[str] | None]  # keyed hashes
    us_totp_secrets: Mapped[str | None] = mapped_column(String(1000))
    us_phone_number: Mapped[str | None] = mapped_column(String(128), unique=True)
    roles: Mapped[list[SiteRole]] = relationship(  # type: ignore[assignment]
        secondary=user_site_role, lazy="selectin"
    )
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="selectin")
    # By name only: organisations lie above people.
    organisation_memberships: Mapped[list[Any]] = relationship(
        "OrganisationMember", back_populates="user", lazy="selectin"
    )

    def roles_in(self, process: Any, organisation: Any = None) -> frozenset[Role]:
        """Roles that hold in a process and in an organisation, or anywhere when both are None. Staff without the second
        factor they need have only the light ones."""
        found = {Role.ADMINISTRATOR} if any(role.name == Role.ADMINISTRATOR for role in self.roles) else set()
        if process is not None:
            found |= {Role(m.role) for m in self.memberships if m.process_id == process.id}
        for mine in self.organisation_memberships:
            if process is not None and mine.organisation_id == process.organisation_id:
                found |= mine.roles & {Role.ORGANISATION_ADMINISTRATOR}
            if organisation is not None and mine.organisation_id == organisation.id:
                found |= mine.roles
        return frozenset(found & LIGHT_ROLES if self.lacks_second_factor else found)

    @property
    def is_staff(self) -> bool:
        """Whether this person runs anything, so that a second factor is asked."""
        runs = any(Role(m.role) not in LIGHT_ROLES for m in self.memberships)
        return bool(self.roles) or runs or any(m.roles - LIGHT_ROLES for m in self.organisation_memberships)

    @property
    def is_closed(self) -> bool:
        """Whether it ended for good, and nobody knows whose it was."""
        return not self.active and self.email.endswith(f"@{CLOSED_AT}")

    @property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app is connected."""
        return bool(self.tf_totp_secret and self.tf_primary_method)

    @property
    def lacks_second_factor(self) -> bool:
        """Whether this person's roles wait for a second factor."""
        return not self.has_second_factor and self.is_staff and features.value("two_factor_required")

    def check_tf_required(self, tf_setup_methods: Any, tf_fresh: bool) -> tuple[bool, Any]:
        """Asked by Flask-Security after the first factor."""
        return self.has_second_factor or self.lacks_second_factor, tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Asked by Flask-Security: False allows to switch the second factor off."""
        return features.value("two_factor_required") and self.is_staff


class Membership(Base):
    """A role of a person in a process."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "process_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
    user: Mapped[User] = relationship(back_populates="memberships")
    # By name only: the process belongs to a later stage.
    process: Mapped[Any] = relationship("Process", viewonly=True)


class Invited(HasPublicId):
    """A link that gives a role somewhere to whoever opens it with the invited address."""

    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    @declared_attr
    def invited_by(cls) -> Mapped[User | None]:
        """Whoever asked for it to be sent."""
        return relationship(User, viewonly=True)

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and now < self.expires_at


class Invitation(Invited, Base):
    """To a role in a process."""

    __tablename__ = "invitation"
    ref_type = "invitation"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    process: Mapped[Any] = relationship("Process", viewonly=True)

    @property
    def place(self) -> Any:
        """What one is invited to; it has a title."""
        return self.process

    @property
    def to(self) -> Role:
        """The role as the table of permissions knows it."""
        return Role(self.role)


class Organisation(HasPublicId, Base):
    """A public body, agency or association that runs processes here."""

    __tablename__ = "organisation"
    ref_type = "organisation"
    short_name: Mapped[str] = mapped_column(String(SHORT_NAME_MAX), unique=True)  # in addresses
    title: Mapped[dict[str, str]]
    footer: Mapped[dict[str, str]] = mapped_column(default=dict)
    contact: Mapped[str] = mapped_column(String(300), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")  # a colour such as #1d5fa7; empty is ours
    languages: Mapped[list[str]] = mapped_column(default=list)  # of its pages; empty is all
    logo_hash: Mapped[str] = mapped_column(String(64), default="")  # so that a page need not fetch the picture
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # switched off: nobody reaches its pages and processes until it is opened again
    version: Mapped[int] = mapped_column(default=1)
    members: Mapped[list["OrganisationMember"]] = relationship(back_populates="organisation", passive_deletes=True)
    logo: Mapped["OrganisationLogo | None"] = relationship(passive_deletes=True, cascade="all, delete-orphan")

    # By name only: processes belong to a later stage.
    processes: Mapped[list[Any]] = relationship(
        "Process",
        primaryjoin="foreign(Process.organisation_id) == Organisation.id",
        order_by="Process.id.desc()",
        viewonly=True,
    )

    __mapper_args__ = {"version_id_col": version}


class OrganisationLogo(Base):
    """The picture beside an organisation's name, drawn anew by us from what was brought."""

    __tablename__ = "organisation_logo"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), index=True)  # in its address, so that a new one is seen at once
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class OrganisationInvitation(Invited, Base):
    """To belong to an organisation."""

    __tablename__ = "organisation_invitation"
    ref_type = "organisation_invitation"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[Organisation] = relationship(viewonly=True)

    @property
    def place(self) -> Organisation:
        """What one is invited to; it has a title."""
        return self.organisation

    @property
    def to(self) -> Role:
        """The role as the table of permissions knows it."""
        return Role(f"organisation_{self.role}")


class OrganisationMember(Base):
    """Somebody who belongs to an organisation."""

    __tablename__ = "organisation_member"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    user: Mapped[User] = relationship(back_populates="organisation_memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="members")

    @property
    def roles(self) -> frozenset[Role]:
        """What this means in the table of permissions."""
        return ROLES[MemberRole(self.role)]


class LetterWording(HasPublicId, Base):
    """Subject and text of a letter, with places such as {link}."""

    __tablename__ = "letter_wording"
    __table_args__ = (UniqueConstraint("organisation_id", "letter", "language"),)
    ref_type = "letter_wording"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    letter: Mapped[str] = mapped_column(String(30))  # catalogue.LETTERS
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Identity(HasPublicId, Base):
    """What a provider calls somebody; never their address, which may come to belong to somebody else."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    ref_type = "identity"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
    user: Mapped[User] = relationship()
