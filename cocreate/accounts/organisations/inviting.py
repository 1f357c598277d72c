"""Colleagues are invited by mail to belong to an organisation."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import mails
from cocreate.accounts.commands.invitations import Sent, renew_link
from cocreate.accounts.organisations.models import Organisation, OrganisationInvitation
from cocreate.accounts.organisations.queries import find_member
from cocreate.accounts.organisations.rules import MemberRole
from cocreate.accounts.queries import find_user
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, NotFound


def invite_colleagues(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    emails: Iterable[str],
    role: MemberRole,
    language: str,
    inviter: str = "",
) -> Sent:
    """Mail a link to each address; a second invitation of an address replaces the first, whatever role it was for."""
    sent = Sent()
    for email in emails:
        user = find_user(session, email)
        if user is not None and find_member(session, organisation, user.id) is not None:
            sent.already.append(email)
            continue
        known = session.scalar(
            select(OrganisationInvitation).where(
                OrganisationInvitation.organisation_id == organisation.id,
                OrganisationInvitation.email == email,
                OrganisationInvitation.accepted_at.is_(None),
            )
        )
        invitation = known or OrganisationInvitation(organisation_id=organisation.id, email=email)
        invitation.role = role.value
        token = renew_link(session, actor, invitation)
        mails.write_invitation(session, invitation, token, place=organisation, inviter=inviter, language=language)
        audit.record(
            session,
            actor,
            "accounts:colleague_invitation:send",
            invitation.ref,
            organisation=organisation.public_id,
            role=role.value,
        )
        sent.invited.append(email)
    return sent


def withdraw(session: Session, actor: Actor, organisation: Organisation, public_id: str) -> None:
    """The link stops working and the address is forgotten."""
    invitation = session.scalar(
        select(OrganisationInvitation)
        .where(OrganisationInvitation.organisation_id == organisation.id, OrganisationInvitation.public_id == public_id)
        .with_for_update()
    )
    if invitation is None:
        raise NotFound("accounts.invitation.unknown")
    if invitation.accepted_at is not None:
        raise Conflict("accounts.invitation.used")
    audit.record(
        session, actor, "accounts:colleague_invitation:withdraw", invitation.ref, organisation=organisation.public_id
    )
    session.delete(invitation)
    session.flush()


def open_invitations(session: Session, organisation: Organisation) -> list[OrganisationInvitation]:
    """Invitations that nobody accepted, expired ones too, newest first."""
    return list(
        session.scalars(
            select(OrganisationInvitation)
            .where(
                OrganisationInvitation.organisation_id == organisation.id,
                OrganisationInvitation.accepted_at.is_(None),
            )
            .order_by(OrganisationInvitation.sent_at.desc())
        )
    )
