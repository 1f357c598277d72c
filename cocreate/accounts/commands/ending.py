"""An account is switched off and on again, or closed for good with all that it says about a person."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.accounts.commands.roles import revoke_role, revoke_site_role
from cocreate.accounts.commands.users import end_sessions
from cocreate.accounts.models import Invitation, SiteRole, User
from cocreate.accounts.oidc.models import Identity
from cocreate.accounts.organisations.commands import remove_member
from cocreate.accounts.organisations.models import OrganisationInvitation
from cocreate.accounts.queries import memberships_of
from cocreate.accounts.rules import CLOSED_AT
from cocreate.core import audit
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import Actor, Role
from cocreate.errors import Conflict


def deactivate_user(session: Session, actor: Actor, user: User) -> None:
    """Nobody can sign in to it any more; everything else stays, so that it can be switched on again."""
    if not user.active:
        return
    check_can_go(session, actor, user)
    user.active = False
    end_sessions(session, actor, user)
    audit.record(session, actor, "accounts:user:deactivate", user.ref)


def reactivate_user(session: Session, actor: Actor, user: User) -> None:
    """Its person can sign in again, with the roles of before."""
    if user.active:
        return
    if user.is_closed:
        raise Conflict("accounts.user.closed")
    user.active = True
    session.flush()
    audit.record(session, actor, "accounts:user:reactivate", user.ref)


def close_user(session: Session, actor: Actor, user: User) -> None:
    """End every role, erase name, address and all ways to sign in. What the person said and decided stays, with
    nobody's name; the last owner of a process or administrator of an organisation needs a successor first."""
    if user.is_closed:
        return
    check_can_go(session, actor, user)
    for membership in memberships_of(session, user):
        revoke_role(session, actor, membership.process, user, Role(membership.role))
    for member in list(user.organisation_memberships):
        remove_member(session, actor, member.organisation, member)
    for role in list(user.roles):
        revoke_site_role(session, actor, user, Role(role.name))
    _erase_letters(session, user.email)
    session.execute(delete(Identity).where(Identity.user_id == user.id))
    user.email, user.name, user.active = f"{user.public_id}@{CLOSED_AT}", "", False
    user.password = user.confirmed_at = user.last_login_at = user.current_login_at = None
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
    end_sessions(session, actor, user)
    audit.record(session, actor, "accounts:user:close", user.ref)


def check_can_go(session: Session, actor: Actor, user: User) -> None:
    """Nobody shuts themselves out, and somebody who can sign in goes on running the installation."""
    if user.id == actor.user_id:
        raise Conflict("accounts.user.oneself")
    if any(role.name == Role.ADMINISTRATOR.value for role in user.roles):
        others = select(User).where(
            User.active, User.public_id != user.public_id, User.roles.any(SiteRole.name == Role.ADMINISTRATOR.value)
        )
        if session.scalar(others.limit(1)) is None:
            raise Conflict("accounts.role.last_administrator")


def _erase_letters(session: Session, address: str) -> None:
    """Letters to the address, and invitations that nobody accepted."""
    tables: tuple[tuple[Any, Any], ...] = (
        (OutgoingMail, OutgoingMail.recipient),
        (Invitation, Invitation.email),
        (OrganisationInvitation, OrganisationInvitation.email),
    )
    for table, column in tables:
        session.execute(delete(table).where(column == address))
