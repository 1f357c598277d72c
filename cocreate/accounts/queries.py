"""Reads about people, named for what a screen needs."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.models import Invitation, Membership, OrganisationInvitation, SiteRole, User
from cocreate.core.ids import digest
from cocreate.core.permissions import PROCESS_ROLES, Role


def find_user(session: Session, email: str) -> User | None:
    """The account with this address, however it is written."""
    return session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def find_user_by_public_id(session: Session, public_id: str) -> User | None:
    """The account of an address or link."""
    return session.scalar(select(User).where(User.public_id == public_id))


def all_users(session: Session) -> list[User]:
    """Every account, for the command line."""
    return list(session.scalars(select(User).order_by(User.email)))


def memberships_of(session: Session, user: User) -> list[Membership]:
    """A person's roles, newest process first, with the processes."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.user_id == user.id)
        .options(joinedload(Membership.process))
        .order_by(Membership.id)
    )
    return sorted(rows, key=lambda m: (-m.process_id, PROCESS_ROLES.index(Role(m.role))))


@dataclass
class Member:
    """Somebody with at least one role in a process."""

    user: User
    memberships: list[Membership] = field(default_factory=list)


def members(session: Session, process_id: int) -> list[Member]:
    """People of a process with their roles, those who run it first."""
    rows = session.scalars(
        select(Membership)
        .where(Membership.process_id == process_id)
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    )
    people: dict[int, Member] = {}
    for row in sorted(rows, key=lambda m: PROCESS_ROLES.index(Role(m.role))):
        people.setdefault(row.user_id, Member(row.user)).memberships.append(row)
    return list(people.values())


def open_invitations(session: Session, process_id: int) -> list[Invitation]:
    """Invitations of a process that nobody accepted, expired ones too, newest first."""
    return list(
        session.scalars(
            select(Invitation)
            .where(Invitation.process_id == process_id, Invitation.accepted_at.is_(None))
            .order_by(Invitation.sent_at.desc())
        )
    )


def find_invitation(
    session: Session, token: str, *, is_locked: bool = False
) -> Invitation | OrganisationInvitation | None:
    """The invitation behind a link, to a process or to an organisation; locked where it is about to be accepted."""
    hashed = digest(token)
    to_process = select(Invitation).where(Invitation.token_hash == hashed)
    found = session.scalar(to_process.with_for_update() if is_locked else to_process)
    if found is not None:
        return found
    elsewhere = select(OrganisationInvitation).where(OrganisationInvitation.token_hash == hashed)
    return session.scalar(elsewhere.with_for_update() if is_locked else elsewhere)


def find_site_role(session: Session, name: str) -> SiteRole | None:
    """A role in the installation as a whole."""
    return session.scalar(select(SiteRole).where(SiteRole.name == name))
