"""Accounts, named for what a screen needs."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Membership, OrganisationMember, SiteRole, User
from cocreate.accounts.queries import find_user_by_public_id
from cocreate.accounts.rules import CLOSED_AT, LIGHT_ROLES, MemberRole
from cocreate.administration.rules import PAGE, Which
from cocreate.core.permissions import Role
from cocreate.errors import NotFound

_is_closed = and_(not_(User.active), User.email.endswith(f"@{CLOSED_AT}"))
_is_administrator = User.roles.any(SiteRole.name == Role.ADMINISTRATOR.value)
_runs_something = or_(
    _is_administrator,
    User.memberships.any(Membership.role.not_in([role.value for role in LIGHT_ROLES])),
    select(OrganisationMember.id)
    .where(OrganisationMember.user_id == User.id, OrganisationMember.role == MemberRole.ADMINISTRATOR.value)
    .exists(),
)
CONDITIONS: dict[Which, ColumnElement[bool] | Any] = {
    Which.ALL: not_(_is_closed),
    Which.ACTIVE: User.active,
    Which.DEACTIVATED: and_(not_(User.active), not_(_is_closed)),
    Which.ADMINISTRATORS: and_(User.active, _is_administrator),
    Which.WITHOUT_SECOND_STEP: and_(User.active, User.tf_totp_secret.is_(None), _runs_something),
    Which.NEVER_CAME: and_(User.active, User.current_login_at.is_(None)),
    Which.CLOSED: _is_closed,
}


def users_page(session: Session, *, search: str, which: Which, page: int) -> tuple[list[User], int]:
    """One page of accounts by address, and how many there are."""
    wanted = [CONDITIONS[which]]
    if search:
        low = search.lower()
        wanted.append(
            or_(
                func.lower(User.email).contains(low, autoescape=True),
                func.lower(User.name).contains(low, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(User).where(*wanted)) or 0
    rows = select(User).where(*wanted).order_by(User.email).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(rows)), total


def count_users(session: Session, which: Which) -> int:
    """How many accounts there are of a sort."""
    return session.scalar(select(func.count()).select_from(User).where(CONDITIONS[which])) or 0


def user_of_address(session: Session, public_id: str) -> User:
    """The account of an address, or NotFound."""
    found = find_user_by_public_id(session, public_id)
    if found is None:
        raise NotFound()
    return found
