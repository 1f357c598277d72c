"""People with an account, what they are in each process, and invitations to become it."""

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    create_datetime: Mapped[datetime | None]
    update_datetime: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    current_login_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(String(128))
    mf_recovery_codes: Mapped[list[str] | None]
    us_totp_secrets: Mapped[str | None] = mapped_column(String(1000))
    us_phone_number: Mapped[str | None] = mapped_column(String(128), unique=True)
    roles: Mapped[list[SiteRole]] = relationship(secondary=user_site_role, lazy="selectin")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="selectin")

    def roles_in(self, process: Any) -> frozenset[Role]:
        """Roles that hold in a process, or anywhere when `process` is None."""
        found = {Role.ADMINISTRATOR} if any(role.name == Role.ADMINISTRATOR for role in self.roles) else set()
        if process is not None:
            found |= {Role(m.role) for m in self.memberships if m.process_id == process.id}
        return frozenset(found)

    @property
    def is_staff(self) -> bool:
        """Whether this person runs anything, so that a second factor is asked."""
        light = {Role.PARTICIPANT, Role.OBSERVER}
        return bool(self.roles) or any(Role(m.role) not in light for m in self.memberships)


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


class Invitation(HasPublicId, Base):
    """A link that gives a role in a process to whoever opens it with the invited address."""

    __tablename__ = "invitation"
    ref_type = "invitation"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
