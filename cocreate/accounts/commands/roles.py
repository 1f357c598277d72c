"""Roles are given and taken, in a process and in the installation."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import queries
from cocreate.accounts.mails import path_of
from cocreate.accounts.models import Membership, SiteRole, User, user_site_role
from cocreate.accounts.rules import LIGHT_ROLES, may_hand_out
from cocreate.core import audit
from cocreate.core.permissions import PROCESS_ROLES, Actor, ActorKind, Role
from cocreate.core.telling import N_, Kind, Telling, tell
from cocreate.errors import Conflict, Invalid, NotAllowed, NotFound


def grant_role(session: Session, actor: Actor, process: Any, user: User, role: Role) -> Membership:
    """Give a role in a process; having it already is a conflict."""
    check_may_hand_out(actor, role)
    return add_membership(session, actor, process, user, role)


def add_membership(session: Session, actor: Actor, process: Any, user: User, role: Role) -> Membership:
    """The same for somebody whose invitation says so."""
    if find_membership(session, process, user, role) is not None:
        raise Conflict("accounts.role.already")
    membership = Membership(user=user, process_id=process.id, role=role.value, since=clock.now())
    session.add(membership)
    session.flush()
    audit.record(session, actor, "accounts:role:grant", user.ref, process=process.public_id, role=role.value)
    if actor.kind is ActorKind.USER and actor.user_id != user.id:  # whoever accepts an invitation knows
        page = "process.challenges" if role in LIGHT_ROLES else "process_manage.overview"
        path = path_of(page, process_id=process.public_id)
        tell(session, Telling(user.id, Kind.ROLE, N_("You have a new role in this process."), path, process.id))
    return membership


def revoke_role(session: Session, actor: Actor, process: Any, user: User, role: Role) -> None:
    """Take a role in a process; its last owner stays."""
    check_may_hand_out(actor, role)
    # Locked, so that two owners who remove each other at the same moment do not both succeed.
    rows = session.scalars(
        select(Membership).where(Membership.process_id == process.id, Membership.role == role.value).with_for_update()
    ).all()
    membership = next((row for row in rows if row.user_id == user.id), None)
    if membership is None:
        raise NotFound("accounts.role.absent")
    if role is Role.OWNER and len(rows) == 1:
        raise Conflict("accounts.role.last_owner")
    user.memberships.remove(membership)
    session.delete(membership)
    session.flush()
    audit.record(session, actor, "accounts:role:revoke", user.ref, process=process.public_id, role=role.value)


def grant_site_role(session: Session, actor: Actor, user: User, role: Role = Role.ADMINISTRATOR) -> None:
    """Make an administrator of the installation. Nothing happens when they already are."""
    found = queries.find_site_role(session, role.value)
    if found is None:
        found = SiteRole(name=role.value)
        session.add(found)
    if found not in user.roles:
        user.roles.append(found)
        session.flush()
        audit.record(session, actor, "accounts:site_role:grant", user.ref, role=role.value)


def revoke_site_role(session: Session, actor: Actor, user: User, role: Role = Role.ADMINISTRATOR) -> None:
    """Take it again; the last administrator stays."""
    found = queries.find_site_role(session, role.value)
    if found is None or found not in user.roles:
        raise NotFound("accounts.role.absent")
    bearers = user_site_role.c
    others = session.scalar(
        select(bearers.user_id).where(bearers.site_role_id == found.id, bearers.user_id != user.id).limit(1)
    )
    if others is None:
        raise Conflict("accounts.role.last_administrator")
    user.roles.remove(found)
    session.flush()
    audit.record(session, actor, "accounts:site_role:revoke", user.ref, role=role.value)


def find_membership(session: Session, process: Any, user: User, role: Role) -> Membership | None:
    """One role of one person in one process."""
    return session.scalar(
        select(Membership).where(
            Membership.process_id == process.id, Membership.user_id == user.id, Membership.role == role.value
        )
    )


def check_may_hand_out(actor: Actor, role: Role) -> None:
    """Only owners make and remove owners; roles outside a process are not handed out here."""
    if role not in PROCESS_ROLES:
        raise Invalid("accounts.role.unknown")
    if role not in may_hand_out(actor.roles):
        raise NotAllowed("accounts.role.owner_only" if role is Role.OWNER else "not_allowed")
