"""Somebody is invited by mail to a role in a process, and accepts it once, or the invitation is withdrawn."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.commands.roles import add_membership, check_may_hand_out, find_membership
from cocreate.accounts.commands.users import create_user
from cocreate.accounts.models import Invitation, User
from cocreate.accounts.rules import INVITATION_LASTS, normal_email
from cocreate.core import audit
from cocreate.core.ids import digest, secret_token
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Conflict, NotAllowed, NotFound


def invite(
    session: Session, actor: Actor, process: Any, *, email: str, role: Role, language: str, inviter: str = ""
) -> tuple[Invitation, str]:
    """Mail a link that gives the role; returns the invitation and the link's secret.

    A second invitation of the same address to the same role replaces the first, so that a double click is harmless and
    a lost mail can be sent again.
    """
    check_may_hand_out(actor, role)
    address = normal_email(email)
    user = queries.find_user(session, address)
    if user is not None and find_membership(session, process, user, role) is not None:
        raise Conflict("accounts.role.already")
    invitation = session.scalar(
        select(Invitation).where(
            Invitation.process_id == process.id,
            Invitation.email == address,
            Invitation.role == role.value,
            Invitation.accepted_at.is_(None),
        )
    )
    if invitation is None:
        invitation = Invitation(process_id=process.id, email=address, role=role.value)
        session.add(invitation)
    token, now = secret_token(), clock.now()
    invitation.token_hash, invitation.invited_by_id = digest(token), actor.user_id
    invitation.sent_at, invitation.expires_at = now, now + INVITATION_LASTS
    session.flush()
    mails.write_invitation(session, invitation, token, process=process, inviter=inviter, language=language)
    audit.record(session, actor, "accounts:invitation:send", invitation.ref, process=process.public_id, role=role.value)
    return invitation, token


def withdraw_invitation(session: Session, actor: Actor, process: Any, invitation: Invitation) -> None:
    """The link stops working and the address is forgotten."""
    if invitation.process_id != process.id:
        raise NotFound("accounts.invitation.unknown")
    check_may_hand_out(actor, Role(invitation.role))
    if invitation.accepted_at is not None:
        raise Conflict("accounts.invitation.used")
    audit.record(
        session, actor, "accounts:invitation:withdraw", invitation.ref, process=process.public_id, role=invitation.role
    )
    session.delete(invitation)
    session.flush()


def check_invitation(invitation: Invitation | None) -> Invitation:
    """The invitation if it can be accepted now, else why not."""
    if invitation is None:
        raise NotFound("accounts.invitation.unknown")
    if invitation.accepted_at is not None:
        raise Conflict("accounts.invitation.used")
    if not invitation.is_open(clock.now()):
        raise Conflict("accounts.invitation.expired")
    return invitation


def accept_invitation(
    session: Session,
    actor: Actor,
    token: str,
    *,
    user: User | None = None,
    name: str = "",
    language: str = "en",
    password: str | None = None,
) -> User:
    """Give the invited role to the signed-in person with the invited address, or to a new account for it.

    Holding the link shows that one reads the address, so a new account needs no further confirmation; an account that
    already exists is only touched by whoever is signed in to it.
    """
    locked = session.scalar(select(Invitation).where(Invitation.token_hash == digest(token)).with_for_update())
    invitation = check_invitation(locked)
    if user is None:
        if queries.find_user(session, invitation.email) is not None:
            raise NotAllowed("accounts.invitation.sign_in")
        user = create_user(session, actor, email=invitation.email, name=name, language=language, password=password)
        user.confirmed_at = clock.now()
    elif user.email.lower() != invitation.email:
        raise NotAllowed("accounts.invitation.other_address")
    invitation.accepted_at = clock.now()
    process, role = invitation.process, Role(invitation.role)
    accepting = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    audit.record(
        session, accepting, "accounts:invitation:accept", invitation.ref, process=process.public_id, role=role.value
    )
    if find_membership(session, process, user, role) is None:
        add_membership(session, accepting, process, user, role)
    return user
