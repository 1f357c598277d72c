"""The people of an organisation: invited, and given and taken what they may do."""

from collections.abc import Iterable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails
from cocreate.accounts import queries as accounts
from cocreate.accounts.forms import InviteForm
from cocreate.accounts.invitations import Sent, renew_link
from cocreate.accounts.manage import tell_sent
from cocreate.accounts.messages import ROLE_HELP
from cocreate.accounts.models import Organisation, OrganisationInvitation, OrganisationMember
from cocreate.accounts.organisations import commands, queries
from cocreate.accounts.organisations.pages import pages
from cocreate.accounts.organisations.queries import find_member
from cocreate.accounts.queries import find_user
from cocreate.accounts.rules import MemberRole, addresses_in
from cocreate.core import audit
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor, Role
from cocreate.errors import Conflict, DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter


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


def withdraw_colleague(session: Session, actor: Actor, organisation: Organisation, public_id: str) -> None:
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


OFFERED = {
    Role.ORGANISATION_MEMBER: MemberRole.MEMBER,
    Role.ORGANISATION_ADMINISTRATOR: MemberRole.ADMINISTRATOR,
}


@pages.get("/o/<organisation_id>/people")
@requires("accounts:colleagues:view")
def people() -> Any:
    """Who belongs to it, and open invitations."""
    return _page(db.session(), InviteForm(language=current_language(), role=Role.ORGANISATION_MEMBER.value))


@pages.post("/o/<organisation_id>/people/invite")
@limiter.limit("200 per hour", methods=["POST"])
@requires("accounts:colleagues:edit")
def invite() -> Any:
    """Mail an invitation to each address."""
    form = InviteForm()
    form.offer(tuple(OFFERED))
    if not form.validate_on_submit():
        return _page(db.session(), form)
    with transaction() as session:
        sent = invite_colleagues(
            session,
            current_actor(),
            g.organisation,
            emails=addresses_in(form.email.data or ""),
            role=OFFERED[Role(form.role.data)],
            language=form.language.data or current_language(),
            inviter=current_user.name or current_user.email,
        )
    if not sent.invited:
        form.email.errors = [say("organisations.member.already")]
        return _page(db.session(), form)
    tell_sent(sent)
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/invitations/<organisation_invitation_id>/withdraw")
@requires("accounts:colleagues:edit")
def withdraw(organisation_invitation_id: str) -> Any:
    """The link of an invitation stops working."""
    with transaction() as session:
        withdraw_colleague(session, current_actor(), g.organisation, organisation_invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/change")
@requires("accounts:colleagues:edit")
def change() -> Any:
    """Make somebody administrator, or a member again."""
    role = request.form.get("role", "")
    if role not in list(MemberRole):
        raise NotFound("organisations.member.absent")
    try:
        with transaction() as session:
            commands.change_member(session, current_actor(), g.organisation, _member(session), MemberRole(role))
        flash(_("Saved."), "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for("organisations.people"))


@pages.post("/o/<organisation_id>/people/remove")
@requires("accounts:colleagues:edit")
def remove() -> Any:
    """Somebody does not belong to it any more."""
    try:
        with transaction() as session:
            commands.remove_member(session, current_actor(), g.organisation, _member(session))
        flash(_("This person does not belong to the organisation any more."), "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for("organisations.people"))


def _member(session: Session) -> OrganisationMember:
    user = accounts.find_user_by_public_id(session, request.form.get("user", ""))
    member = queries.find_member(session, g.organisation, user.id) if user is not None else None
    if member is None:
        raise NotFound("organisations.member.absent")
    return member


def _page(session: Session, form: InviteForm) -> Any:
    offered = tuple(OFFERED)
    form.offer(offered)
    page = render_template(
        "accounts/organisations/people.html",
        form=form,
        members=queries.members_of(session, g.organisation),
        invitations=open_invitations(session, g.organisation),
        now=clock.now(),
        offered=offered,
        role_help={role.value: ROLE_HELP[role] for role in offered},
    )
    return page, 422 if form.errors else 200
