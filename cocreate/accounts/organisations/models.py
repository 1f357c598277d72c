"""Tables of organisations: what they are called and look like, who belongs to them, who is invited."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import Invited, User
from cocreate.accounts.organisations.rules import ROLES, SHORT_NAME_MAX, MemberRole
from cocreate.core.db import Base, HasPublicId
from cocreate.core.permissions import Role


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
