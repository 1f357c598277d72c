"""Invitations: written, renewed, withdrawn and accepted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.commands import add_membership, check_may_hand_out, create_user, find_membership
from cocreate.accounts.models import Invitation, Invited, OrganisationInvitation, User
from cocreate.accounts.organisations.commands import add_member
from cocreate.accounts.rules import INVITATION_LASTS, MemberRole, normal_email
from cocreate.core import audit
from cocreate.core.ids import digest, secret_token
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Conflict, NotAllowed, NotFound

AnyInvitation = Invitation | OrganisationInvitation


@dataclass
class Sent:
    """What became of several addresses."""

    invited: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)  # they have the role


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
    known = _open_one(session, process, address, role)
    invitation = known or Invitation(process_id=process.id, email=address, role=role.value)
    token = renew_link(session, actor, invitation)
    mails.write_invitation(session, invitation, token, place=process, inviter=inviter, language=language)
    audit.record(session, actor, "accounts:invitation:send", invitation.ref, process=process.public_id, role=role.value)
    return invitation, token


def invite_all(
    session: Session,
    actor: Actor,
    process: Any,
    *,
    emails: Iterable[str],
    role: Role,
    language: str,
    inviter: str = "",
) -> Sent:
    """Several at once; whoever has the role already gets no mail."""
    sent = Sent()
    for email in emails:
        try:
            invite(session, actor, process, email=email, role=role, language=language, inviter=inviter)
            sent.invited.append(email)
        except Conflict:
            sent.already.append(email)
    return sent


def renew_link(session: Session, actor: Actor, invitation: Invited) -> str:
    """A new secret for an invitation, new or sent before; it works from now on, and no earlier one does."""
    token, now = secret_token(), clock.now()
    invitation.token_hash, invitation.invited_by_id = digest(token), actor.user_id
    invitation.sent_at, invitation.expires_at = now, now + INVITATION_LASTS
    session.add(invitation)
    session.flush()
    return token


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


def check_invitation(invitation: AnyInvitation | None) -> AnyInvitation:
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
    invitation = check_invitation(queries.find_invitation(session, token, is_locked=True))
    if user is None:
        if queries.find_user(session, invitation.email) is not None:
            raise NotAllowed("accounts.invitation.sign_in")
        user = create_user(session, actor, email=invitation.email, name=name, language=language, password=password)
        user.confirmed_at = clock.now()
    elif user.email.lower() != invitation.email:
        raise NotAllowed("accounts.invitation.other_address")
    invitation.accepted_at = clock.now()
    accepting = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    _take_place(session, accepting, invitation, user)
    return user


def _take_place(session: Session, accepting: Actor, invitation: AnyInvitation, user: User) -> None:
    where = {} if isinstance(invitation, OrganisationInvitation) else {"process": invitation.process.public_id}
    audit.record(session, accepting, "accounts:invitation:accept", invitation.ref, role=invitation.to.value, **where)
    if isinstance(invitation, OrganisationInvitation):
        add_member(session, accepting, invitation.organisation, user, MemberRole(invitation.role))
    elif find_membership(session, invitation.process, user, invitation.to) is None:
        add_membership(session, accepting, invitation.process, user, invitation.to)


def _open_one(session: Session, process: Any, email: str, role: Role) -> Invitation | None:
    """The invitation of an address that nobody accepted yet."""
    return session.scalar(
        select(Invitation).where(
            Invitation.process_id == process.id,
            Invitation.email == email,
            Invitation.role == role.value,
            Invitation.accepted_at.is_(None),
        )
    )
